// A call given to another agent: the last report counts, one agent is sent, and nothing counts twice.
import { describe, expect, test } from 'vitest';
import { LEASE_MS, MINUTE_MS, SECOND_MS, startCall, useLedgerDatabase } from './ledger-scenario.ts';

const context = useLedgerDatabase();

const report = (sequence: number, usedMs: number) => ({
  p_sequence: sequence,
  p_used_ms: usedMs,
  p_lease_ms: LEASE_MS,
});

/** A call that has lasted a minute, as far as the database knows. */
async function callUnderWay() {
  const { db } = context;
  const user = await db.signUp();
  const call = await startCall(db, user.userId);
  await db.rows(
    `update voice_sessions set started_at = started_at - interval '1 minute' where id = $1`,
    [call.voiceSessionId],
  );
  return call;
}

const tasksFor = (voiceSessionId: string) =>
  context.db.rows(
    `select j.id from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'attend_call' and j.payload ->> 'voiceSessionId' = $1`,
    [voiceSessionId],
  );

const fence = (voiceSessionId: string, epoch: number) =>
  context.db.call('fence_voice_session', {
    p_voice_session_id: voiceSessionId,
    p_expected_epoch: epoch,
    p_rejoin_window_ms: MINUTE_MS,
  });

describe('worker_hand_over', () => {
  test('takes the last report and has one agent sent, however often it is asked', async () => {
    const { voiceSessionId, worker } = await callUnderWay();
    const last = report(1, 5 * SECOND_MS);
    for (let time = 0; time < 3; time += 1) {
      expect(await worker.call('worker_hand_over', last)).toMatchObject({
        outcome: 'handed_over',
        used_ms: 5 * SECOND_MS,
      });
    }
    expect(await tasksFor(voiceSessionId)).toHaveLength(1);
    const [row] = await context.db.rows(
      'select handed_over_epoch, excused_dispatches, status from voice_sessions where id = $1',
      [voiceSessionId],
    );
    expect(row).toEqual({ handed_over_epoch: 1, excused_dispatches: 1, status: 'active' });
  });

  test('lets the next agent go on from there, and the old one nowhere', async () => {
    const { db } = context;
    const { voiceSessionId, worker } = await callUnderWay();
    await worker.call('worker_hand_over', report(1, 5 * SECOND_MS));
    await fence(voiceSessionId, 1);
    const next = db.asWorker({ voiceSessionId, epoch: 2 });
    expect(await next.call('worker_activate', {})).toMatchObject({
      outcome: 'active',
      is_resumed: true,
      used_ms: 5 * SECOND_MS,
      sequence: 1,
    });
    // A report that was under way when the call was given away comes late.
    expect(await worker.call('worker_extend', report(2, 9 * SECOND_MS))).toMatchObject({
      outcome: 'fenced',
    });
    await next.call('worker_extend', report(2, 7 * SECOND_MS));
    expect(
      await next.call('worker_capture', { p_used_ms: 8 * SECOND_MS, p_ended_reason: 'idle' }),
    ).toMatchObject({ outcome: 'captured', charged_ms: 8 * SECOND_MS });
    expect(await db.rows('select * from check_ledger()')).toEqual([]);
  });

  test('can be done again by the next agent', async () => {
    const { db } = context;
    const { voiceSessionId, worker } = await callUnderWay();
    await worker.call('worker_hand_over', report(1, SECOND_MS));
    await fence(voiceSessionId, 1);
    const next = db.asWorker({ voiceSessionId, epoch: 2 });
    await next.call('worker_activate', {});
    expect(await next.call('worker_hand_over', report(2, 2 * SECOND_MS))).toMatchObject({
      outcome: 'handed_over',
    });
    const [row] = await db.rows('select excused_dispatches from voice_sessions where id = $1', [
      voiceSessionId,
    ]);
    expect(row).toEqual({ excused_dispatches: 2 });
  });

  test('gives no call away whose end was asked for', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId, worker } = await startCall(db, user.userId);
    await db.call('request_voice_session_end', {
      p_voice_session_id: voiceSessionId,
      p_user_id: user.userId,
      p_reason: 'user_hung_up',
    });
    expect(await worker.call('worker_hand_over', report(1, 0))).toMatchObject({
      outcome: 'end_requested',
      end_requested_reason: 'user_hung_up',
    });
    expect(await tasksFor(voiceSessionId)).toEqual([]);
  });

  test('charges what was reported when nobody comes', async () => {
    const { db } = context;
    const { voiceSessionId, worker } = await callUnderWay();
    await worker.call('worker_hand_over', report(1, 5 * SECOND_MS));
    await db.rows(
      `update holds set expires_at = clock_timestamp() - interval '1 s'
       where voice_session_id = $1`,
      [voiceSessionId],
    );
    await db.rows('select * from expire_holds(10)');
    const [row] = await db.rows('select status, charged_ms from voice_sessions where id = $1', [
      voiceSessionId,
    ]);
    expect(row).toMatchObject({ status: 'ended', charged_ms: 5 * SECOND_MS });
    expect(await db.rows('select * from check_ledger()')).toEqual([]);
  });
});
