// The watcher: finds calls without an agent, sends another, gives up in the end, charges nothing.
import { createLogger } from '@mindbot/platform/logging';
import { expect, test, vi } from 'vitest';
import { startCall, useApi } from '../testing/use-api.ts';
import { createWatchAgentsTask } from './watch-agents.ts';

const api = useApi();
const logger = createLogger('api', { level: 'silent', format: 'json' });

/** One look of the watcher, after so much time has passed. */
async function watchAfter(durationMs: number, services = api.services): Promise<void> {
  await api.db.passTime(durationMs);
  await createWatchAgentsTask({ ...services, meterIntervalMs: 10_000, logger }).run();
}

const sessionOf = (id: string) =>
  api.db.row('select epoch, status, ended_reason, charged_ms from voice_sessions where id = $1', [
    id,
  ]);
const endAll = () =>
  api.db.rows(`select capture_hold(id, epoch, 0, 'shutdown') from voice_sessions
    where status <> 'ended'`);

test('a call nobody came to gets another agent, four in all, and then ends at no cost', async () => {
  const { user, id, roomName } = await startCall(api, { hasAgent: false });
  await watchAfter(2_000);
  expect(await sessionOf(id)).toMatchObject({ epoch: 1 });
  for (const [epoch, patienceMs] of [
    [2, 3_000],
    [3, 5_000],
    [4, 8_000],
  ] as const) {
    await watchAfter(patienceMs);
    expect(await sessionOf(id)).toMatchObject({ epoch, status: 'pending' });
  }
  await watchAfter(12_000);
  expect(await sessionOf(id)).toEqual({
    epoch: 4,
    status: 'ended',
    ended_reason: 'no_agent',
    charged_ms: 0,
  });
  expect(api.livekit.dispatched.filter((one) => one.roomName === roomName)).toHaveLength(4);
  expect(api.livekit.rooms.has(roomName)).toBe(false);
  const balance = await api.ask('GET', '/api/v1/balance', { user });
  expect(balance.body).toMatchObject({ heldMs: 0, postedMs: 600_000 });
  await endAll();
});

test('a silent agent that was killed is replaced; one that lives is left alone', async () => {
  const killed = await startCall(api, { usedMs: 3_000 });
  const alive = await startCall(api, { usedMs: 3_000 });
  api.livekit.kill(killed.roomName, 'agent-1');
  await watchAfter(5_000);
  expect(await sessionOf(killed.id)).toMatchObject({ epoch: 1 });
  await watchAfter(1_000);
  expect(await sessionOf(killed.id)).toMatchObject({ epoch: 2, status: 'active' });
  expect(await sessionOf(alive.id)).toMatchObject({ epoch: 1, status: 'active' });
  await endAll();
});

test('an agent that shows signs of life is asked once in a report interval', async () => {
  const { id } = await startCall(api, { usedMs: 3_000 });
  const pings = vi.spyOn(api.livekit, 'pingParticipant');
  const clock = { nowMs: 0 };
  const task = createWatchAgentsTask({
    ...api.services,
    meterIntervalMs: 10_000,
    logger,
    now: () => clock.nowMs,
  });
  await api.db.passTime(6_000);
  await task.run();
  await task.run();
  clock.nowMs = 3_999;
  await task.run();
  expect(pings).toHaveBeenCalledTimes(1);
  clock.nowMs = 4_000;
  await task.run();
  expect(pings).toHaveBeenCalledTimes(2);
  expect(await sessionOf(id)).toMatchObject({ epoch: 1 });
  pings.mockRestore();
  await endAll();
});

test('an abandoned call is ended as reported when its agent died too', async () => {
  const { user, id, roomName } = await startCall(api, { usedMs: 3_000 });
  api.livekit.kill(roomName, 'agent-1');
  api.livekit.leave(roomName, `user-${user.userId}`);
  await watchAfter(13_000);
  expect(await sessionOf(id)).toMatchObject({ status: 'active', epoch: 1 });
  await watchAfter(8_000);
  expect(await sessionOf(id)).toMatchObject({
    status: 'ended',
    ended_reason: 'connection_lost',
    charged_ms: 3_000,
  });
});

test('several replicas that see the same call send one agent', async () => {
  const { id, roomName } = await startCall(api, { hasAgent: false });
  await api.db.passTime(4_000);
  const replicas = Array.from({ length: 4 }, () => api.replica());
  await Promise.all(
    replicas.map((services) =>
      createWatchAgentsTask({ ...services, meterIntervalMs: 10_000, logger }).run(),
    ),
  );
  expect(await sessionOf(id)).toMatchObject({ epoch: 2 });
  expect(api.livekit.dispatched.filter((one) => one.roomName === roomName)).toHaveLength(2);
  await endAll();
});

test('while LiveKit is away nothing is fenced; then the watch goes on', async () => {
  const { id } = await startCall(api, { hasAgent: false });
  api.livekit.setAway(true);
  await watchAfter(4_000);
  expect(await sessionOf(id)).toMatchObject({ epoch: 1, status: 'pending' });
  api.livekit.setAway(false);
  await watchAfter(0);
  expect(await sessionOf(id)).toMatchObject({ epoch: 2 });
  await endAll();
});

test('a dispatch that fails midway is tried again', async () => {
  const { id, roomName } = await startCall(api, { hasAgent: false });
  api.livekit.broken.add('createDispatch');
  await watchAfter(4_000);
  expect(await sessionOf(id)).toMatchObject({ epoch: 2, status: 'pending' });
  api.livekit.setAway(false);
  await watchAfter(5_000);
  expect(await sessionOf(id)).toMatchObject({ epoch: 3 });
  expect(api.livekit.dispatched.filter((one) => one.roomName === roomName)).toHaveLength(2);
  await endAll();
});

test('a call whose room is lost (a restarted LiveKit) gets a new one', async () => {
  const { id, roomName } = await startCall(api, { hasAgent: false });
  api.livekit.rooms.delete(roomName);
  await watchAfter(4_000);
  expect(api.livekit.rooms.has(roomName)).toBe(true);
  expect(await sessionOf(id)).toMatchObject({ epoch: 2 });
  await endAll();
});
