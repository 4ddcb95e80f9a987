// What a paid invoice grants, and what a renewal, a change of plan and a refund do to it.
import { describe, expect, test } from 'vitest';
import { balance, capture, MINUTE_MS, startCall, useLedgerDatabase } from './ledger-scenario.ts';
import { applySnapshot, readPayment, refund, type TestPayment } from './payment-scenario.ts';
import {
  applyInvoice,
  applySubscription,
  createPlan,
  DAY_MS,
  grantsOf,
  MONTH_MS,
  noticesOf,
  renew,
  subscribe,
  talk,
} from './subscription-scenario.ts';

const context = useLedgerDatabase();
const HOUR_MS = 60 * MINUTE_MS;

/** What an invoice has that our plan does not say. */
type OddInvoice = { amountMinor?: number; currency?: string; priceId?: string };

const remainingOf = async (...args: Parameters<typeof grantsOf>) =>
  (await grantsOf(...args)).map(({ remaining_ms }) => remaining_ms);

const paymentOf = async (invoiceId: string): Promise<TestPayment> =>
  context.db.row<TestPayment>('select * from payments where gateway_invoice_id = $1', [invoiceId]);

/** Milliseconds from now to a moment, in whole days. */
const daysTo = (moment: Date | null) => Math.round((Number(moment) - Date.now()) / DAY_MS);

describe('a paid invoice', () => {
  test('grants the plan for the period and three days, and is a payment', async () => {
    const { db } = context;
    const { id, user } = await subscribe(db, await createPlan(db));
    const [grant] = await grantsOf(db, user);
    expect(grant).toMatchObject({ granted_ms: HOUR_MS, remaining_ms: HOUR_MS });
    expect(daysTo(grant?.expires_at ?? null)).toBe(33);
    expect(await paymentOf(`in_first_${id}`)).toMatchObject({
      kind: 'subscription',
      mode: 'invoice',
      status: 'paid',
      amount_minor: 2900,
      time_ms: HOUR_MS,
      time_grant_id: grant?.id,
      gateway_payment_id: `pi_in_first_${id}`,
    });
    expect(await noticesOf(db, user)).toContain('receipt');
  });

  test('grants once when it is applied a hundred times at once', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db));
    await db.passTime(MONTH_MS + 60_000);
    const results = await Promise.all(
      Array.from({ length: 100 }, () => applyInvoice(db, subscription, 'in_storm')),
    );
    expect(results.filter(({ outcome }) => outcome === 'applied')).toHaveLength(1);
    expect(results.filter(({ outcome }) => outcome === 'unchanged')).toHaveLength(99);
    expect(await remainingOf(db, subscription.user)).toEqual([HOUR_MS / 2, HOUR_MS]);
  });

  test('grants before anything else is known of the subscription', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db));
    await db.rows(
      `update subscriptions set status = 'incomplete', gateway_subscription_id = null
       where id = $1`,
      [subscription.id],
    );
    expect(await applyInvoice(db, subscription, 'in_early')).toMatchObject({ outcome: 'applied' });
  });

  test.each([
    ['another amount', { amountMinor: 1 }],
    ['another currency', { currency: 'USD' }],
    ['a price that is not ours', { priceId: 'price_foreign' }],
  ])('with %s grants nothing and is left to an admin', async (name, change: OddInvoice) => {
    const { db } = context;
    const plan = await createPlan(db);
    const subscription = await subscribe(db, plan);
    await db.passTime(MONTH_MS + 60_000);
    const { amountMinor = 2900, currency = 'EUR', priceId = plan.priceId } = change;
    const applied = await applyInvoice(db, subscription, `in_odd_${name}`, {
      lines: [{ plan: { ...plan, priceId }, amountMinor }],
      snapshot: { currency },
    });
    expect(applied).toMatchObject({ outcome: 'review', time_grant_id: null });
    expect(await grantsOf(db, subscription.user)).toHaveLength(1);
    const payment = await readPayment(db, String(applied.payment_id));
    expect(payment.review_reason).toMatch(/_mismatch$/);
    expect(await noticesOf(db, subscription.user)).toContain('payment_in_review');
  });

  test('that is not paid grants nothing, and a failed one is told of once', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db));
    await applySubscription(db, subscription, { status: 'past_due' });
    for (const attemptCount of [0, 1, 2]) {
      const snapshot = { status: 'open', attemptCount, amountPaidMinor: 0 };
      const open = await applyInvoice(db, subscription, 'in_failed', { snapshot });
      expect(open).toMatchObject({ outcome: 'unpaid', payment_id: null });
    }
    expect(await grantsOf(db, subscription.user)).toHaveLength(1);
    const notices = await noticesOf(db, subscription.user);
    expect(notices.filter((kind) => kind === 'subscription_payment_failed')).toHaveLength(1);
    // The card recovers.
    expect(await applyInvoice(db, subscription, 'in_failed')).toMatchObject({ outcome: 'applied' });
  });

  test('paid from a balance at the gateway grants without a payment', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db));
    await db.passTime(MONTH_MS + 60_000);
    const snapshot = { amountPaidMinor: 0, gatewayPaymentId: null };
    const applied = await applyInvoice(db, subscription, 'in_balance', { snapshot });
    expect(applied).toMatchObject({ outcome: 'applied', payment_id: null });
    expect(applied.time_grant_id).not.toBeNull();
  });
});

