// The standing order: due when it should be, one payment at a time, capped, and off when it fails.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_ORGANIZATION_ID, type TestUser } from '../../tests/support/database.ts';
import {
  balance,
  capture,
  extend,
  MINUTE_MS,
  signUpWithTime,
  startCall,
  useLedgerDatabase,
} from './ledger-scenario.ts';
import { noticesOf, tasksOf } from './notice-scenario.ts';
import { applySnapshot, buyCard, createPackage, type TestPayment } from './payment-scenario.ts';

const context = useLedgerDatabase();
const THRESHOLD_MS = 5 * MINUTE_MS;

type Order = { isEnabled?: boolean; thresholdMs?: number; packageId?: string; max?: number };

/** Sets a user's standing order, with a card saved for it. */
const order = async (user: TestUser, options: Order = {}) => {
  const { db } = context;
  return db.call('set_auto_top_up', {
    p_user_id: user.userId,
    p_organization_id: DEFAULT_ORGANIZATION_ID,
    p_is_enabled: options.isEnabled ?? true,
    p_threshold_ms: options.thresholdMs ?? THRESHOLD_MS,
    p_package_id: options.packageId ?? (await createPackage(db)),
    p_monthly_max_count: options.max ?? 2,
  });
};

const saveCard = async (user: TestUser, paymentMethodId: string | null = 'pm_1') => {
  const who = {
    p_user_id: user.userId,
    p_organization_id: DEFAULT_ORGANIZATION_ID,
    p_gateway: 'stripe',
  };
  await context.db.call('save_customer', { ...who, p_gateway_customer_id: `cus_${user.userId}` });
  await context.db.call('set_saved_card', { ...who, p_payment_method_id: paymentMethodId });
};

/** A user with so much time, a saved card and a standing order. */
async function subscriber(timeMs: number, options: Order = {}): Promise<TestUser> {
  const user = await signUpWithTime(context.db, timeMs);
  await saveCard(user);
  expect(await order(user, options)).toEqual({ outcome: 'set' });
  return user;
}

const begin = () => context.db.callAll('begin_auto_top_ups', { p_limit: 100 });
const paymentsOf = (user: TestUser) =>
  context.db.rows<TestPayment & { kind: string }>(
    'select * from payments where account_id = $1 order by created_at',
    [user.accountId],
  );
const lastPaymentOf = async (user: TestUser) => (await paymentsOf(user)).at(-1) as TestPayment;
const stateOf = (user: TestUser) =>
  context.db.row(
    'select is_enabled, consecutive_failures, disabled_reason from auto_top_ups where account_id = $1',
    [user.accountId],
  );
const kindsOf = async (user: TestUser) =>
  (await noticesOf(context.db, user)).map(({ kind }) => kind);
const decline = async (user: TestUser) =>
  applySnapshot(context.db, await lastPaymentOf(user), {
    status: 'failed',
    failureCode: 'card_declined',
    failureMessage: 'The bank said no.',
  });
const letAnHourPass = (user: TestUser) =>
  context.db.rows(
    `update auto_top_ups set last_failed_at = last_failed_at - interval '1 hour'
     where account_id = $1`,
    [user.accountId],
  );

// No test meets the standing orders of another one.
beforeEach(() => context.db.rows('update auto_top_ups set is_enabled = false'));

describe('setting it', () => {
  test('needs a saved card, an account and a package on sale that holds more than the threshold', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    expect(await order(user)).toEqual({ outcome: 'saved_card_missing' });
    await saveCard(user);
    expect(await order(user, { packageId: randomUUID() })).toEqual({
      outcome: 'package_not_found',
    });
    expect(await order(user, { thresholdMs: 30 * MINUTE_MS })).toEqual({
      outcome: 'package_too_small',
    });
    const packageId = await createPackage(db);
    await db.rows('update packages set is_active = false where id = $1', [packageId]);
    expect(await order(user, { packageId })).toEqual({ outcome: 'package_not_on_sale' });
    expect(await order({ ...user, userId: randomUUID() })).toEqual({
      outcome: 'account_not_found',
    });
    expect(await order(user)).toEqual({ outcome: 'set' });
    await expect(order(user, { max: 21 })).rejects.toThrow('check');
    await expect(order(user, { thresholdMs: MINUTE_MS - 1 })).rejects.toThrow('check');
  });

  test('off is always possible', async () => {
    const { db } = context;
    const packageId = await createPackage(db);
    const user = await subscriber(0, { packageId });
    await saveCard(user, null);
    await db.rows('update packages set is_active = false where id = $1', [packageId]);
    expect(await order(user, { packageId, isEnabled: false })).toEqual({ outcome: 'set' });
    expect(await begin()).toEqual([]);
    expect(await stateOf(user)).toMatchObject({ is_enabled: false, disabled_reason: null });
  });
});

