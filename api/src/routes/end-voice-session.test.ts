// Hanging up: at once for a call nobody took, by its agent for one that runs, and once for all.
import { expect, test } from 'vitest';
import { startCall, useApi } from '../testing/use-api.ts';

const api = useApi();
const endPath = (id: string) => `/api/v1/voice-sessions/${id}/end`;

test('a call no agent has taken ends at once and costs nothing', async () => {
  const { user, id, roomName } = await startCall(api, { hasAgent: false });
  const { status, body } = await api.ask('POST', endPath(id), { user });
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'ended', endedReason: 'user_hung_up', chargedMs: 0 });
  expect(api.livekit.rooms.has(roomName)).toBe(false);
  const balance = await api.ask('GET', '/api/v1/balance', { user });
  expect(balance.body).toMatchObject({ heldMs: 0, postedMs: 600_000 });
});

test('a running call loses its room, and its agent settles it', async () => {
  const { user, id, roomName } = await startCall(api, { usedMs: 5_000 });
  const ending = await api.ask('POST', endPath(id), { user });
  expect([ending.status, ending.body.status]).toEqual([202, 'active']);
  expect(api.livekit.deletedRooms).toContain(roomName);
  await api.db
    .asWorker({ voiceSessionId: id, epoch: 1 })
    .call('worker_capture', { p_used_ms: 900, p_ended_reason: 'shutdown', p_unbilled_ms: 0 });
  const ended = await api.ask('POST', endPath(id), { user });
  expect(ended.status).toBe(200);
  expect(ended.body).toMatchObject({ status: 'ended', endedReason: 'user_hung_up' });
  expect(ended.body.chargedMs).toBe(5_000);
});

test('asking twice, or both at once, changes nothing', async () => {
  const { user, id } = await startCall(api, { hasAgent: false });
  const answers = await Promise.all([1, 2, 3].map(() => api.ask('POST', endPath(id), { user })));
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  expect(new Set(answers.map((answer) => answer.body.endedAt)).size).toBe(1);
});

test('the end is recorded even while LiveKit is away', async () => {
  const { user, id } = await startCall(api, { usedMs: 1_000 });
  api.livekit.setAway(true);
  const { status } = await api.ask('POST', endPath(id), { user });
  expect(status).toBe(202);
  const row = await api.db.row('select end_requested_reason from voice_sessions where id = $1', [
    id,
  ]);
  expect(row.end_requested_reason).toBe('user_hung_up');
});
