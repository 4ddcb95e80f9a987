// What capture_hold, release_hold and expire_holds promise, alone and against each other.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import {
  balance,
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

const release = (voiceSessionId: string, reason = 'no_agent') =>
  context.db.call('release_hold', {
    p_voice_session_id: voiceSessionId,
    p_ended_reason: reason,
  });

const callOf = (voiceSessionId: string) =>
  context.db.row(
    `select s.status, s.ended_reason, s.charged_ms, s.unbilled_ms, h.status as hold_status
     from voice_sessions s join holds h on h.voice_session_id = s.id where s.id = $1`,
    [voiceSessionId],
  );

describe('capture_hold', () => {
  test('charges what was used, gives the rest back and ends the call', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, 10 * SECOND_MS);
    const captured = await capture(db, voiceSessionId, 13_337, { unbilledMs: 2_500 });
    expect(captured).toEqual({
      outcome: 'captured',
      charged_ms: 13_337,
      balance_ms: 10 * MINUTE_MS - 13_337,
      ended_reason: 'user_hung_up',
    });
    expect(await callOf(voiceSessionId)).toEqual({
      status: 'ended',
      ended_reason: 'user_hung_up',
      charged_ms: 13_337,
      unbilled_ms: 2_500,
      hold_status: 'captured',
    });
    expect(await balance(db, user.accountId)).toMatchObject({
      held_ms: 0,
      remaining_ms: 10 * MINUTE_MS - 13_337,
    });
  });

  test('never captures more than was held', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, 10 * SECOND_MS);
    expect(await capture(db, voiceSessionId, 99 * MINUTE_MS)).toMatchObject({
      charged_ms: 40 * SECOND_MS,
    });
  });

  test('never charges less than was reported before', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, 10 * SECOND_MS);
    expect(await capture(db, voiceSessionId, 0)).toMatchObject({ charged_ms: 10 * SECOND_MS });
  });

  test('gives a repetition the record of the first end, whatever it says', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    const first = await capture(db, voiceSessionId, 5 * SECOND_MS, { reason: 'idle' });
    const second = await capture(db, voiceSessionId, 9 * SECOND_MS, { reason: 'shutdown' });
    expect(second).toEqual({ ...first, outcome: 'already_ended' });
  });

  test('charges nothing for a call that used nothing', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    expect(await capture(db, voiceSessionId, 0)).toMatchObject({ charged_ms: 0 });
    expect(await callOf(voiceSessionId)).toMatchObject({ hold_status: 'released' });
  });

  test('keeps the reason for which the call was asked to end', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    await db.call('request_voice_session_end', {
      p_voice_session_id: voiceSessionId,
      p_user_id: null,
      p_reason: 'closed_by_admin',
    });
    expect(await capture(db, voiceSessionId, 0, { reason: 'agent_failed' })).toMatchObject({
      ended_reason: 'closed_by_admin',
    });
  });

  test('refuses an agent whose call was given to another', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    await db.call('fence_voice_session', {
      p_voice_session_id: voiceSessionId,
      p_expected_epoch: 1,
      p_rejoin_window_ms: MINUTE_MS,
    });
    expect(await capture(db, voiceSessionId, SECOND_MS, { epoch: 1 })).toMatchObject({
      outcome: 'fenced',
      charged_ms: null,
    });
    expect(await callOf(voiceSessionId)).toMatchObject({ status: 'active', charged_ms: 0 });
  });

  test('does not know a call that is not there', async () => {
    expect(await capture(context.db, randomUUID(), 0)).toMatchObject({ outcome: 'not_found' });
  });

  test('takes a reason that is not of the list for a bug, and charges nothing', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    await expect(capture(db, voiceSessionId, 0, { reason: 'bored' })).rejects.toThrow('check');
    expect(await callOf(voiceSessionId)).toMatchObject({ status: 'active' });
  });

  test('charges once when twenty captures race', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    const results = await Promise.all(
      Array.from({ length: 20 }, () => capture(db, voiceSessionId, 5 * SECOND_MS)),
    );
    expect(results.filter(({ outcome }) => outcome === 'captured')).toHaveLength(1);
    expect(await balance(db, user.accountId)).toMatchObject({
      posted_ms: 10 * MINUTE_MS - 5 * SECOND_MS,
    });
  });
});

describe('release_hold', () => {
  test('ends a call without charge, once', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, MINUTE_MS);
    const created = await createCall(db, user.userId);
    const voiceSessionId = String(created.voice_session_id);
    expect(await release(voiceSessionId)).toEqual({
      outcome: 'released',
      ended_reason: 'no_agent',
    });
    expect(await release(voiceSessionId, 'shutdown')).toEqual({
      outcome: 'already_ended',
      ended_reason: 'no_agent',
    });
    expect(await balance(db, user.accountId)).toMatchObject({ available_ms: MINUTE_MS });
  });

  test('leaves a call alone that has used time', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, SECOND_MS);
    expect(await release(voiceSessionId)).toEqual({ outcome: 'in_use', ended_reason: null });
  });

  test('does not know a call that is not there', async () => {
    expect(await release(randomUUID())).toMatchObject({ outcome: 'not_found' });
  });
});

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
    expect(await callOf(call.voiceSessionId)).toMatchObject({ hold_status: 'expired' });
    expect(await expireHolds(db)).toEqual([]);
  });

  test('charges nothing for a call no agent has taken', async () => {
    const { db } = context;
    const user = await db.signUp();
    const created = await createCall(db, user.userId, { joinWindowMs: 20 * SECOND_MS });
    await db.passTime(22 * SECOND_MS);
    expect(await expireHolds(db)).toMatchObject([{ charged_ms: 0, ended_reason: 'no_agent' }]);
    expect(await callOf(String(created.voice_session_id))).toMatchObject({
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
    expect(await callOf(voiceSessionId)).toMatchObject({ status: 'active' });
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
