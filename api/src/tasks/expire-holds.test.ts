// The cut-off outside the agent: a call nobody renews is ended, charged as reported, its room gone.
import { expect, test } from 'vitest';
import { startCall, useApi } from '../testing/use-api.ts';
import { createExpireHoldsTask } from './expire-holds.ts';

const api = useApi();
const run = () => createExpireHoldsTask(api.services).run();
const sessionOf = (id: string) =>
  api.db.row('select status, ended_reason, charged_ms from voice_sessions where id = $1', [id]);

test('a call whose agent hangs is cut when its lease runs out, and not before', async () => {
  const { id, roomName } = await startCall(api, { usedMs: 7_000 });
  await api.db.passTime(29_000);
  await run();
  expect(await sessionOf(id)).toMatchObject({ status: 'active' });
  await api.db.passTime(3_000);
  await run();
  expect(await sessionOf(id)).toEqual({
    status: 'ended',
    ended_reason: 'agent_failed',
    charged_ms: 7_000,
  });
  expect(api.livekit.deletedRooms).toContain(roomName);
});

test('a call nobody joined costs nothing', async () => {
  const { id } = await startCall(api, { hasAgent: false });
  await api.db.passTime(62_000);
  await run();
  expect(await sessionOf(id)).toEqual({
    status: 'ended',
    ended_reason: 'no_agent',
    charged_ms: 0,
  });
});

test('a room that cannot be deleted does not keep its call, or the next one, alive', async () => {
  const calls = [await startCall(api, { usedMs: 1_000 }), await startCall(api, { usedMs: 1_000 })];
  api.livekit.setAway(true);
  await api.db.passTime(40_000);
  await run();
  for (const { id } of calls) expect(await sessionOf(id)).toMatchObject({ status: 'ended' });
});

test('more calls than one batch end in one run, each once, by any number of replicas', async () => {
  const users = await Promise.all(Array.from({ length: 44 }, () => api.db.signUp()));
  const calls = await Promise.all(
    users.flatMap((user) => [1, 2, 3].map(() => startCall(api, { user, hasAgent: false }))),
  );
  await api.db.passTime(62_000);
  await Promise.all([run(), run(), run()]);
  await run();
  const left = await api.db.rows(`select from voice_sessions where status <> 'ended'`);
  expect(left).toEqual([]);
  const deleted = api.livekit.deletedRooms.filter((name) =>
    calls.some((call) => call.roomName === name),
  );
  expect(deleted.sort()).toEqual(calls.map((call) => call.roomName).sort());
});
