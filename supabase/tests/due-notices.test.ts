// What users are told because of their time: little left, or some about to expire; each once.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { TestUser } from '../../tests/support/database.ts';
import {
  capture,
  grantTime,
  MINUTE_MS,
  signUpWithTime,
  startCall,
  useLedgerDatabase,
} from './ledger-scenario.ts';
import { noticesOf } from './notice-scenario.ts';

const context = useLedgerDatabase();
const DAY_MS = 86_400_000;
const findDue = () => context.db.call('find_due_notices', { p_limit: 100 });

describe('low time', () => {
  const useTime = async (user: TestUser, usedMs: number) => {
    const { voiceSessionId } = await startCall(context.db, user.userId);
    await context.db.call('extend_hold', {
      p_voice_session_id: voiceSessionId,
      p_epoch: 1,
      p_sequence: 1,
      p_used_ms: 0,
      p_lease_ms: 600_000,
    });
    await capture(context.db, voiceSessionId, usedMs);
  };
  const lowTimeOf = async (user: TestUser) =>
    (await noticesOf(context.db, user)).filter(({ kind }) => kind === 'low_time');

  test('is told after the call that left little, once, and again after time was added', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 6 * MINUTE_MS);
    await findDue();
    expect(await lowTimeOf(user)).toEqual([]);
    await useTime(user, 2 * MINUTE_MS);
    await Promise.all([findDue(), findDue(), findDue()]);
    expect(await lowTimeOf(user)).toMatchObject([{ data: { remainingMs: 4 * MINUTE_MS } }]);
    await useTime(user, MINUTE_MS);
    await findDue();
    expect(await lowTimeOf(user)).toHaveLength(1);
    await grantTime(db, user.accountId, 3 * MINUTE_MS);
    await findDue();
    expect(await lowTimeOf(user)).toHaveLength(1);
    await useTime(user, 2 * MINUTE_MS);
    await findDue();
    expect(await lowTimeOf(user)).toHaveLength(2);
  });

  test('waits for the end of another call of the same account', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 6 * MINUTE_MS);
    const other = await startCall(db, user.userId);
    await useTime(user, 2 * MINUTE_MS);
    await findDue();
    expect(await lowTimeOf(user)).toEqual([]);
    await capture(db, other.voiceSessionId, 1_000);
    await findDue();
    expect(await lowTimeOf(user)).toMatchObject([{ data: { remainingMs: 239_000 } }]);
  });

  test('is not told when time was added before anybody looked, nor where it is turned off', async () => {
    const { db } = context;
    const [rich, unasked] = [await signUpWithTime(db, 6 * MINUTE_MS), await signUpWithTime(db, 0)];
    await grantTime(db, unasked.accountId, 6 * MINUTE_MS);
    await useTime(rich, 2 * MINUTE_MS);
    await grantTime(db, rich.accountId, 60 * MINUTE_MS);
    await findDue();
    expect(await lowTimeOf(rich)).toEqual([]);
    await db.rows('update organizations set low_time_ms = 0');
    await useTime(unasked, 5 * MINUTE_MS);
    await db.rows('update organizations set low_time_ms = 300000');
    await findDue();
    expect(await lowTimeOf(unasked)).toEqual([]);
  });
});

describe('the expiry of a card', () => {
  const expiryOf = async (user: TestUser) =>
    (await noticesOf(context.db, user))
      .filter(({ kind }) => kind === 'time_expiring')
      .map(({ data }) => (data as { daysLeft: number }).daysLeft);
  const bought = async (user: TestUser, expiresInMs: number, source = 'card') => {
    const { time_grant_id } = await grantTime(context.db, user.accountId, MINUTE_MS, {
      expiresInMs,
      source,
    });
    await context.db.rows(
      `update time_grants set created_at = created_at - interval '60 days' where id = $1`,
      [time_grant_id],
    );
  };

  test('is told seven days and one day before, each once', async () => {
    const user = await context.db.signUp();
    await bought(user, 8 * DAY_MS);
    await findDue();
    expect(await expiryOf(user)).toEqual([]);
    await context.db.passTime(1.5 * DAY_MS);
    await Promise.all([findDue(), findDue()]);
    expect(await expiryOf(user)).toEqual([7]);
    await context.db.passTime(5 * DAY_MS);
    await findDue();
    expect(await expiryOf(user)).toEqual([7]);
    await context.db.passTime(DAY_MS);
    await Promise.all([findDue(), findDue()]);
    expect((await expiryOf(user)).sort()).toEqual([1, 7]);
  });

  test('is not told of an empty card, of a subscription, nor to one bought within the week', async () => {
    const { db } = context;
    const user = await db.signUp();
    await bought(user, 3 * DAY_MS, 'subscription');
    await grantTime(db, user.accountId, MINUTE_MS, { expiresInMs: 5 * DAY_MS });
    const empty = await signUpWithTime(db, 0);
    await bought(empty, 6 * DAY_MS);
    const entry = await db.row<{ id: number }>(
      `select id from ledger_entries where account_id = $1 order by id desc limit 1`,
      [empty.accountId],
    );
    await db.call('reverse_entry', {
      p_entry_id: entry.id,
      p_idempotency_key: randomUUID(),
      p_note: '',
    });
    await findDue();
    expect(await expiryOf(user)).toEqual([]);
    expect(await expiryOf(empty)).toEqual([]);
  });

  test('missed for days is told by the last warning alone', async () => {
    const user = await context.db.signUp();
    await bought(user, DAY_MS / 2);
    await findDue();
    expect(await expiryOf(user)).toEqual([1]);
  });
});
