// What talking beyond the included time costs: never more than the user allowed, billed once.
import { describe, expect, test } from 'vitest';
import { DEFAULT_ORGANIZATION_ID } from '../../tests/support/database.ts';
import {
  balance,
  capture,
  extend,
  grantTime,
  MINUTE_MS,
  startCall,
  useLedgerDatabase,
} from './ledger-scenario.ts';
import {
  applyInvoice,
  applySubscription,
  createPlan,
  grantsOf,
  inMs,
  MONTH_MS,
  noticesOf,
  renew,
  subscribe,
  type TestSubscription,
  talk,
} from './subscription-scenario.ts';

const context = useLedgerDatabase();

/** Twelve minor units a minute: a cap of 240 is twenty minutes. */
const CAP = { overageCapMinor: 240 };

const setCap = ({ user }: TestSubscription, capMinor: number) =>
  context.db.call('set_overage_cap', {
    p_user_id: user.userId,
    p_organization_id: DEFAULT_ORGANIZATION_ID,
    p_overage_cap_minor: capMinor,
  });

const close = () => context.db.call('close_overages', { p_limit: 100 });

const periodsOf = ({ id }: TestSubscription) =>
  context.db.rows<{
    id: string;
    overage_status: string;
    overage_used_ms: number;
    overage_amount_minor: number;
  }>('select * from subscription_periods where subscription_id = $1 order by starts_at', [id]);

const leftOf = async ({ user }: TestSubscription) =>
  (await grantsOf(context.db, user, 'overage')).map(({ remaining_ms }) => remaining_ms);

const billOf = (periodId: string) => context.db.call('get_overage_bill', { p_period_id: periodId });

/** Pays the bill of a period, as the gateway tells of it. */
const payBill = (subscription: TestSubscription, periodId: string) =>
  applyInvoice(context.db, subscription, `in_overage_${periodId}`, {
    lines: [],
    snapshot: {
      overagePeriodId: periodId,
      amountPaidMinor: 60,
      gatewayPaymentId: `pi_overage_${periodId}`,
    },
  });

