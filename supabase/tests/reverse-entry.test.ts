// What reverse_entry promises: refunds take back only unused time, corrections give time back.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../tests/support/database.ts';
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
  useLedgerDatabase,
} from './ledger-scenario.ts';

const context = useLedgerDatabase();

const reverse = (db: Actor, entryId: number | null, key: string = randomUUID()) =>
  db.call('reverse_entry', { p_entry_id: entryId, p_idempotency_key: key, p_note: 'refund' });

const captureEntries = (db: Actor, voiceSessionId: string) =>
  db.rows<{ id: number; amount_ms: number; time_grant_id: string }>(
    `select * from ledger_entries
     where voice_session_id = $1 and reason = 'capture' order by id`,
    [voiceSessionId],
  );

describe('reverse_entry of a grant', () => {
  test('takes back what is left of the card', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, MINUTE_MS);
    const card = await grantTime(db, user.accountId, 5 * MINUTE_MS);
    const reversed = await reverse(db, card.entry_id);
    expect(reversed).toMatchObject({
      outcome: 'reversed',
      amount_ms: -5 * MINUTE_MS,
      balance_ms: MINUTE_MS,
    });
  });

  test('leaves what was burned of the card', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const card = await grantTime(db, user.accountId, 5 * MINUTE_MS);
    const call = await startCall(db, user.userId);
    await extend(db, call.voiceSessionId, 1, 10 * SECOND_MS);
    await capture(db, call.voiceSessionId, 12 * SECOND_MS);
    const reversed = await reverse(db, card.entry_id);
    expect(reversed.amount_ms).toBe(-5 * MINUTE_MS + 12 * SECOND_MS);
    expect(reversed.balance_ms).toBe(0);
  });

  test('during a call leaves the time it holds; its next report is final', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const card = await grantTime(db, user.accountId, 5 * MINUTE_MS);
    const call = await startCall(db, user.userId);
    expect(await extend(db, call.voiceSessionId, 1, 10 * SECOND_MS)).toMatchObject({
      is_final: false,
    });
    const reversed = await reverse(db, card.entry_id);
    expect(reversed.balance_ms).toBe(10 * SECOND_MS + LEASE_MS);
    const last = await extend(db, call.voiceSessionId, 2, 20 * SECOND_MS);
    expect(last).toMatchObject({
      outcome: 'extended',
      is_final: true,
      available_ms: 0,
      held_ms: 10 * SECOND_MS + LEASE_MS,
      remaining_ms: 20 * SECOND_MS,
    });
    expect(await capture(db, call.voiceSessionId, 90 * SECOND_MS)).toMatchObject({
      charged_ms: 40 * SECOND_MS,
      balance_ms: 0,
    });
  });

  test('once for one key; a replay gets the first result', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const card = await grantTime(db, user.accountId, MINUTE_MS);
    const first = await reverse(db, card.entry_id, 'refund-1');
    expect(await reverse(db, card.entry_id, 'refund-1')).toEqual({
      ...first,
      outcome: 'replayed',
    });
  });

  test('refuses a key that reversed another entry', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const one = await grantTime(db, user.accountId, MINUTE_MS);
    const other = await grantTime(db, user.accountId, MINUTE_MS);
    await reverse(db, one.entry_id, 'refund-2');
    expect(await reverse(db, other.entry_id, 'refund-2')).toMatchObject({
      outcome: 'conflict',
      entry_id: null,
      balance_ms: MINUTE_MS,
    });
  });

  test('has nothing left after a full reversal', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const card = await grantTime(db, user.accountId, MINUTE_MS);
    await reverse(db, card.entry_id);
    expect(await reverse(db, card.entry_id)).toMatchObject({ outcome: 'nothing_left' });
  });

  test('takes back once when twenty refunds with different keys race', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, MINUTE_MS);
    const card = await grantTime(db, user.accountId, MINUTE_MS);
    const results = await Promise.all(Array.from({ length: 20 }, () => reverse(db, card.entry_id)));
    expect(results.filter(({ outcome }) => outcome === 'reversed')).toHaveLength(1);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: MINUTE_MS });
  });
});

describe('reverse_entry of a capture', () => {
  test('gives the time back to the card it came from, once', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, MINUTE_MS);
    const call = await startCall(db, user.userId);
    await capture(db, call.voiceSessionId, 20 * SECOND_MS);
    const [entry] = await captureEntries(db, call.voiceSessionId);
    expect(await reverse(db, entry?.id ?? 0)).toMatchObject({
      outcome: 'reversed',
      amount_ms: 20 * SECOND_MS,
      balance_ms: MINUTE_MS,
    });
    expect(await reverse(db, entry?.id ?? 0)).toMatchObject({ outcome: 'nothing_left' });
  });

  test('lets an expired card live another month for what is given back', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    await grantTime(db, user.accountId, MINUTE_MS, { expiresInMs: 10 * MINUTE_MS });
    const call = await startCall(db, user.userId);
    await capture(db, call.voiceSessionId, 20 * SECOND_MS);
    await db.passTime(11 * MINUTE_MS);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 0 });
    const [entry] = await captureEntries(db, call.voiceSessionId);
    await reverse(db, entry?.id ?? 0);
    await db.passTime(29 * 24 * 60 * MINUTE_MS);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 20 * SECOND_MS });
    await db.passTime(2 * 24 * 60 * MINUTE_MS);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 0 });
  });
});

describe('reverse_entry', () => {
  test('does not reverse a reversal or an expiry', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const card = await grantTime(db, user.accountId, MINUTE_MS);
    const reversal = await reverse(db, card.entry_id);
    expect(await reverse(db, reversal.entry_id)).toMatchObject({ outcome: 'not_reversible' });
    await grantTime(db, user.accountId, MINUTE_MS, { expiresInMs: MINUTE_MS });
    await db.passTime(2 * MINUTE_MS);
    await balance(db, user.accountId);
    const expiry = await db.row<{ id: number }>(
      `select id from ledger_entries where account_id = $1 and reason = 'expiry'`,
      [user.accountId],
    );
    expect(await reverse(db, expiry.id)).toMatchObject({ outcome: 'not_reversible' });
    expect(await expireHolds(db)).toEqual([]);
  });

  test('does not know an entry that is not there', async () => {
    expect(await reverse(context.db, 999_999_999)).toMatchObject({ outcome: 'not_found' });
  });

  test('is a bug without a key', async () => {
    await expect(reverse(context.db, 1, null as never)).rejects.toThrow('idempotency key');
  });
});
