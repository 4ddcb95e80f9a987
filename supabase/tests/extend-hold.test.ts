// What extend_hold promises to a meter that reports, repeats itself, pauses or comes late.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  balance,
  capture,
  expireHolds,
  extend,
  grantTime,
  LEASE_MS,
  MINUTE_MS,
  SECOND_MS,
  signUpWithTime,
  startCall,
  type TestCall,
  useLedgerDatabase,
} from './ledger-scenario.ts';

const context = useLedgerDatabase();

/** How long the hold lives from now on, by the database's clock. */
async function leaseLeftMs(voiceSessionId: string): Promise<number> {
  const hold = await context.db.row<{ left_ms: number }>(
    `select round(extract(epoch from expires_at - reported_at) * 1000)::integer as left_ms
     from holds where voice_session_id = $1`,
    [voiceSessionId],
  );
  return hold.left_ms;
}

describe('extend_hold', () => {
  test('holds what was used and a lease, and lives as long as the lease', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    const extended = await extend(db, voiceSessionId, 1, 10 * SECOND_MS);
    expect(extended).toMatchObject({
      outcome: 'extended',
      used_ms: 10 * SECOND_MS,
      held_ms: 10 * SECOND_MS + LEASE_MS,
      remaining_ms: 10 * MINUTE_MS - 10 * SECOND_MS,
      available_ms: 10 * MINUTE_MS - 40 * SECOND_MS,
      is_final: false,
      sequence: 1,
      end_requested_reason: null,
    });
    expect(await leaseLeftMs(voiceSessionId)).toBe(LEASE_MS);
  });

  test('awaits the disk unless the account has as much free as its calls hold', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 70 * SECOND_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    const report = async (sequence: number, usedMs: number) => {
      const client = await db.pool.connect();
      try {
        await client.query('begin');
        await client.query('set local synchronous_commit = on');
        const { rows } = await client.query('select * from extend_hold($1, 1, $2, $3, $4)', [
          voiceSessionId,
          sequence,
          usedMs,
          LEASE_MS,
        ]);
        const { rows: settings } = await client.query('show synchronous_commit');
        await client.query('commit');
        return { ...rows[0], ...settings[0] };
      } finally {
        client.release();
      }
    };
    expect(await report(1, 5 * SECOND_MS)).toMatchObject({
      held_ms: 35 * SECOND_MS,
      available_ms: 35 * SECOND_MS,
      synchronous_commit: 'off',
    });
    expect(await report(2, 6 * SECOND_MS)).toMatchObject({
      available_ms: 34 * SECOND_MS,
      synchronous_commit: 'on',
    });
    // A report seen before writes nothing there would be to await.
    expect(await report(1, 5 * SECOND_MS)).toMatchObject({ synchronous_commit: 'on' });
  });

  test('shrinks the lease to what is left and says that it is final', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 45 * SECOND_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    expect(await extend(db, voiceSessionId, 1, 10 * SECOND_MS)).toMatchObject({
      held_ms: 40 * SECOND_MS,
      is_final: false,
    });
    expect(await extend(db, voiceSessionId, 2, 20 * SECOND_MS)).toMatchObject({
      held_ms: 45 * SECOND_MS,
      remaining_ms: 25 * SECOND_MS,
      available_ms: 0,
      is_final: true,
    });
    expect(await leaseLeftMs(voiceSessionId)).toBe(25 * SECOND_MS);
  });

  test('never counts more than was held', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    expect(await extend(db, voiceSessionId, 1, 5 * MINUTE_MS)).toMatchObject({
      used_ms: LEASE_MS,
      held_ms: 2 * LEASE_MS,
    });
  });

  test('keeps the most ever reported when used goes backwards', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, 10 * SECOND_MS);
    const lower = await extend(db, voiceSessionId, 2, 4 * SECOND_MS);
    expect(lower).toMatchObject({ outcome: 'extended', used_ms: 10 * SECOND_MS, sequence: 2 });
    expect(await extend(db, voiceSessionId, 2, 4 * SECOND_MS)).toEqual(lower);
  });

  test('gives a replay the same answer and changes nothing', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    const first = await extend(db, voiceSessionId, 1, 10 * SECOND_MS);
    expect(await extend(db, voiceSessionId, 1, 10 * SECOND_MS)).toEqual(first);
  });

  test('refuses a sequence that came before with another time', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    const first = await extend(db, voiceSessionId, 1, 10 * SECOND_MS);
    expect(await extend(db, voiceSessionId, 1, 11 * SECOND_MS)).toEqual({
      ...first,
      outcome: 'conflict',
    });
  });

  test('gives a late report the current state and changes nothing', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, 10 * SECOND_MS);
    const latest = await extend(db, voiceSessionId, 2, 20 * SECOND_MS);
    expect(await extend(db, voiceSessionId, 1, 10 * SECOND_MS)).toEqual(latest);
  });

  test('keeps a paused call alive as long as it reports', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 20 * SECOND_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, 5 * SECOND_MS);
    for (let sequence = 2; sequence < 6; sequence += 1) {
      await db.passTime(10 * SECOND_MS);
      await extend(db, voiceSessionId, sequence, 5 * SECOND_MS);
      expect(await leaseLeftMs(voiceSessionId)).toBe(LEASE_MS);
      expect(await expireHolds(db)).toEqual([]);
    }
    expect(await balance(db, user.accountId)).toMatchObject({ remaining_ms: 15 * SECOND_MS });
  });

  test('does not keep a call alive that has nothing left to use', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 20 * SECOND_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, 20 * SECOND_MS);
    expect(await extend(db, voiceSessionId, 2, 20 * SECOND_MS)).toMatchObject({
      remaining_ms: 0,
      is_final: true,
    });
    await db.passTime(1500);
    expect(await expireHolds(db)).toMatchObject([{ ended_reason: 'out_of_time' }]);
  });

  test('does not keep a call alive past the longest its assistant allows', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 3 * 60 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    await db.passTime(62 * MINUTE_MS);
    await extend(db, voiceSessionId, 1, 10 * SECOND_MS);
    expect(await expireHolds(db)).toMatchObject([{ ended_reason: 'max_length' }]);
  });

  test('lets a call go on after a top-up in its last seconds', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 20 * SECOND_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    expect(await extend(db, voiceSessionId, 1, 18 * SECOND_MS)).toMatchObject({ is_final: true });
    await grantTime(db, user.accountId, 10 * MINUTE_MS);
    expect(await extend(db, voiceSessionId, 2, 19 * SECOND_MS)).toMatchObject({
      is_final: false,
      held_ms: 19 * SECOND_MS + LEASE_MS,
      remaining_ms: 10 * MINUTE_MS + SECOND_MS,
    });
  });

  test('tells the agent that the call was asked to end', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    await db.call('request_voice_session_end', {
      p_voice_session_id: voiceSessionId,
      p_user_id: user.userId,
      p_reason: 'closed_by_admin',
    });
    expect(await extend(db, voiceSessionId, 1, 0)).toMatchObject({
      outcome: 'extended',
      end_requested_reason: 'closed_by_admin',
    });
  });

  test('tells an agent that its call has ended, why and for how much', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    await capture(db, voiceSessionId, 7 * SECOND_MS, { reason: 'idle' });
    expect(await extend(db, voiceSessionId, 1, 10 * SECOND_MS)).toMatchObject({
      outcome: 'ended',
      used_ms: 7 * SECOND_MS,
      end_requested_reason: 'idle',
    });
  });

  test('does not know a call that is not there', async () => {
    expect(await extend(context.db, randomUUID(), 1, 0)).toMatchObject({ outcome: 'not_found' });
  });

  test.each([
    ['no sequence', [0, 0, LEASE_MS]],
    ['negative time', [1, -1, LEASE_MS]],
    ['no lease', [1, 0, 0]],
    ['an endless lease', [1, 0, 600_001]],
  ])('takes %s for a bug', async (_case, [sequence = 0, usedMs = 0, leaseMs = 0]) => {
    const report = extend(context.db, randomUUID(), sequence, usedMs, { leaseMs });
    await expect(report).rejects.toThrow('a report needs');
  });

  test('shares one balance between two calls, never more than all of it', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 70 * SECOND_MS);
    const one = await startCall(db, user.userId);
    const two = await startCall(db, user.userId);
    await extend(db, one.voiceSessionId, 1, 20 * SECOND_MS);
    const second = await extend(db, two.voiceSessionId, 1, 20 * SECOND_MS);
    expect(second).toMatchObject({
      held_ms: 30 * SECOND_MS,
      available_ms: 0,
      is_final: true,
      remaining_ms: 30 * SECOND_MS,
    });
    // The other call ends early and leaves its lease to this one.
    await capture(db, one.voiceSessionId, 22 * SECOND_MS);
    expect(await extend(db, two.voiceSessionId, 2, 21 * SECOND_MS)).toMatchObject({
      held_ms: 48 * SECOND_MS,
      remaining_ms: 27 * SECOND_MS,
    });
  });

  test('survives fifty racing reports: the greatest time and sequence stand', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        extend(db, voiceSessionId, index + 1, (index + 1) * 200),
      ),
    );
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['extended']));
    const hold = await db.row('select * from holds where voice_session_id = $1', [voiceSessionId]);
    expect(hold).toMatchObject({
      sequence: 50,
      used_ms: 10 * SECOND_MS,
      held_ms: 10 * SECOND_MS + LEASE_MS,
    });
  });

  test('lets fifty racing reports of three calls hold no more than the balance', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 100 * SECOND_MS);
    const calls: TestCall[] = [];
    for (let count = 0; count < 3; count += 1) calls.push(await startCall(db, user.userId));
    await Promise.all(
      Array.from({ length: 51 }, (_, index) => {
        const call = calls[index % 3];
        return extend(db, call?.voiceSessionId ?? '', 1 + Math.floor(index / 3), index * 1000);
      }),
    );
    const after = await balance(db, user.accountId);
    expect(after.available_ms).toBe(0);
    const charges = await Promise.all(
      calls.map((call) => capture(db, call.voiceSessionId, 10 * MINUTE_MS)),
    );
    const chargedMs = charges.reduce((sum, { charged_ms }) => sum + Number(charged_ms), 0);
    expect(chargedMs).toBe(100 * SECOND_MS);
  });
});