describe('an overage', () => {
  test('is off unless the user sets a cap, and is never offered by a plan without a rate', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db));
    expect(await grantsOf(db, subscription.user, 'overage')).toEqual([]);
    const flat = await subscribe(db, await createPlan(db, { overage: null }), CAP);
    expect(await grantsOf(db, flat.user, 'overage')).toEqual([]);
    expect(await setCap(flat, 240)).toMatchObject({ outcome: 'overage_not_offered' });
    const stranger = await db.signUp();
    expect(await setCap({ ...flat, user: stranger }, 240)).toMatchObject({
      outcome: 'subscription_missing',
    });
  });

  test('is as much time as the cap buys, and burns after all other time', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db), CAP);
    await grantTime(db, subscription.user.accountId, 10 * MINUTE_MS);
    expect(await leftOf(subscription)).toEqual([20 * MINUTE_MS]);
    await talk(db, subscription.user, 70 * MINUTE_MS);
    expect(await leftOf(subscription)).toEqual([20 * MINUTE_MS]);
    expect(await noticesOf(db, subscription.user)).not.toContain('overage_started');
    await talk(db, subscription.user, 5 * MINUTE_MS);
    await talk(db, subscription.user, 1 * MINUTE_MS);
    expect(await leftOf(subscription)).toEqual([14 * MINUTE_MS]);
    const notices = await noticesOf(db, subscription.user);
    expect(notices.filter((kind) => kind === 'overage_started')).toHaveLength(1);
  });

  test('follows the cap up and down, and what was used stays owed', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db));
    await setCap(subscription, 240);
    await talk(db, subscription.user, 70 * MINUTE_MS);
    await setCap(subscription, 360);
    expect(await leftOf(subscription)).toEqual([10 * MINUTE_MS, 10 * MINUTE_MS]);
    await setCap(subscription, 0);
    expect(await leftOf(subscription)).toEqual([0, 0]);
    await setCap(subscription, 180);
    expect((await leftOf(subscription)).reduce((sum, ms) => sum + ms)).toBe(5 * MINUTE_MS);
    await db.passTime(MONTH_MS + 60_000);
    await close();
    const [period] = await periodsOf(subscription);
    expect(period).toMatchObject({ overage_status: 'closed', overage_amount_minor: 120 });
  });

  test('that is used up costs the cap and never more, however the price divides', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db, { overage: 7 }));
    await setCap(subscription, 50);
    const [grant] = await grantsOf(db, subscription.user, 'overage');
    expect(grant?.granted_ms).toBe(Math.floor((50 * MINUTE_MS) / 7));
    const { posted_ms } = await balance(db, subscription.user.accountId);
    await talk(db, subscription.user, Number(posted_ms));
    await db.passTime(MONTH_MS + 60_000);
    await close();
    const [period] = await periodsOf(subscription);
    expect(period?.overage_amount_minor).toBeLessThanOrEqual(50);
    expect(period?.overage_amount_minor).toBeGreaterThanOrEqual(49);
  });

  test('is taken at the end of its period and billed once, whoever closes it', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db), CAP);
    await talk(db, subscription.user, 65 * MINUTE_MS);
    await db.passTime(MONTH_MS + 60_000);
    const counts = await Promise.all(Array.from({ length: 8 }, close));
    expect(counts.reduce((sum, { count }) => sum + Number(count), 0)).toBe(1);
    expect(await leftOf(subscription)).toEqual([0]);
    const [period] = await periodsOf(subscription);
    const periodId = String(period?.id);
    expect(await billOf(periodId)).toMatchObject({
      outcome: 'due',
      amount_minor: 60,
      currency: 'EUR',
      used_ms: 5 * MINUTE_MS,
      gateway_subscription_id: subscription.gatewayId,
    });
    const tasks = await db.rows(
      `select 1 from graphile_worker.jobs where key = 'bill_overage:' || $1`,
      [periodId],
    );
    expect(tasks).toHaveLength(1);
    const set = (invoice: string) =>
      db.call('set_overage_invoice', { p_period_id: periodId, p_invoice_id: invoice });
    expect(await set(`in_overage_${periodId}`)).toEqual({ outcome: 'set' });
    expect(await set(`in_overage_${periodId}`)).toEqual({ outcome: 'set' });
    expect(await set('in_other')).toEqual({ outcome: 'conflict' });
    expect(await billOf(periodId)).toMatchObject({ outcome: 'billed' });
    expect(await payBill(subscription, periodId)).toMatchObject({ outcome: 'applied' });
    expect(await payBill(subscription, periodId)).toMatchObject({ outcome: 'unchanged' });
    expect((await periodsOf(subscription))[0]?.overage_status).toBe('paid');
    const payment = await db.row('select * from payments where gateway_invoice_id = $1', [
      `in_overage_${periodId}`,
    ]);
    expect(payment).toMatchObject({ kind: 'subscription', amount_minor: 60, time_ms: 0 });
  });

  test('waits for its bill: no new one is given while the last is unpaid', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db), CAP);
    await talk(db, subscription.user, 65 * MINUTE_MS);
    await renew(db, subscription);
    await close();
    expect(await leftOf(subscription)).toEqual([0]);
    const [first] = await periodsOf(subscription);
    await payBill(subscription, String(first?.id));
    expect(await leftOf(subscription)).toEqual([0, 20 * MINUTE_MS]);
  });

  test('nobody used costs nothing and is given anew with the next period', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db), CAP);
    await renew(db, subscription);
    expect(await leftOf(subscription)).toEqual([20 * MINUTE_MS]);
    await close();
    expect(await leftOf(subscription)).toEqual([0, 20 * MINUTE_MS]);
    const [first, second] = await periodsOf(subscription);
    expect(first).toMatchObject({ overage_status: 'paid', overage_amount_minor: 0 });
    expect(second).toMatchObject({ overage_status: 'open' });
    expect(await billOf(String(first?.id))).toMatchObject({ outcome: 'not_due' });
  });

  test('of a live call is counted when the call ends', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db), CAP);
    await talk(db, subscription.user, 60 * MINUTE_MS);
    const call = await startCall(db, subscription.user.userId);
    await extend(db, call.voiceSessionId, 1, 0, { leaseMs: 5 * MINUTE_MS });
    await db.rows(
      `update subscription_periods
       set starts_at = starts_at - interval '31 days', ends_at = ends_at - interval '31 days'
       where subscription_id = $1`,
      [subscription.id],
    );
    expect(await close()).toMatchObject({ count: 0 });
    expect(await leftOf(subscription)).toEqual([5 * MINUTE_MS]);
    await capture(db, call.voiceSessionId, 3 * MINUTE_MS);
    expect(await close()).toMatchObject({ count: 1 });
    const [period] = await periodsOf(subscription);
    expect(period).toMatchObject({ overage_used_ms: 3 * MINUTE_MS, overage_amount_minor: 36 });
  });

  test('ends with its subscription, and a past_due one gets none', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db), CAP);
    await talk(db, subscription.user, 61 * MINUTE_MS);
    await applySubscription(db, subscription, { status: 'canceled' });
    await close();
    expect(await leftOf(subscription)).toEqual([0]);
    expect((await periodsOf(subscription))[0]).toMatchObject({
      overage_status: 'closed',
      overage_amount_minor: 12,
    });
    const late = await subscribe(db, await createPlan(db));
    await applySubscription(db, late, { status: 'past_due', currentPeriodEndAt: inMs(MONTH_MS) });
    expect(await setCap(late, 240)).toMatchObject({ outcome: 'set' });
    expect(await leftOf(late)).toEqual([]);
  });

  test('given back by a reversal before the end is not billed', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db), CAP);
    await talk(db, subscription.user, 65 * MINUTE_MS);
    const entry = await db.row<{ id: number }>(
      `select e.id from ledger_entries e join time_grants g on g.id = e.time_grant_id
       where g.account_id = $1 and g.source = 'overage' and e.reason = 'capture'`,
      [subscription.user.accountId],
    );
    await db.call('reverse_entry', {
      p_entry_id: entry.id,
      p_idempotency_key: `back:${entry.id}`,
      p_note: null,
    });
    await db.passTime(MONTH_MS + 60_000);
    await close();
    expect((await periodsOf(subscription))[0]).toMatchObject({ overage_amount_minor: 0 });
  });
});
