// A client says that its agent vanished: believed when the room says so too, and never otherwise.
import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { startCall, useApi } from '../testing/use-api.ts';

const api = useApi();
const path = (id: string) => `/api/v1/voice-sessions/${id}/agent-requests`;
const epochOf = async (id: string) =>
  (await api.db.row('select epoch from voice_sessions where id = $1', [id])).epoch;

/** Kills the agent of a call, and lets it be missed. */
async function killAgent(roomName: string): Promise<void> {
  api.livekit.kill(roomName, 'agent-1');
  await api.db.passTime(4_000);
}

test('an agent that shows signs of life is left alone', async () => {
  const { user, id } = await startCall(api);
  const { status, body } = await api.ask('POST', path(id), { user });
  expect([status, body]).toEqual([200, { outcome: 'agent_present', epoch: 1 }]);
  expect(await epochOf(id)).toBe(1);
});

test('an agent that was killed is replaced although LiveKit still lists it', async () => {
  const { user, id, roomName } = await startCall(api, { usedMs: 4_000 });
  await killAgent(roomName);
  const { body } = await api.ask('POST', path(id), { user });
  expect(body).toEqual({ outcome: 'dispatched', epoch: 2 });
  const dispatch = api.livekit.dispatched.filter((one) => one.roomName === roomName).at(-1);
  const metadata = JSON.parse(dispatch?.metadata ?? '');
  expect(metadata.epoch).toBe(2);
  expect(decodeJwt(metadata.workerToken)).toMatchObject({ epoch: 2, voice_session_id: id });
  const participants = await api.livekit.listParticipants(roomName);
  expect(participants.map((one) => one.identity)).toEqual([`user-${user.userId}`]);
});

test('the replaced agent may write no more, and the next goes on where it stopped', async () => {
  const { user, id, roomName } = await startCall(api, { usedMs: 4_000 });
  await killAgent(roomName);
  await api.ask('POST', path(id), { user });
  const old = api.db.asWorker({ voiceSessionId: id, epoch: 1 });
  const report = { p_sequence: 2, p_used_ms: 9_000, p_lease_ms: 30_000 };
  expect((await old.call('worker_extend', report)).outcome).toBe('fenced');
  const next = api.db.asWorker({ voiceSessionId: id, epoch: 2 });
  const activated = await next.call('worker_activate', {} as never);
  expect(activated).toMatchObject({ outcome: 'active', used_ms: 4_000, is_resumed: true });
});

test('asking again while the next is on its way sends nobody', async () => {
  const { user, id, roomName } = await startCall(api);
  await killAgent(roomName);
  const answers = await Promise.all([1, 2, 3].map(() => api.ask('POST', path(id), { user })));
  expect(answers.map((answer) => answer.body.epoch)).toEqual([2, 2, 2]);
  const again = await api.ask('POST', path(id), { user });
  expect(again.body).toEqual({ outcome: 'too_soon', epoch: 2 });
  expect(api.livekit.dispatched.filter((one) => one.roomName === roomName)).toHaveLength(2);
});

test('an ended call gets no agent', async () => {
  const { user, id } = await startCall(api, { hasAgent: false });
  await api.ask('POST', `/api/v1/voice-sessions/${id}/end`, { user });
  const { body } = await api.ask('POST', path(id), { user });
  expect(body).toEqual({ outcome: 'ended', epoch: 1 });
});

test('a call that was asked to end gets no agent', async () => {
  const { user, id } = await startCall(api);
  await api.ask('POST', `/api/v1/voice-sessions/${id}/end`, { user });
  const { body } = await api.ask('POST', path(id), { user });
  expect(body).toEqual({ outcome: 'ended', epoch: 1 });
  expect(await epochOf(id)).toBe(1);
});

test('nothing is done while the room cannot be looked at', async () => {
  const { user, id, roomName } = await startCall(api);
  await killAgent(roomName);
  api.livekit.setAway(true);
  const { status, body } = await api.ask('POST', path(id), { user });
  expect([status, body.code]).toEqual([503, 'voice_unavailable']);
  expect(await epochOf(id)).toBe(1);
});