describe('it is due', () => {
  test('below the threshold alone, and makes a payment of the package with the task to charge it', async () => {
    const rich = await subscriber(THRESHOLD_MS);
    const user = await subscriber(THRESHOLD_MS - 1);
    const begun = await begin();
    expect(begun).toHaveLength(1);
    expect(await paymentsOf(rich)).toHaveLength(0);
    expect(await paymentsOf(user)).toMatchObject([
      { id: begun[0]?.payment_id, kind: 'auto_top_up', status: 'pending', amount_minor: 450 },
    ]);
    const ids = begun.map(({ payment_id }) => payment_id);
    expect(await tasksOf(context.db, 'charge_auto_top_up', ids)).toHaveLength(1);
  });

  test('with what a live call has used counted, so that the call goes on past its old end', async () => {
    const { db } = context;
    const user = await subscriber(6 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, 0, { leaseMs: 600_000 });
    expect(await begin()).toEqual([]);
    await extend(db, voiceSessionId, 2, 2 * MINUTE_MS, { leaseMs: 600_000 });
    expect(await extend(db, voiceSessionId, 3, 2 * MINUTE_MS)).toMatchObject({ is_final: false });
    expect(await begin()).toHaveLength(1);
    await applySnapshot(db, await lastPaymentOf(user));
    await extend(db, voiceSessionId, 4, 6 * MINUTE_MS, { leaseMs: 600_000 });
    await extend(db, voiceSessionId, 5, 10 * MINUTE_MS, { leaseMs: 600_000 });
    expect(await capture(db, voiceSessionId, 10 * MINUTE_MS)).toMatchObject({
      outcome: 'captured',
      charged_ms: 10 * MINUTE_MS,
    });
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 26 * MINUTE_MS });
  });

  test('once, however many replicas ask at once', async () => {
    const users = await Promise.all([1, 2, 3].map(() => subscriber(0)));
    const begun = await Promise.all([begin(), begin(), begin(), begin()]);
    await begin();
    expect(begun.flat().length).toBeLessThanOrEqual(3);
    for (const user of users) expect(await paymentsOf(user)).toHaveLength(1);
  });

  test('not while another one is under way, under review or just paid', async () => {
    const { db } = context;
    const user = await subscriber(0);
    expect(await begin()).toHaveLength(1);
    const payment = await lastPaymentOf(user);
    expect(await begin()).toEqual([]);
    await applySnapshot(db, payment, { status: 'processing' });
    expect(await begin()).toEqual([]);
    await applySnapshot(db, payment, { amountMinor: 1 });
    expect(await begin()).toEqual([]);
    await applySnapshot(db, payment);
    expect(await begin()).toEqual([]);
    expect(await kindsOf(user)).toEqual(['payment_in_review', 'auto_top_up_charged']);
  });

  test('so many times a month and no more; then little time left is told instead', async () => {
    const { db } = context;
    const user = await subscriber(0, { max: 2 });
    const useUp = async () => {
      const { voiceSessionId } = await startCall(db, user.userId);
      await extend(db, voiceSessionId, 1, 0, { leaseMs: 600_000 });
      for (let part = 1; part <= 3; part += 1) {
        const usedMs = part * 10 * MINUTE_MS;
        await extend(db, voiceSessionId, 1 + part, usedMs, { leaseMs: 600_000 });
      }
      await capture(db, voiceSessionId, 30 * MINUTE_MS);
    };
    for (const _ of [1, 2]) {
      expect(await begin()).toHaveLength(1);
      await applySnapshot(db, await lastPaymentOf(user));
      await useUp();
      await db.call('find_due_notices', { p_limit: 100 });
    }
    expect(await begin()).toEqual([]);
    expect(await kindsOf(user)).toEqual(['auto_top_up_charged', 'auto_top_up_charged', 'low_time']);
    await db.rows(
      `update payments set created_at = created_at - interval '32 days' where account_id = $1`,
      [user.accountId],
    );
    expect(await begin()).toHaveLength(1);
  });

  test('never for somebody who is gone', async () => {
    const { db } = context;
    const user = await subscriber(0);
    await db.rows('delete from auth.users where id = $1', [user.userId]);
    expect(await begin()).toEqual([]);
    expect(await stateOf(user)).toMatchObject({ is_enabled: true });
  });

  test('at the price of the day', async () => {
    const { db } = context;
    const packageId = await createPackage(db);
    const user = await subscriber(0, { packageId });
    await db.rows('update packages set price_minor = 500 where id = $1', [packageId]);
    await begin();
    expect(await lastPaymentOf(user)).toMatchObject({ amount_minor: 500 });
  });
});

