// Guards what a call shows of its agent: time, words, loss and return, in a scripted room.
import { RoomEvent } from 'livekit-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { talk, timePacket } from './testing/dial.ts';
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

test('counts the time down between reports, once a second', async () => {
  const { call, room, agent, payloads } = await talk(api);
  room.send(agent, timePacket(60_000));
  await vi.advanceTimersByTimeAsync(3_000);
  const shown = payloads('time').map((one) => (one as { remainingMs: number }).remainingMs);
  expect(shown).toEqual([60_000, 59_750, 58_750, 57_750]);
  expect(call.snapshot.time?.isCounting).toBe(true);
});

test('ignores packets of anyone but the working agent, old ones and garbage', async () => {
  const { call, room, agent } = await talk(api);
  const old = timePacket(10_000);
  room.send(agent, timePacket(60_000));
  room.send(agent, old);
  room.send(agent, 'garbage');
  room.send({ ...agent, identity: 'someone' }, timePacket(5_000));
  expect(call.snapshot.time?.remainingMs).toBe(60_000);
});

test('reads the time from the attribute when packets are lost', async () => {
  const { call, room, agent } = await talk(api);
  room.setAttribute(agent, 'mindbot.time', JSON.stringify(timePacket(42_000)));
  expect(call.snapshot.time?.remainingMs).toBe(42_000);
});

test.each([
  ['lowTime', { type: 'low_time', thresholdMs: 120_000, remainingMs: 119_000 }],
  ['timeAdded', { type: 'time_added', addedMs: 900_000, remainingMs: 1_000_000 }],
  ['goodbye', { type: 'goodbye', remainingMs: 4_000 }],
  ['leadSaved', { type: 'lead_saved', leadId: 'l', name: 'John' }],
  ['ticketCreated', { type: 'ticket_created', ticketId: 't', number: 7, subject: 'Headset' }],
])('%s carries what the agent sent', async (name, packet) => {
  const { room, agent, payloads } = await talk(api);
  room.send(agent, packet);
  const { type: _, ...payload } = packet;
  expect(payloads(name)).toEqual([payload]);
});

test('builds the transcript of both sides as it is spoken', async () => {
  const { call, room, agent } = await talk(api);
  const greeting = room.openTranscript(agent.identity, 'a1');
  await greeting.write('Hello');
  await greeting.write(' there.');
  await vi.advanceTimersByTimeAsync(0);
  expect(call.snapshot.transcript).toMatchObject([{ text: 'Hello there.', isFinal: false }]);
  await greeting.close();
  const reply = room.openTranscript('user-1', 'u1', true);
  await reply.write('Hi.');
  await reply.close();
  await vi.advanceTimersByTimeAsync(0);
  expect(call.snapshot.transcript).toMatchObject([
    { speaker: 'agent', text: 'Hello there.', isFinal: true },
    { speaker: 'user', text: 'Hi.', isFinal: true, isTyped: false },
  ]);
});

test('keeps what was said when a stream breaks off', async () => {
  const { call, room, agent } = await talk(api);
  const greeting = room.openTranscript(agent.identity, 'a1');
  await greeting.write('Hello');
  await vi.advanceTimersByTimeAsync(0);
  await greeting.break();
  await vi.advanceTimersByTimeAsync(0);
  expect(call.snapshot.transcript).toMatchObject([{ text: 'Hello', isFinal: true }]);
});

test('interrupts the agent by RPC and marks where it was cut off', async () => {
  const { call, room, agent, payloads } = await talk(api);
  room.setState(agent, 'speaking');
  const story = room.openTranscript(agent.identity, 'a1');
  await story.write('Once upon a time there');
  await vi.advanceTimersByTimeAsync(0);
  expect(await call.interrupt()).toEqual({ data: null, error: null });
  expect(room.rpcs.slice(-1)).toMatchObject([
    { destinationIdentity: agent.identity, method: 'mindbot.interrupt' },
  ]);
  room.setState(agent, 'listening');
  expect(call.snapshot.transcript[0]).toMatchObject({ wasInterrupted: true });
  expect(payloads('interrupted')).toHaveLength(1);
});

