// What expire_holds promises: dead calls end, living ones do not, whoever runs at the same time.
import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import {
  balance,
  callOf,
  capture,
  createCall,
  expireHolds,
  extend,
  MINUTE_MS,
  SECOND_MS,
  signUpWithTime,
  startCall,
  useLedgerDatabase,
} from './ledger-scenario.ts';

const context = useLedgerDatabase();

describe('expire_holds', () => {
  test('leaves a call alone until a second after its lease', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, 10 * SECOND_MS);
    await db.passTime(30_500);
    expect(await expireHolds(db)).toEqual([]);
  });

  test('charges a silent call what it last reported, and says where it was', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const call = await startCall(db, user.userId);
    await extend(db, call.voiceSessionId, 1, 10 * SECOND_MS);
    await db.passTime(32 * SECOND_MS);
    expect(await expireHolds(db)).toEqual([
      {
        voice_session_id: call.voiceSessionId,
        room_name: call.roomName,
        charged_ms: 10 * SECOND_MS,
        ended_reason: 'agent_failed',
      },
    ]);
    expect(await callOf(context.db, call.voiceSessionId)).toMatchObject({ hold_status: 'expired' });
    expect(await expireHolds(db)).toEqual([]);
  });

  test('charges nothing for a call no agent has taken', async () => {
    const { db } = context;
    const user = await db.signUp();
    const created = await createCall(db, user.userId, { joinWindowMs: 20 * SECOND_MS });
    await db.passTime(22 * SECOND_MS);
    expect(await expireHolds(db)).toMatchObject([{ charged_ms: 0, ended_reason: 'no_agent' }]);
    expect(await callOf(context.db, String(created.voice_session_id))).toMatchObject({
      hold_status: 'released',
    });
  });

  test('keeps the reason for which the call was asked to end', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    await db.call('request_voice_session_end', {
      p_voice_session_id: voiceSessionId,
      p_user_id: user.userId,
      p_reason: 'user_hung_up',
    });
    await db.passTime(2 * MINUTE_MS);
    expect(await expireHolds(db)).toMatchObject([{ ended_reason: 'user_hung_up' }]);
  });

  test('makes a late capture get the record of the expiry', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, 10 * SECOND_MS);
    await db.passTime(MINUTE_MS);
    await expireHolds(db);
    expect(await capture(db, voiceSessionId, 30 * SECOND_MS)).toEqual({
      outcome: 'already_ended',
      charged_ms: 10 * SECOND_MS,
      balance_ms: 10 * MINUTE_MS - 10 * SECOND_MS,
      ended_reason: 'agent_failed',
    });
  });

  test('ends each call once when many reapers run at the same time', async () => {
    const { db } = context;
    for (let count = 0; count < 8; count += 1) {
      const user = await db.signUp();
      await startCall(db, user.userId);
      await startCall(db, user.userId);
    }
    await db.passTime(2 * MINUTE_MS);
    const ended = (await Promise.all(Array.from({ length: 6 }, () => expireHolds(db)))).flat();
    expect(ended).toHaveLength(16);
    expect(new Set(ended.map(({ voice_session_id }) => voice_session_id)).size).toBe(16);
  });

  /** Runs work while another connection has the account, which it gives back when told. */
  async function whileAccountIsLocked(
    accountId: string,
    work: (busy: pg.PoolClient) => Promise<void>,
  ): Promise<void> {
    const busy = await context.db.pool.connect();
    try {
      await busy.query('begin');
      await busy.query('select from accounts where id = $1 for update', [accountId]);
      await work(busy);
    } finally {
      await busy.query('rollback');
      busy.release();
    }
  }

  async function waitUntilSomebodyWaits(): Promise<void> {
    const waiting = `select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await context.db.rows(waiting)).length === 0);
  }

  test('passes over an account in use, but not for ever', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, 5 * SECOND_MS);
    await db.passTime(32 * SECOND_MS);
    await whileAccountIsLocked(user.accountId, async (busy) => {
      expect(await expireHolds(db)).toEqual([]);
      await db.rows(
        `update holds set expires_at = expires_at - interval '10 seconds' where status = 'live'`,
      );
      const waiting = expireHolds(db);
      await waitUntilSomebodyWaits();
      await busy.query('commit');
      expect(await waiting).toHaveLength(1);
    });
  });

  test('leaves a call alone that reported while the account was waited for', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, 5 * SECOND_MS);
    await db.passTime(40 * SECOND_MS);
    await whileAccountIsLocked(user.accountId, async (busy) => {
      const waiting = expireHolds(db);
      await waitUntilSomebodyWaits();
      await busy.query('select extend_hold($1, 1, 2, 10000, 30000)', [voiceSessionId]);
      await busy.query('commit');
      expect(await waiting).toEqual([]);
    });
    expect(await callOf(context.db, voiceSessionId)).toMatchObject({ status: 'active' });
  });

  test('and a capture that race end the call once, with one charge', async () => {
    const { db } = context;
    for (let round = 0; round < 10; round += 1) {
      const user = await signUpWithTime(db, 10 * MINUTE_MS);
      const { voiceSessionId } = await startCall(db, user.userId);
      await extend(db, voiceSessionId, 1, 10 * SECOND_MS);
      await db.passTime(40 * SECOND_MS);
      const [captured, expired] = await Promise.all([
        capture(db, voiceSessionId, 25 * SECOND_MS),
        expireHolds(db),
      ]);
      const chargedMs = captured.outcome === 'captured' ? 25 * SECOND_MS : 10 * SECOND_MS;
      expect(expired).toHaveLength(captured.outcome === 'captured' ? 0 : 1);
      expect(captured.charged_ms).toBe(chargedMs);
      expect((await balance(db, user.accountId)).posted_ms).toBe(10 * MINUTE_MS - chargedMs);
    }
  });

  test('and a report that race leave the call either ended or extended', async () => {
    const { db } = context;
    for (let round = 0; round < 10; round += 1) {
      const user = await signUpWithTime(db, 10 * MINUTE_MS);
      const { voiceSessionId } = await startCall(db, user.userId);
      await extend(db, voiceSessionId, 1, 5 * SECOND_MS);
      await db.passTime(32 * SECOND_MS);
      const [extended, expired] = await Promise.all([
        extend(db, voiceSessionId, 2, 10 * SECOND_MS),
        expireHolds(db),
      ]);
      expect([extended.outcome, expired.length]).toEqual(
        extended.outcome === 'extended' ? ['extended', 0] : ['ended', 1],
      );
      await capture(db, voiceSessionId, 10 * SECOND_MS);
    }
  });
});