describe('a renewal', () => {
  test('keeps unused time up to the limit, to the end of the new period', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db));
    await talk(db, subscription.user, 10 * MINUTE_MS);
    await renew(db, subscription);
    const [kept, fresh] = await grantsOf(db, subscription.user);
    expect([kept?.remaining_ms, fresh?.remaining_ms]).toEqual([30 * MINUTE_MS, HOUR_MS]);
    expect([daysTo(kept?.expires_at ?? null), daysTo(fresh?.expires_at ?? null)]).toEqual([33, 33]);
    const { amount_ms } = await db.row(
      `select amount_ms from ledger_entries where time_grant_id = $1 and reason = 'expiry'`,
      [kept?.id],
    );
    expect(amount_ms).toBe(-20 * MINUTE_MS);
    expect(await noticesOf(db, subscription.user)).toContain('subscription_renewed');
  });

  test('takes nothing when less is left than the limit', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db));
    await talk(db, subscription.user, 45 * MINUTE_MS);
    await renew(db, subscription);
    expect(await remainingOf(db, subscription.user)).toEqual([15 * MINUTE_MS, HOUR_MS]);
  });

  test('of a year never keeps more than the limit beside the new period', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db));
    for (let month = 1; month < 12; month += 1) await renew(db, subscription);
    const { posted_ms } = await balance(db, subscription.user.accountId);
    expect(posted_ms).toBe(90 * MINUTE_MS);
    expect(await grantsOf(db, subscription.user)).toHaveLength(12);
  });

  test('of a plan without roll-over keeps nothing', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db, { rolloverMs: 0 }));
    await renew(db, subscription);
    expect(await remainingOf(db, subscription.user)).toEqual([0, HOUR_MS]);
  });

  test('paid two days late loses no roll-over; five days late finds it expired', async () => {
    const { db } = context;
    for (const [late, kept] of [
      [2, 30 * MINUTE_MS],
      [5, 0],
    ] as const) {
      const subscription = await subscribe(db, await createPlan(db));
      await db.passTime(MONTH_MS + late * DAY_MS);
      await applyInvoice(db, subscription, `in_late_${late}`, { startMs: -late * DAY_MS });
      expect(await remainingOf(db, subscription.user)).toEqual([kept, HOUR_MS]);
    }
  });

  test('that nobody told us of for two months is made up for, in whichever order', async () => {
    const { db } = context;
    for (const order of [
      [1, 2],
      [2, 1],
    ]) {
      const subscription = await subscribe(db, await createPlan(db));
      await db.passTime(2 * MONTH_MS + DAY_MS);
      for (const month of order) {
        const startMs = (month - 2) * MONTH_MS - DAY_MS;
        await applyInvoice(db, subscription, `in_${order}_${month}_${subscription.id}`, {
          startMs,
        });
      }
      const left = await remainingOf(db, subscription.user);
      expect(left.sort((a, b) => a - b)).toEqual([0, 30 * MINUTE_MS, HOUR_MS]);
    }
  });

  test('leaves a live call what it holds', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db, { rolloverMs: 0 }));
    const call = await startCall(db, subscription.user.userId);
    await applyInvoice(db, subscription, `in_call_${subscription.id}`, { startMs: MONTH_MS });
    const { held_ms } = await balance(db, subscription.user.accountId);
    const [kept] = await remainingOf(db, subscription.user);
    expect(kept).toBe(held_ms);
    await capture(db, call.voiceSessionId, Number(held_ms));
    expect(await remainingOf(db, subscription.user)).toEqual([0, HOUR_MS]);
  });
});

describe('the end of a subscription', () => {
  test('leaves what was paid until it expires, and grants no more', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db));
    await applySubscription(db, subscription, { status: 'canceled' });
    expect(await remainingOf(db, subscription.user)).toEqual([HOUR_MS]);
    await db.passTime(MONTH_MS + 2 * DAY_MS);
    expect(await balance(db, subscription.user.accountId)).toMatchObject({ posted_ms: HOUR_MS });
    await db.passTime(2 * DAY_MS);
    expect(await balance(db, subscription.user.accountId)).toMatchObject({ posted_ms: 0 });
  });
});

describe('a refund of an invoice', () => {
  test('takes back the unused time of its period alone, in part and in full', async () => {
    const { db } = context;
    const subscription = await subscribe(db, await createPlan(db));
    const invoiceId = `in_refunded_${subscription.id}`;
    await renew(db, subscription, invoiceId);
    const payment = await paymentOf(invoiceId);
    await applySnapshot(db, payment, {
      gatewayPaymentId: `pi_${invoiceId}`,
      refunds: [refund(`re_${subscription.id}`, 1450)],
    });
    expect(await remainingOf(db, subscription.user)).toEqual([30 * MINUTE_MS, 30 * MINUTE_MS]);
    await applySnapshot(db, payment, {
      gatewayPaymentId: `pi_${invoiceId}`,
      refunds: [refund(`re_${subscription.id}`, 1450), refund(`re_2_${subscription.id}`, 1450)],
    });
    expect(await remainingOf(db, subscription.user)).toEqual([30 * MINUTE_MS, 0]);
    // Hearing of the invoice again gives nothing back.
    expect(await applyInvoice(db, subscription, invoiceId)).toMatchObject({ outcome: 'unchanged' });
    expect(await remainingOf(db, subscription.user)).toEqual([30 * MINUTE_MS, 0]);
  });
});
