// Guards how a call ends: once, with the server's word, and whatever the network does.
import { DisconnectReason, RoomEvent } from 'livekit-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dial, talk, timePacket } from './testing/dial.ts';
import { FakeApi } from './testing/fake-api.ts';
import { resetFakes } from './testing/fake-room.ts';

let api: FakeApi;
beforeEach(() => {
  vi.useFakeTimers();
  resetFakes();
  api = new FakeApi();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('ends when the api says that the lost agent took the call with it', async () => {
  const { call, room, agent } = await talk(api);
  room.send(agent, timePacket(60_000));
  api.agentRequest = { outcome: 'ended', epoch: 1 };
  api.settle('agent_failed');
  await vi.advanceTimersByTimeAsync(4_500);
  expect(call.snapshot.ended).toEqual({
    reason: 'agent_failed',
    chargedMs: 5_000,
    balanceMs: 595_000,
  });
});

test('a call the server ended while we were cut off ends here too', async () => {
  const { call, room } = await talk(api);
  room.emit(RoomEvent.Reconnecting);
  api.settle('connection_lost');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(call.snapshot.ended?.reason).toBe('connection_lost');
});

test('hanging up settles with what the server charged', async () => {
  const { call, room, events } = await talk(api);
  api.settle('user_hung_up', 7_000);
  const end = { reason: 'user_hung_up', chargedMs: 7_000, balanceMs: 593_000 };
  expect(await call.end()).toEqual(end);
  expect(await call.finished).toEqual(end);
  expect(await call.end()).toEqual(end);
  expect(room.isDisconnected).toBe(true);
  expect(events.at(-1)).toEqual(['ended', end]);
  expect(api.requests.filter((one) => one === 'end')).toHaveLength(1);
});

test('hanging up takes the word of the agent when it comes first', async () => {
  const { call, room, agent } = await talk(api);
  const ending = call.end();
  await vi.advanceTimersByTimeAsync(100);
  room.send(agent, { type: 'ended', reason: 'user_hung_up', chargedMs: 1, balanceMs: 2 });
  await vi.advanceTimersByTimeAsync(0);
  expect(await ending).toEqual({ reason: 'user_hung_up', chargedMs: 1, balanceMs: 2 });
});

test('hanging up without a network still ends, and says that the charge is unknown', async () => {
  const { call, room } = await talk(api);
  api.endFailure = { code: 'network_error', message: 'Offline.', cause: null };
  const ending = call.end();
  await vi.advanceTimersByTimeAsync(0);
  expect(room.isDisconnected).toBe(true);
  await vi.advanceTimersByTimeAsync(11_000);
  expect(await ending).toEqual({ reason: 'user_hung_up', chargedMs: null, balanceMs: null });
});

test('the end the agent reports counts, and its last words play on', async () => {
  const { call, room, agent, payloads } = await talk(api);
  const end = { reason: 'out_of_time', chargedMs: 20_000, balanceMs: 0 };
  room.send(agent, { type: 'ended', ...end });
  expect(call.snapshot).toMatchObject({ connectionState: 'ending', ended: null });
  room.lose(DisconnectReason.ROOM_DELETED);
  expect(payloads('ended')).toEqual([end]);
  expect(api.requests).not.toContain('get');
});

test('a reported end needs no closed room for ever', async () => {
  const { call, room, agent } = await talk(api);
  room.send(agent, { type: 'ended', reason: 'idle', chargedMs: 1, balanceMs: 2 });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(call.snapshot.ended?.reason).toBe('idle');
});

test('a room that vanishes without a word is explained by the voice session', async () => {
  const { call, room } = await talk(api);
  room.lose(DisconnectReason.ROOM_DELETED);
  await vi.advanceTimersByTimeAsync(600);
  api.settle('closed_by_admin');
  await vi.advanceTimersByTimeAsync(600);
  expect(call.snapshot.ended).toMatchObject({ reason: 'closed_by_admin', chargedMs: 5_000 });
});

test('when nobody can be asked, the way LiveKit let go is the reason', async () => {
  const { call, room } = await talk(api);
  room.lose(DisconnectReason.UNKNOWN_REASON);
  await vi.advanceTimersByTimeAsync(11_000);
  expect(call.snapshot.ended).toEqual({
    reason: 'connection_lost',
    chargedMs: null,
    balanceMs: null,
  });
});

test('a call taken over by another tab is moved here, and not ended there', async () => {
  const { call, room } = await talk(api);
  room.lose(DisconnectReason.DUPLICATE_IDENTITY);
  expect(call.snapshot.ended).toMatchObject({ reason: 'moved' });
  expect(api.requests).toEqual(['create']);
});

test('an aborted signal hangs up at any stage', async () => {
  const controller = new AbortController();
  const { call } = await talk(api, { signal: controller.signal });
  api.settle('user_hung_up');
  controller.abort();
  expect((await call.finished).reason).toBe('user_hung_up');
  expect((await dial(api, { signal: AbortSignal.abort() }).call.ready).error?.code).toBe('aborted');
});

test('nothing can be done in a call that is over', async () => {
  const { call } = await talk(api);
  api.settle('user_hung_up');
  await call.end();
  for (const attempt of [
    call.sendText('Hello?'),
    call.interrupt(),
    call.enableMicrophone(),
    call.setMicrophone('usb'),
    call.startAudio(),
  ]) {
    expect((await attempt).error?.code).toBe('not_connected');
  }
  expect(call.getLevels()).toEqual({ user: 0, agent: 0 });
});
