// Which dispatches of a call count as failures: a long call may lose its agent more often than four times.
import { expect, test } from 'vitest';
import {
  fence,
  MINUTE_MS,
  SECOND_MS,
  signUpWithTime,
  startCall,
  useLedgerDatabase,
} from './ledger-scenario.ts';

const context = useLedgerDatabase();

test('fence_voice_session excuses the dispatches before an agent that served well, and no others', async () => {
  const { db } = context;
  const { userId } = await signUpWithTime(db, 10 * MINUTE_MS);
  const { voiceSessionId } = await startCall(db, userId);
  await db.rows(
    `update voice_sessions set started_at = started_at - interval '5 minutes' where id = $1`,
    [voiceSessionId],
  );
  const excused = async (epoch: number) => {
    await fence(context.db, voiceSessionId, epoch);
    const next = db.asWorker({ voiceSessionId, epoch: epoch + 1 });
    await next.call('worker_activate', {});
    const [row] = await db.rows('select excused_dispatches from voice_sessions where id = $1', [
      voiceSessionId,
    ]);
    return row?.excused_dispatches;
  };
  const report = (epoch: number, sequence: number, usedMs: number) =>
    db.asWorker({ voiceSessionId, epoch }).call('worker_extend', {
      p_sequence: sequence,
      p_used_ms: usedMs,
      p_lease_ms: 30 * SECOND_MS,
    });
  await report(1, 1, 29 * SECOND_MS);
  expect(await excused(1)).toBe(0);
  await report(2, 2, 40 * SECOND_MS);
  expect(await excused(2)).toBe(0);
  await report(3, 3, 69 * SECOND_MS);
  await report(3, 4, 70 * SECOND_MS);
  expect(await excused(3)).toBe(3);
  expect(await excused(4)).toBe(3);
});
