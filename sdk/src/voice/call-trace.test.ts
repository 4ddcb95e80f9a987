// All requests of a call belong to one trace, and the agent learns once how long its caller waited.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { talk } from './testing/dial.ts';
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
});

test('every request of a call that changes something carries the same new trace context', async () => {
  const { call } = await talk(api);
  const ending = call.end();
  await vi.advanceTimersByTimeAsync(20_000);
  await ending;
  const [first] = api.traceparents;
  expect(first).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  expect(new Set(api.traceparents)).toEqual(new Set([first]));
  expect(api.traceparents.length).toBeGreaterThanOrEqual(2);
  await talk(api);
  expect(api.traceparents.at(-1)).not.toBe(first);
});

test('a trace context of the caller is kept', async () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  await talk(api, { traceparent });
  expect(api.traceparents).toEqual([traceparent]);
});

test('the agent is told the steps once, when it is heard first', async () => {
  const { room, agent } = await talk(api);
  expect(room.rpcs).toEqual([]);
  await vi.advanceTimersByTimeAsync(700);
  room.setState(agent, 'speaking');
  room.setState(agent, 'listening');
  room.setState(agent, 'speaking');
  expect(room.rpcs).toHaveLength(1);
  const [{ destinationIdentity, method, payload }] = room.rpcs as [
    { destinationIdentity: string; method: string; payload: string },
  ];
  expect({ destinationIdentity, method }).toEqual({
    destinationIdentity: agent.identity,
    method: 'mindbot.client_timings',
  });
  expect(JSON.parse(payload)).toEqual({
    traceparent: api.traceparents[0],
    requestedAfterMs: 0,
    answeredAfterMs: 0,
    joinedAfterMs: 0,
    heardAfterMs: 700,
  });
});