describe('a failure', () => {
  test('waits an hour, is told each time, and the third in a row turns it off', async () => {
    const user = await subscriber(0);
    for (const attempt of [1, 2, 3]) {
      expect(await begin()).toHaveLength(1);
      await decline(user);
      await decline(user);
      expect(await stateOf(user)).toEqual({
        is_enabled: attempt < 3,
        consecutive_failures: attempt,
        disabled_reason: attempt < 3 ? null : 'failures',
      });
      expect(await begin()).toEqual([]);
      await letAnHourPass(user);
    }
    expect(await begin()).toEqual([]);
    expect(await noticesOf(context.db, user)).toMatchObject([
      { kind: 'auto_top_up_failed', data: { failureText: 'The bank said no.', failedCount: 1 } },
      { kind: 'auto_top_up_failed', data: { failedCount: 2 } },
      { kind: 'auto_top_up_disabled', data: { disabledReason: 'failures' } },
    ]);
  });

  test('is forgotten with the next success, and when its user turns it on again', async () => {
    const { db } = context;
    const user = await subscriber(0);
    for (const _ of [1, 2]) {
      await begin();
      await decline(user);
      await letAnHourPass(user);
    }
    await begin();
    await applySnapshot(db, await lastPaymentOf(user));
    expect(await stateOf(user)).toMatchObject({ is_enabled: true, consecutive_failures: 0 });
    const other = await subscriber(0);
    for (const _ of [1, 2, 3]) {
      await begin();
      await decline(other);
      await letAnHourPass(other);
    }
    await order(other);
    expect(await stateOf(other)).toEqual({
      is_enabled: true,
      consecutive_failures: 0,
      disabled_reason: null,
    });
    expect(await begin()).toHaveLength(1);
  });

  test('is also a payment that expired, and one that a package off sale made impossible', async () => {
    const { db } = context;
    const packageId = await createPackage(db);
    const user = await subscriber(0, { packageId });
    await begin();
    await applySnapshot(db, await lastPaymentOf(user), { status: 'expired' });
    expect(await stateOf(user)).toMatchObject({ consecutive_failures: 1 });
    await letAnHourPass(user);
    await db.rows('update packages set is_active = false where id = $1', [packageId]);
    expect(await begin()).toEqual([]);
    expect(await stateOf(user)).toMatchObject({ consecutive_failures: 2 });
    expect(await noticesOf(db, user)).toMatchObject([
      { kind: 'auto_top_up_failed' },
      { kind: 'auto_top_up_failed', data: { failureCode: 'package_not_on_sale' } },
    ]);
  });
});

describe('it turns itself off', () => {
  test('when the card is gone, and says so', async () => {
    const user = await subscriber(0);
    await saveCard(user, null);
    expect(await begin()).toEqual([]);
    expect(await stateOf(user)).toMatchObject({ is_enabled: false, disabled_reason: 'no_card' });
    expect(await noticesOf(context.db, user)).toMatchObject([
      { kind: 'auto_top_up_disabled', data: { disabledReason: 'no_card' } },
    ]);
  });

  test.each([
    ['refunded', { refunds: [{ id: 're_a', amountMinor: 450, status: 'succeeded' }] }],
    ['disputed', { disputes: [{ id: 'dp_a', status: 'open' }] }],
  ])('when a payment is %s, rather than buy again what was returned', async (_, claims) => {
    const { db } = context;
    const user = await subscriber(0);
    const payment = await buyCard(db, user.userId);
    await applySnapshot(db, payment, claims);
    expect(await stateOf(user)).toMatchObject({ disabled_reason: 'payment_reversed' });
    expect(await begin()).toEqual([]);
    expect(await kindsOf(user)).toContain('auto_top_up_disabled');
  });
});
