// What happens when time on a card runs past its date, at rest and under a running call.
import { describe, expect, test } from 'vitest';
import {
  balance,
  capture,
  createCall,
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
const DAY_MS = 24 * 60 * MINUTE_MS;

describe('expiring time', () => {
  test('leaves the balance at its date, with an entry for each card', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, MINUTE_MS);
    await grantTime(db, user.accountId, 2 * MINUTE_MS, { expiresInMs: DAY_MS });
    await grantTime(db, user.accountId, 3 * MINUTE_MS, { expiresInMs: DAY_MS });
    await db.passTime(DAY_MS + SECOND_MS);
    expect(await balance(db, user.accountId)).toMatchObject({
      posted_ms: MINUTE_MS,
      next_expiry_at: null,
    });
    const entries = await db.rows(
      `select amount_ms from ledger_entries
       where account_id = $1 and reason = 'expiry' order by amount_ms`,
      [user.accountId],
    );
    expect(entries).toEqual([{ amount_ms: -3 * MINUTE_MS }, { amount_ms: -2 * MINUTE_MS }]);
  });

  test('is taken off by the task, a limited number of accounts at a time', async () => {
    const { db } = context;
    const users = await Promise.all([1, 2, 3].map(() => signUpWithTime(db, 0)));
    for (const { accountId } of users) {
      await grantTime(db, accountId, MINUTE_MS, { expiresInMs: DAY_MS });
    }
    await db.passTime(2 * DAY_MS);
    const run = (limit: number) => db.call('expire_time_grants', { p_limit: limit });
    expect(await run(2)).toEqual({ outcome: 'expired', count: 2 });
    expect(await run(100)).toEqual({ outcome: 'expired', count: 1 });
    expect(await run(100)).toEqual({ outcome: 'expired', count: 0 });
  });

  test('is taken off once when several tasks run at the same time', async () => {
    const { db } = context;
    const users = await Promise.all(Array.from({ length: 10 }, () => signUpWithTime(db, 0)));
    for (const { accountId } of users) {
      await grantTime(db, accountId, MINUTE_MS, { expiresInMs: DAY_MS });
    }
    await db.passTime(2 * DAY_MS);
    const runs = await Promise.all(
      Array.from({ length: 6 }, () => db.call('expire_time_grants', { p_limit: 100 })),
    );
    expect(runs.reduce((sum, { count }) => sum + Number(count), 0)).toBe(10);
  });

  test('cannot begin a call', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    await grantTime(db, user.accountId, MINUTE_MS, { expiresInMs: DAY_MS });
    await db.passTime(2 * DAY_MS);
    expect(await createCall(db, user.userId)).toMatchObject({ outcome: 'insufficient_time' });
  });

  test('stays for the call that holds it, and no longer', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    await grantTime(db, user.accountId, 10 * MINUTE_MS, { expiresInMs: MINUTE_MS });
    const call = await startCall(db, user.userId);
    await extend(db, call.voiceSessionId, 1, 10 * SECOND_MS);
    await db.passTime(MINUTE_MS + SECOND_MS);
    const last = await extend(db, call.voiceSessionId, 2, 20 * SECOND_MS);
    expect(last).toMatchObject({
      outcome: 'extended',
      held_ms: 10 * SECOND_MS + LEASE_MS,
      available_ms: 0,
      is_final: true,
    });
    const charged = await capture(db, call.voiceSessionId, 25 * SECOND_MS);
    // The 15 seconds held but not used expire with the end of the call.
    expect(charged).toMatchObject({ charged_ms: 25 * SECOND_MS, balance_ms: 0 });
  });

  test('makes way for other time during a call', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 10 * MINUTE_MS);
    await grantTime(db, user.accountId, 10 * MINUTE_MS, { expiresInMs: MINUTE_MS });
    const call = await startCall(db, user.userId);
    await db.passTime(MINUTE_MS + SECOND_MS);
    expect(await extend(db, call.voiceSessionId, 1, 20 * SECOND_MS)).toMatchObject({
      held_ms: 20 * SECOND_MS + LEASE_MS,
      is_final: false,
      remaining_ms: 10 * MINUTE_MS + 10 * SECOND_MS,
    });
    // 30 s were held of the expiring card when it expired; the rest comes from the other.
    expect(await capture(db, call.voiceSessionId, 40 * SECOND_MS)).toMatchObject({
      charged_ms: 40 * SECOND_MS,
      balance_ms: 10 * MINUTE_MS - 10 * SECOND_MS,
    });
  });

  test('shows as next expiry the soonest card that has time left', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    await grantTime(db, user.accountId, 20 * SECOND_MS, { expiresInMs: DAY_MS });
    const first = (await balance(db, user.accountId)).next_expiry_at;
    await grantTime(db, user.accountId, MINUTE_MS, { expiresInMs: 2 * DAY_MS });
    expect((await balance(db, user.accountId)).next_expiry_at).toEqual(first);
    const call = await startCall(db, user.userId);
    await capture(db, call.voiceSessionId, 20 * SECOND_MS);
    const second = (await balance(db, user.accountId)).next_expiry_at;
    expect(Number(second) - Number(first)).toBeGreaterThan(DAY_MS - MINUTE_MS);
  });
});

describe('burning', () => {
  test('takes soonest to expire first, promotional before paid at equal expiry', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const expiresInMs = DAY_MS;
    const names = ['paid, never expires', 'promo, never expires', 'paid, a day', 'promo, a day'];
    const options = [
      { priority: 100 },
      { priority: 10 },
      { priority: 100, expiresInMs },
      { priority: 10, expiresInMs },
    ];
    const idOf = new Map<unknown, string | undefined>();
    for (const [index, option] of options.entries()) {
      const granted = await grantTime(db, user.accountId, 10 * SECOND_MS, option);
      idOf.set(granted.time_grant_id, names[index]);
    }
    // One clock reading each: make the two dated cards expire at the very same moment.
    await db.rows(
      `update time_grants set expires_at = (select min(expires_at) from time_grants
         where account_id = $1) where account_id = $1 and expires_at is not null`,
      [user.accountId],
    );
    const call = await startCall(db, user.userId);
    await extend(db, call.voiceSessionId, 1, 20 * SECOND_MS);
    await capture(db, call.voiceSessionId, 35 * SECOND_MS);
    const entries = await db.rows<{ time_grant_id: string; amount_ms: number }>(
      `select * from ledger_entries where voice_session_id = $1 order by id`,
      [call.voiceSessionId],
    );
    expect(entries.map((entry) => [idOf.get(entry.time_grant_id), entry.amount_ms])).toEqual([
      ['promo, a day', -10 * SECOND_MS],
      ['paid, a day', -10 * SECOND_MS],
      ['promo, never expires', -10 * SECOND_MS],
      ['paid, never expires', -5 * SECOND_MS],
    ]);
  });
});
