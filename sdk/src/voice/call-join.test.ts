// Guards joining a call: in, or out again with nothing left open.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connectToVoiceAgent } from './connect.ts';
import { dial } from './testing/dial.ts';
import { FakeApi } from './testing/fake-api.ts';
import { FakeRoom, resetFakes } from './testing/fake-room.ts';

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

test('joins the room it was given and waits for the agent', async () => {
  const { call } = dial(api);
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
  await dial(api, { idempotencyKey: 'key-7' }).call.ready;
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
  const { call, payloads } = dial(api);
  expect(await call.ready).toEqual({ data: null, error });
  expect(call.snapshot).toMatchObject({ connectionState: 'disconnected', failure: error });
  expect(payloads('failed')).toEqual([error]);
});

test('tries a failed join again with a fresh token', async () => {
  FakeRoom.connectFailures = [new Error('token expired')];
  const { call } = dial(api);
  expect((await call.ready).error).toBeNull();
  expect(FakeRoom.made[0]?.connections.map(({ token }) => token)).toEqual(['token-0', 'token-1']);
});

test('a join that cannot succeed ends the call, so that no time stays held', async () => {
  const cause = new Error('unreachable');
  FakeRoom.connectFailures = [cause, cause, cause];
  const { call } = dial(api);
  expect((await call.ready).error).toMatchObject({ code: 'join_failed', cause });
  await vi.advanceTimersByTimeAsync(0);
  expect(api.requests.at(-1)).toBe('end');
});

test('joins a running call without creating or, failing, ending one', async () => {
  api.tokenFailure = { code: 'call_ended', status: 409, message: 'Over.', requestId: null };
  const { call } = dial(api, { voiceSessionId: 'running' });
  expect((await call.ready).error?.code).toBe('call_ended');
  await vi.advanceTimersByTimeAsync(0);
  expect(api.requests).toEqual(['createToken']);
});

test('cancelling while it connects fails as aborted and ends what was begun', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  api.creating = promise;
  const { call, payloads } = dial(api);
  await vi.advanceTimersByTimeAsync(0);
  expect(await call.end()).toMatchObject({ reason: 'user_hung_up', chargedMs: 0 });
  expect(payloads('failed')).toMatchObject([{ code: 'aborted' }]);
  resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(api.requests).toEqual(['create', 'end']);
  expect(FakeRoom.made).toHaveLength(0);
});

test('a client that is none is refused with the way to make one', () => {
  expect(() => connectToVoiceAgent(undefined as never)).toThrow(/createMindbotClient/);
});