test('tells the agent by RPC that the time may have changed', async () => {
  const { call, room, agent } = await talk(api);
  expect(await call.recheckTime()).toEqual({ data: null, error: null });
  expect(room.rpcs).toMatchObject([
    { destinationIdentity: agent.identity, method: 'mindbot.recheck_time' },
  ]);
});

test('marks an interruption by voice', async () => {
  const { call, room, agent } = await talk(api);
  room.setState(agent, 'speaking');
  const story = room.openTranscript(agent.identity, 'a1');
  await story.write('Once upon');
  await vi.advanceTimersByTimeAsync(0);
  room.emit(RoomEvent.ActiveSpeakersChanged, [room.localParticipant]);
  room.setState(agent, 'listening');
  expect(call.snapshot.transcript[0]).toMatchObject({ wasInterrupted: true });
});

test('a typed message is sent and joins the transcript at once', async () => {
  const { call, room } = await talk(api);
  const { data } = await call.sendText('How much time is left?');
  expect(room.sentTexts).toEqual(['How much time is left?']);
  expect(data).toMatchObject({ speaker: 'user', isTyped: true, isFinal: true });
  expect(call.snapshot.transcript).toEqual([data]);
});

test('a message nobody would hear, and one without words, are refused', async () => {
  const { call, room, agent } = await talk(api);
  expect((await call.sendText('  ')).error?.code).toBe('empty_message');
  room.removeAgent(agent);
  expect((await call.sendText('Hello?')).error?.code).toBe('agent_absent');
  expect((await call.interrupt()).error?.code).toBe('agent_absent');
  expect(room.sentTexts).toEqual([]);
});

test('tells of a lost agent, stops the clock, asks for another and goes on with it', async () => {
  const { call, room, agent, payloads } = await talk(api);
  room.send(agent, timePacket(60_000));
  await vi.advanceTimersByTimeAsync(4_000);
  expect(payloads('agentLost')).toEqual([{ reason: 'silent' }]);
  expect(call.snapshot).toMatchObject({ isAgentLost: true, agentState: 'waiting' });
  expect(api.requests.filter((one) => one === 'requestAgent')).toHaveLength(1);
  const { remainingMs } = call.snapshot.time ?? {};
  await vi.advanceTimersByTimeAsync(2_000);
  expect(call.snapshot.time).toMatchObject({ remainingMs, isCounting: false });
  const next = room.addAgent('agent-next');
  room.send(next, timePacket(59_000));
  expect(call.snapshot).toMatchObject({ isAgentLost: false, agentState: 'listening' });
  expect(payloads('agentFound')).toEqual([{ agentIdentity: 'agent-next' }]);
});

test('a network break shows as reconnecting, and blames no agent', async () => {
  const { call, room, agent, payloads } = await talk(api);
  room.send(agent, timePacket(60_000));
  room.emit(RoomEvent.Reconnecting);
  expect(call.snapshot.connectionState).toBe('reconnecting');
  await vi.advanceTimersByTimeAsync(10_000);
  room.emit(RoomEvent.Reconnected);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(call.snapshot.connectionState).toBe('connected');
  expect(payloads('agentLost')).toEqual([]);
});

test('tells when the browser holds back sound, and plays it on demand', async () => {
  const { call, room, payloads } = await talk(api);
  room.canPlaybackAudio = false;
  room.emit(RoomEvent.AudioPlaybackStatusChanged);
  expect(call.snapshot.isAudioBlocked).toBe(true);
  expect((await call.startAudio()).error).toBeNull();
  expect(payloads('audioBlocked')).toEqual([{ isBlocked: true }, { isBlocked: false }]);
});

test('a snapshot is the same object until something changes, and listeners are told', async () => {
  const { call, room, agent } = await talk(api);
  const before = call.snapshot;
  let changes = 0;
  const stop = call.subscribe(() => {
    changes += 1;
  });
  expect(call.snapshot).toBe(before);
  room.setState(agent, 'thinking');
  expect(call.snapshot).not.toBe(before);
  expect(changes).toBe(1);
  stop();
  room.setState(agent, 'speaking');
  expect(changes).toBe(1);
});
