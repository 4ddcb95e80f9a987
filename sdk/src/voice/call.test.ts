// Guards a call from joining to its settled end, in a scripted room and simulated time.
import { DisconnectReason, RoomEvent } from 'livekit-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Call } from './call.ts';
import { connectToVoiceAgent } from './connect.ts';
import { FakeApi } from './testing/fake-api.ts';
import { deviceError, stubMicrophone } from './testing/fake-microphone.ts';
import { FakeAudioTrack, FakeRoom, fakeLivekit } from './testing/fake-room.ts';
import type { ConnectOptions, VoiceCallEvents } from './types.ts';

let api: FakeApi;
beforeEach(() => {
  vi.useFakeTimers();
  FakeRoom.made.length = 0;
  FakeRoom.connectFailures = [];
  FakeAudioTrack.made.length = 0;
  api = new FakeApi();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const EVENT_NAMES = [
  'time',
  'transcript',
  'agentState',
  'connectionState',
  'microphone',
  'microphoneError',
  'lowTime',
  'timeAdded',
  'goodbye',
  'leadSaved',
  'ticketCreated',
  'agentLost',
  'agentFound',
  'audioBlocked',
  'interrupted',
  'failed',
  'ended',
] as const satisfies (keyof VoiceCallEvents)[];

/** Starts a call and notes its events. */
function dial(options: ConnectOptions = {}) {
  const events: [string, unknown][] = [];
  const on = Object.fromEntries(
    EVENT_NAMES.map((name) => [name, (payload: unknown) => events.push([name, payload])]),
  );
  const surroundings = { loadLivekit: async () => fakeLivekit, now: () => performance.now() };
  const call = new Call(
    { voiceSessions: api },
    { microphone: false, ...options, on },
    surroundings,
  );
  const payloads = (name: string) => events.filter(([one]) => one === name).map(([, one]) => one);
  return { call, events, payloads };
}

/** Starts a call, and lets it join and meet an agent. */
async function talk(options: ConnectOptions = {}) {
  const dialed = dial(options);
  await dialed.call.ready;
  const room = FakeRoom.made.at(-1) as FakeRoom;
  const agent = room.addAgent();
  return { ...dialed, room, agent };
}

let sequence = 0;
const time = (remainingMs: number) => {
  sequence += 1;
  return { type: 'time', remainingMs, usedMs: 0, isCounting: true, pausedReason: null, sequence };
};

test('joins the room it was given and waits for the agent', async () => {
  const { call } = dial();
  expect(call.snapshot.connectionState).toBe('connecting');
  expect(await call.ready).toEqual({ data: call, error: null });
  expect(FakeRoom.made[0]?.connections).toEqual([
    { url: 'ws://livekit.example', token: 'token-0' },
  ]);
  expect(call.snapshot).toMatchObject({ connectionState: 'connected', agentState: 'waiting' });
  FakeRoom.made[0]?.addAgent();
  expect(call.snapshot.agentState).toBe('listening');
});

test('passes the idempotency key on', async () => {
  await dial({ idempotencyKey: 'key-7' }).call.ready;
  expect(api.idempotencyKeys).toEqual(['key-7']);
});

test('a refused call fails with the code of the api and stays failed', async () => {
  const error = {
    code: 'insufficient_time',
    status: 402,
    message: 'No time.',
    requestId: 'r',
  } as const;
  api.created = { data: null, error };
  const { call, payloads } = dial();
  expect(await call.ready).toEqual({ data: null, error });
  expect(call.snapshot).toMatchObject({ connectionState: 'disconnected', failure: error });
  expect(payloads('failed')).toEqual([error]);
});

test('tries a failed join again with a fresh token', async () => {
  FakeRoom.connectFailures = [new Error('token expired')];
  const { call } = dial();
  expect((await call.ready).error).toBeNull();
  expect(FakeRoom.made[0]?.connections.map(({ token }) => token)).toEqual(['token-0', 'token-1']);
});

test('a join that cannot succeed ends the call, so that no time stays held', async () => {
  const cause = new Error('unreachable');
  FakeRoom.connectFailures = [cause, cause, cause];
  const { call } = dial();
  expect((await call.ready).error).toMatchObject({ code: 'join_failed', cause });
  await vi.advanceTimersByTimeAsync(0);
  expect(api.requests.at(-1)).toBe('end');
});

test('joins a running call without creating or, failing, ending one', async () => {
  api.tokenFailure = { code: 'call_ended', status: 409, message: 'Over.', requestId: null };
  const { call } = dial({ voiceSessionId: 'running' });
  expect((await call.ready).error?.code).toBe('call_ended');
  await vi.advanceTimersByTimeAsync(0);
  expect(api.requests).toEqual(['createToken']);
});

test('counts the time down between reports, once a second', async () => {
  const { call, room, agent, payloads } = await talk();
  room.send(agent, time(60_000));
  await vi.advanceTimersByTimeAsync(3_000);
  const shown = payloads('time').map((one) => (one as { remainingMs: number }).remainingMs);
  expect(shown).toEqual([60_000, 59_750, 58_750, 57_750]);
  expect(call.snapshot.time?.isCounting).toBe(true);
});

test('ignores packets of anyone but the working agent, old ones and garbage', async () => {
  const { call, room, agent } = await talk();
  const old = time(10_000);
  room.send(agent, time(60_000));
  room.send(agent, old);
  room.send(agent, 'garbage');
  room.send({ ...agent, identity: 'someone' }, time(5_000));
  expect(call.snapshot.time?.remainingMs).toBe(60_000);
});

test('reads the time from the attribute when packets are lost', async () => {
  const { call, room, agent } = await talk();
  room.setAttribute(agent, 'mindbot.time', JSON.stringify(time(42_000)));
  expect(call.snapshot.time?.remainingMs).toBe(42_000);
});

test.each([
  ['lowTime', { type: 'low_time', thresholdMs: 120_000, remainingMs: 119_000 }],
  ['timeAdded', { type: 'time_added', addedMs: 900_000, remainingMs: 1_000_000 }],
  ['goodbye', { type: 'goodbye', remainingMs: 4_000 }],
  ['leadSaved', { type: 'lead_saved', leadId: 'l', name: 'John' }],
  ['ticketCreated', { type: 'ticket_created', ticketId: 't', number: 7, subject: 'Headset' }],
])('%s carries what the agent sent', async (name, packet) => {
  const { room, agent, payloads } = await talk();
  room.send(agent, packet);
  const { type: _, ...payload } = packet;
  expect(payloads(name)).toEqual([payload]);
});

test('builds the transcript of both sides as it is spoken', async () => {
  const { call, room, agent } = await talk();
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
  const { call, room, agent } = await talk();
  const greeting = room.openTranscript(agent.identity, 'a1');
  await greeting.write('Hello');
  await vi.advanceTimersByTimeAsync(0);
  await greeting.break();
  await vi.advanceTimersByTimeAsync(0);
  expect(call.snapshot.transcript).toMatchObject([{ text: 'Hello', isFinal: true }]);
});

test('interrupts the agent by RPC and marks where it was cut off', async () => {
  const { call, room, agent, payloads } = await talk();
  room.setState(agent, 'speaking');
  const story = room.openTranscript(agent.identity, 'a1');
  await story.write('Once upon a time there');
  await vi.advanceTimersByTimeAsync(0);
  expect(await call.interrupt()).toEqual({ data: null, error: null });
  expect(room.rpcs).toMatchObject([
    { destinationIdentity: agent.identity, method: 'mindbot.interrupt' },
  ]);
  room.setState(agent, 'listening');
  expect(call.snapshot.transcript[0]).toMatchObject({ wasInterrupted: true });
  expect(payloads('interrupted')).toHaveLength(1);
});

test('marks an interruption by voice', async () => {
  const { call, room, agent } = await talk();
  room.setState(agent, 'speaking');
  const story = room.openTranscript(agent.identity, 'a1');
  await story.write('Once upon');
  await vi.advanceTimersByTimeAsync(0);
  room.emit(RoomEvent.ActiveSpeakersChanged, [room.localParticipant]);
  room.setState(agent, 'listening');
  expect(call.snapshot.transcript[0]).toMatchObject({ wasInterrupted: true });
});

test('a typed message is sent and joins the transcript at once', async () => {
  const { call, room } = await talk();
  const { data } = await call.sendText('How much time is left?');
  expect(room.sentTexts).toEqual(['How much time is left?']);
  expect(data).toMatchObject({ speaker: 'user', isTyped: true, isFinal: true });
  expect(call.snapshot.transcript).toEqual([data]);
});

test('a message nobody would hear, and one without words, are refused', async () => {
  const { call, room, agent } = await talk();
  expect((await call.sendText('  ')).error?.code).toBe('empty_message');
  room.removeAgent(agent);
  expect((await call.sendText('Hello?')).error?.code).toBe('agent_absent');
  expect((await call.interrupt()).error?.code).toBe('agent_absent');
  expect(room.sentTexts).toEqual([]);
});

test('tells of a lost agent, stops the clock, asks for another and goes on with it', async () => {
  const { call, room, agent, payloads } = await talk();
  room.send(agent, time(60_000));
  await vi.advanceTimersByTimeAsync(4_000);
  expect(payloads('agentLost')).toEqual([{ reason: 'silent' }]);
  expect(call.snapshot).toMatchObject({ isAgentLost: true, agentState: 'waiting' });
  expect(api.requests.filter((one) => one === 'requestAgent')).toHaveLength(1);
  const { remainingMs } = call.snapshot.time ?? {};
  await vi.advanceTimersByTimeAsync(2_000);
  expect(call.snapshot.time).toMatchObject({ remainingMs, isCounting: false });
  const next = room.addAgent('agent-next');
  room.send(next, time(59_000));
  expect(call.snapshot).toMatchObject({ isAgentLost: false, agentState: 'listening' });
  expect(payloads('agentFound')).toEqual([{ agentIdentity: 'agent-next' }]);
});

test('ends when the api says that the lost agent took the call with it', async () => {
  const { call, room, agent } = await talk();
  room.send(agent, time(60_000));
  api.agentRequest = { outcome: 'ended', epoch: 1 };
  api.settle('agent_failed');
  await vi.advanceTimersByTimeAsync(4_500);
  expect(call.snapshot.ended).toEqual({
    reason: 'agent_failed',
    chargedMs: 5_000,
    balanceMs: 595_000,
  });
});

test('a network break shows as reconnecting, and blames no agent', async () => {
  const { call, room, agent, payloads } = await talk();
  room.send(agent, time(60_000));
  room.emit(RoomEvent.Reconnecting);
  expect(call.snapshot.connectionState).toBe('reconnecting');
  await vi.advanceTimersByTimeAsync(10_000);
  room.emit(RoomEvent.Reconnected);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(call.snapshot.connectionState).toBe('connected');
  expect(payloads('agentLost')).toEqual([]);
});

test('a call the server ended while we were cut off ends here too', async () => {
  const { call, room } = await talk();
  room.emit(RoomEvent.Reconnecting);
  api.settle('connection_lost');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(call.snapshot.ended?.reason).toBe('connection_lost');
});

test('hanging up settles with what the server charged', async () => {
  const { call, room, events } = await talk();
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
  const { call, room, agent } = await talk();
  const ending = call.end();
  await vi.advanceTimersByTimeAsync(100);
  room.send(agent, { type: 'ended', reason: 'user_hung_up', chargedMs: 1, balanceMs: 2 } as never);
  await vi.advanceTimersByTimeAsync(0);
  expect(await ending).toEqual({ reason: 'user_hung_up', chargedMs: 1, balanceMs: 2 });
});

test('hanging up without a network still ends, and says that the charge is unknown', async () => {
  const { call, room } = await talk();
  api.endFailure = { code: 'network_error', message: 'Offline.', cause: null };
  const ending = call.end();
  await vi.advanceTimersByTimeAsync(0);
  expect(room.isDisconnected).toBe(true);
  await vi.advanceTimersByTimeAsync(11_000);
  expect(await ending).toEqual({ reason: 'user_hung_up', chargedMs: null, balanceMs: null });
});

test('the end the agent reports counts, and its last words play on', async () => {
  const { call, room, agent, payloads } = await talk();
  const end = { reason: 'out_of_time', chargedMs: 20_000, balanceMs: 0 };
  room.send(agent, { type: 'ended', ...end });
  expect(call.snapshot).toMatchObject({ connectionState: 'ending', ended: null });
  room.lose(DisconnectReason.ROOM_DELETED);
  expect(payloads('ended')).toEqual([end]);
  expect(api.requests).not.toContain('get');
});

test('a reported end needs no closed room for ever', async () => {
  const { call, room, agent } = await talk();
  room.send(agent, { type: 'ended', reason: 'idle', chargedMs: 1, balanceMs: 2 } as never);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(call.snapshot.ended?.reason).toBe('idle');
});

test('a room that vanishes without a word is explained by the voice session', async () => {
  const { call, room } = await talk();
  room.lose(DisconnectReason.ROOM_DELETED);
  await vi.advanceTimersByTimeAsync(600);
  api.settle('closed_by_admin');
  await vi.advanceTimersByTimeAsync(600);
  expect(call.snapshot.ended).toMatchObject({ reason: 'closed_by_admin', chargedMs: 5_000 });
});

test('when nobody can be asked, the way LiveKit let go is the reason', async () => {
  const { call, room } = await talk();
  room.lose(DisconnectReason.UNKNOWN_REASON);
  await vi.advanceTimersByTimeAsync(11_000);
  expect(call.snapshot.ended).toEqual({
    reason: 'connection_lost',
    chargedMs: null,
    balanceMs: null,
  });
});

test('a call taken over by another tab is moved here, and not ended there', async () => {
  const { call, room } = await talk();
  room.lose(DisconnectReason.DUPLICATE_IDENTITY);
  expect(call.snapshot.ended).toMatchObject({ reason: 'moved' });
  expect(api.requests).toEqual(['create']);
});

test('cancelling while it connects fails as aborted and ends what was begun', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  api.creating = promise;
  const { call, payloads } = dial();
  await vi.advanceTimersByTimeAsync(0);
  expect(await call.end()).toMatchObject({ reason: 'user_hung_up', chargedMs: 0 });
  expect(payloads('failed')).toMatchObject([{ code: 'aborted' }]);
  resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(api.requests).toEqual(['create', 'end']);
  expect(FakeRoom.made).toHaveLength(0);
});

test('an aborted signal hangs up at any stage', async () => {
  const controller = new AbortController();
  const { call } = await talk({ signal: controller.signal });
  api.settle('user_hung_up');
  controller.abort();
  expect((await call.finished).reason).toBe('user_hung_up');
  expect((await dial({ signal: AbortSignal.abort() }).call.ready).error?.code).toBe('aborted');
});

test('holds no time while the user is asked for the microphone', async () => {
  const microphone = stubMicrophone('prompt');
  const { call } = dial({ microphone: true });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(call.snapshot.microphone).toBe('requesting');
  expect(api.requests).toEqual([]);
  microphone.answer('allow');
  expect((await call.ready).error).toBeNull();
  await vi.advanceTimersByTimeAsync(0);
  expect(call.snapshot.microphone).toBe('on');
  expect(microphone.constraints[0]?.audio).toMatchObject({
    echoCancellation: true,
    noiseSuppression: true,
  });
});

test.each([
  ['NotAllowedError', 'microphone_blocked'],
  ['NotFoundError', 'microphone_not_found'],
  ['OverconstrainedError', 'microphone_not_found'],
  ['NotReadableError', 'microphone_busy'],
  ['TypeError', 'microphone_unsupported'],
])('a microphone refused by %s fails as %s before anything is held', async (name, code) => {
  stubMicrophone(deviceError(name));
  const { call } = dial({ microphone: true });
  expect((await call.ready).error?.code).toBe(code);
  expect(call.snapshot.microphoneError?.code).toBe(code);
  expect(api.requests).toEqual([]);
});

test('a page without a microphone API is told apart', async () => {
  vi.stubGlobal('navigator', {});
  expect((await dial({ microphone: true }).call.ready).error?.code).toBe('microphone_unsupported');
});

test('with an optional microphone the call goes on by typing', async () => {
  stubMicrophone(deviceError('NotAllowedError'));
  const { call, payloads } = dial({ microphone: true, isMicrophoneOptional: true });
  expect((await call.ready).error).toBeNull();
  expect(payloads('microphoneError')).toMatchObject([{ code: 'microphone_blocked' }]);
  expect(call.snapshot.microphone).toBe('off');
});

test('an answer to the microphone question that comes after cancelling lets it go', async () => {
  const microphone = stubMicrophone('prompt');
  const { call } = dial({ microphone: true });
  await vi.advanceTimersByTimeAsync(0);
  await call.end();
  microphone.answer('allow');
  await vi.advanceTimersByTimeAsync(0);
  expect(microphone.tracks[0]?.isStopped).toBe(true);
});

test('a failed start lets the microphone go', async () => {
  const microphone = stubMicrophone('granted');
  api.created = { data: null, error: { code: 'timeout', message: 'Late.', timeoutMs: 1 } };
  await dial({ microphone: true }).call.ready;
  await vi.advanceTimersByTimeAsync(0);
  expect(microphone.tracks[0]?.isStopped).toBe(true);
});

test('mutes, unmutes, switches and lets go of the microphone', async () => {
  stubMicrophone('granted');
  const { call } = await talk({ microphone: 'usb' });
  await vi.advanceTimersByTimeAsync(0);
  const [track] = FakeAudioTrack.made;
  await call.mute();
  expect(call.snapshot.microphone).toBe('muted');
  expect(track?.isMuted).toBe(true);
  expect((await call.setMicrophone('headset')).error).toBeNull();
  expect(track?.deviceId).toBe('headset');
  expect(call.snapshot.microphone).toBe('muted');
  await call.unmute();
  expect(call.snapshot.microphone).toBe('on');
  api.settle('user_hung_up');
  await call.end();
  expect(track?.isStopped).toBe(true);
});

test('a microphone can be added to a typed call, and its failure is told', async () => {
  const { call, payloads } = await talk();
  stubMicrophone(deviceError('NotReadableError'));
  expect((await call.enableMicrophone()).error?.code).toBe('microphone_busy');
  expect(payloads('microphoneError')).toHaveLength(1);
  stubMicrophone('granted');
  expect((await call.enableMicrophone()).error).toBeNull();
  expect(call.snapshot).toMatchObject({ microphone: 'on', microphoneError: null });
});

test('tells when the browser holds back sound, and plays it on demand', async () => {
  const { call, room, payloads } = await talk();
  room.canPlaybackAudio = false;
  room.emit(RoomEvent.AudioPlaybackStatusChanged);
  expect(call.snapshot.isAudioBlocked).toBe(true);
  expect((await call.startAudio()).error).toBeNull();
  expect(payloads('audioBlocked')).toEqual([{ isBlocked: true }, { isBlocked: false }]);
});

test('nothing can be done in a call that is over', async () => {
  const { call } = await talk();
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

test('a snapshot is the same object until something changes, and listeners are told', async () => {
  const { call, room, agent } = await talk();
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

test('a client that is none is refused with the way to make one', () => {
  expect(() => connectToVoiceAgent(undefined as never)).toThrow(/createMindbotClient/);
});
