// What grant_time promises.
import { describe, expect, test } from 'vitest';
import {
  balance,
  grantTime,
  MINUTE_MS,
  signUpWithTime,
  useLedgerDatabase,
} from './ledger-scenario.ts';

const context = useLedgerDatabase();

type GrantChange = { grantedMs?: number; source?: string; priority?: number };

describe('grant_time', () => {
  test('puts time on the account, with an entry that says so', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const granted = await grantTime(db, user.accountId, MINUTE_MS, { key: 'first' });
    expect(granted).toMatchObject({ outcome: 'granted', balance_ms: MINUTE_MS });
    const entry = await db.row('select * from ledger_entries where id = $1', [granted.entry_id]);
    expect(entry).toMatchObject({
      account_id: user.accountId,
      time_grant_id: granted.time_grant_id,
      amount_ms: MINUTE_MS,
      reason: 'grant',
      idempotency_key: 'first',
      balance_after_ms: MINUTE_MS,
    });
  });

  test('grants once for one key, and a replay gets the first result', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const first = await grantTime(db, user.accountId, MINUTE_MS, { key: 'payment-1' });
    const replayed = await grantTime(db, user.accountId, MINUTE_MS, { key: 'payment-1' });
    expect(replayed).toEqual({ ...first, outcome: 'replayed' });
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: MINUTE_MS });
  });

  test('lets the first expiry stand when a replay computes another', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    await grantTime(db, user.accountId, MINUTE_MS, { key: 'late', expiresInMs: 5 * MINUTE_MS });
    const before = await balance(db, user.accountId);
    const again = await grantTime(db, user.accountId, MINUTE_MS, {
      key: 'late',
      expiresInMs: 9 * MINUTE_MS,
    });
    expect(again.outcome).toBe('replayed');
    expect(await balance(db, user.accountId)).toEqual(before);
  });

  test.each([
    ['another amount', { grantedMs: 2 * MINUTE_MS }],
    ['another source', { source: 'promo' }],
    ['another priority', { priority: 50 }],
  ])('refuses the same key with %s', async (_case, change) => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const key = `payment-${_case}`;
    await grantTime(db, user.accountId, MINUTE_MS, { key });
    const { grantedMs = MINUTE_MS, ...options }: GrantChange = change;
    const second = await grantTime(db, user.accountId, grantedMs, { key, ...options });
    expect(second).toMatchObject({ outcome: 'conflict', time_grant_id: null });
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: MINUTE_MS });
  });

  test('refuses a key that another account has used', async () => {
    const { db } = context;
    const [one, other] = [await signUpWithTime(db, 0), await signUpWithTime(db, 0)];
    await grantTime(db, one.accountId, MINUTE_MS, { key: 'shared' });
    expect(await grantTime(db, other.accountId, MINUTE_MS, { key: 'shared' })).toMatchObject({
      outcome: 'conflict',
    });
  });

  test.each([0, -1, 315_360_000_001])('refuses %d ms as an amount', async (amountMs) => {
    const { db } = context;
    const user = await db.signUp();
    const refused = await grantTime(db, user.accountId, amountMs);
    expect(refused).toMatchObject({ outcome: 'invalid_amount', entry_id: null });
  });

  test('does not know an account that is not there', async () => {
    const nobody = '00000000-0000-4000-8000-00000000dead';
    expect(await grantTime(context.db, nobody, MINUTE_MS)).toMatchObject({
      outcome: 'account_not_found',
    });
  });

  test('grants once when one payment arrives a hundred times at once', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const results = await Promise.all(
      Array.from({ length: 100 }, () => grantTime(db, user.accountId, MINUTE_MS, { key: 'storm' })),
    );
    expect(results.filter(({ outcome }) => outcome === 'granted')).toHaveLength(1);
    expect(new Set(results.map(({ time_grant_id }) => time_grant_id)).size).toBe(1);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: MINUTE_MS });
  });

  test('grants once when one key is used for two accounts at once', async () => {
    const { db } = context;
    const users = await Promise.all(Array.from({ length: 8 }, () => signUpWithTime(db, 0)));
    const results = await Promise.all(
      users.map(({ accountId }) => grantTime(db, accountId, MINUTE_MS, { key: 'torn' })),
    );
    expect(results.map(({ outcome }) => outcome).sort()).toEqual([
      ...Array.from({ length: 7 }, () => 'conflict'),
      'granted',
    ]);
  });

  test('tells listeners whose balance has changed', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const listener = await db.pool.connect();
    try {
      const heard = new Promise<string | undefined>((resolve) => {
        listener.once('notification', ({ payload }) => resolve(payload));
      });
      await listener.query('listen account_changed');
      await grantTime(db, user.accountId, MINUTE_MS);
      expect(JSON.parse((await heard) ?? '')).toEqual({
        accountId: user.accountId,
        organizationId: '00000000-0000-4000-8000-000000000001',
        userId: user.userId,
      });
    } finally {
      await listener.query('unlisten *');
      listener.release();
    }
  });
});

describe('ledger entries', () => {
  test.each([
    'update ledger_entries set amount_ms = 1',
    'delete from ledger_entries',
    'truncate ledger_entries cascade',
  ])('refuse even their owner: %s', async (statement) => {
    await expect(context.db.rows(statement)).rejects.toThrow('ledger entries are immutable');
  });
});
