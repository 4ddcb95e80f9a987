// A subscription's life with the gateway: begun, renewed, unpaid, refunded, left, told of or not.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { StripeBilling } from '../../api/src/clients/stripe-billing.ts';
import { talk } from '../../supabase/tests/subscription-scenario.ts';
import {
  advance,
  cardOf,
  change,
  formOf,
  invoicesOf,
  MONTH_MS,
  openPlan,
  PLUS_MS,
  STARTER_MS,
  subscribeTo,
  subscriptionOf,
} from './support/subscriber.ts';
import { TRIAL_MS, useShop } from './support/use-shop.ts';

const shop = useShop();
const DAY_MS = 86_400_000;

describe('subscribing', () => {
  test('shows the plans, and puts the first period on the account once it is paid', async () => {
    const { body: plans } = await shop.ask('GET', '/api/v1/plans');
    expect(plans.items).toMatchObject([
      { slug: 'starter', amountMinor: 2900, includedMs: STARTER_MS, overageMinorPerMinute: 12 },
      { slug: 'plus', amountMinor: 9900, includedMs: PLUS_MS, overageMinorPerMinute: 10 },
    ]);
    const user = await shop.db.signUp();
    expect(await subscriptionOf(shop, user)).toBeNull();
    const { body: form } = await openPlan(shop, user);
    expect(form).toMatchObject({ mode: 'embedded', publishableKey: null });
    expect(await subscriptionOf(shop, user)).toBeNull();
    shop.stripe.control.pay(formOf(form));
    await shop.settle();
    expect(await subscriptionOf(shop, user)).toMatchObject({
      plan: { slug: 'starter' },
      status: 'active',
      cancelAtPeriodEnd: false,
      pendingPlan: null,
      overageCapMinor: 0,
    });
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + STARTER_MS);
    const { body: payments } = await shop.ask('GET', '/api/v1/payments', { user });
    expect(payments.items).toMatchObject([
      { kind: 'subscription', status: 'paid', amountMinor: 2900, card: { last4: '4242' } },
    ]);
  });

  test('answers a retry with the same form, and gives up a form for another wish', async () => {
    const user = await shop.db.signUp();
    const key = randomUUID();
    const { body: first } = await openPlan(shop, user, { plan: 'starter' }, key);
    const { body: again } = await openPlan(shop, user, { plan: 'starter' }, key);
    expect(again).toEqual(first);
    expect(await openPlan(shop, user, { plan: 'plus' }, key)).toMatchObject({
      status: 409,
      body: { code: 'idempotency_conflict' },
    });
    const { body: other } = await openPlan(shop, user, { plan: 'plus', mode: 'hosted' });
    expect(other).toMatchObject({ mode: 'hosted', frameUrl: null });
    shop.stripe.control.pay(formOf(first));
    await shop.settle();
    expect(await subscriptionOf(shop, user)).toBeNull();
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS);
  });

  test('is refused while there is a subscription, also when its event is not here yet', async () => {
    const user = await shop.db.signUp();
    const { body: form } = await openPlan(shop, user);
    shop.stripe.control.setDeliveries({ isDown: true });
    shop.stripe.control.pay(formOf(form));
    const early = await openPlan(shop, user);
    expect(early).toMatchObject({ status: 409, body: { code: 'subscription_exists' } });
    shop.stripe.control.setDeliveries({ isDown: false });
    await shop.settle();
    const late = await openPlan(shop, user);
    expect(late).toMatchObject({ status: 409, body: { code: 'subscription_exists' } });
  });

  test('with a card that is declined grants nothing, and the next card works', async () => {
    const user = await shop.db.signUp();
    const { body: form } = await openPlan(shop, user);
    shop.stripe.control.pay(formOf(form), { card: 'decline' });
    await shop.settle();
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS);
    shop.stripe.control.pay(formOf(form));
    await shop.settle();
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + STARTER_MS);
  });

  test('opens the portal of the gateway', async () => {
    const user = await shop.db.signUp();
    const { status, body } = await shop.ask('POST', '/api/v1/portal-sessions', { user });
    expect(status).toBe(201);
    expect(body.url).toMatch(/^http/);
  });
});

describe('a renewal', () => {
  test('each month of a year grants once and never keeps more than the limit', async () => {
    shop.stripe.control.setDeliveries({ duplicates: 1, reorder: true });
    const user = await subscribeTo(shop, 'starter');
    for (let month = 1; month < 12; month += 1) await advance(shop);
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + 2 * STARTER_MS);
    const invoices = await invoicesOf(shop, user);
    expect(invoices.map(({ amount_minor }) => amount_minor)).toEqual(Array(12).fill(2900));
    expect(await subscriptionOf(shop, user)).toMatchObject({ status: 'active' });
  }, 120_000);

  test('that no webhook told of is repaired by the reconciling task', async () => {
    const user = await subscribeTo(shop, 'starter');
    shop.stripe.control.setDeliveries({ isDown: true });
    shop.stripe.control.advanceClock(MONTH_MS);
    shop.stripe.control.dropDeliveries();
    shop.stripe.control.setDeliveries({ isDown: false });
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + STARTER_MS);
    await shop.reconcile();
    await shop.settle();
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + 2 * STARTER_MS);
  });

  test('that fails gives no time and is told of; the recovered card makes it good', async () => {
    const user = await subscribeTo(shop, 'starter');
    const card = await cardOf(shop, user);
    shop.stripe.control.setCard(card, 'insufficient_funds');
    await advance(shop);
    expect(await subscriptionOf(shop, user)).toMatchObject({ status: 'past_due' });
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + STARTER_MS);
    const refused = await change(shop, user, { plan: 'plus' });
    expect(refused).toMatchObject({ status: 402, body: { code: 'payment_declined' } });
    const notices = await shop.db.rows(
      `select 1 from notices where user_id = $1 and kind = 'subscription_payment_failed'`,
      [user.userId],
    );
    expect(notices).toHaveLength(1);
    shop.stripe.control.setCard(card, 'succeed');
    await advance(shop, 5 * DAY_MS);
    expect(await subscriptionOf(shop, user)).toMatchObject({ status: 'active' });
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + 2 * STARTER_MS);
  });

  test('that is refunded takes back its own unused time', async () => {
    const user = await subscribeTo(shop, 'starter');
    await advance(shop);
    const [, second] = await invoicesOf(shop, user);
    shop.stripe.control.refund(String(second?.gateway_payment_id), 1450);
    await shop.settle();
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + 1.5 * STARTER_MS);
    shop.stripe.control.refund(String(second?.gateway_payment_id));
    await shop.settle();
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + STARTER_MS);
  });
});

test('a refund that was told of before its invoice takes the time back all the same', async () => {
  const user = await subscribeTo(shop, 'starter');
  const { id } = await shop.db.row<{ id: string }>(
    'select gateway_customer_id as id from subscriptions where user_id = $1',
    [user.userId],
  );
  shop.stripe.control.setDeliveries({ isDown: true });
  shop.stripe.control.advanceClock(MONTH_MS);
  const billing = shop.services.stripeBilling as StripeBilling;
  const [renewal] = await billing.listInvoices(id);
  const intent = await billing.findPayment(String(renewal?.id));
  shop.stripe.control.dropDeliveries();
  shop.stripe.control.setDeliveries({ isDown: false });
  shop.stripe.control.refund(String(intent?.id));
  await shop.settle();
  expect(await shop.balanceMs(user)).toBe(TRIAL_MS + STARTER_MS);
  await shop.reconcile();
  await shop.settle();
  expect(await shop.balanceMs(user)).toBe(TRIAL_MS + STARTER_MS);
  const [, second] = await invoicesOf(shop, user);
  expect(second).toMatchObject({ amount_minor: 2900, gateway_payment_id: intent?.id });
});

describe('leaving', () => {
  test('at the end of the period may be taken back, and then ends without taking time', async () => {
    const user = await subscribeTo(shop, 'starter');
    for (const isLeaving of [true, false, true]) {
      const { body } = await change(shop, user, { cancelAtPeriodEnd: isLeaving });
      expect(body).toMatchObject({ status: 'active', cancelAtPeriodEnd: isLeaving });
    }
    await advance(shop);
    expect(await subscriptionOf(shop, user)).toMatchObject({ status: 'canceled' });
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + STARTER_MS);
    const missing = await change(shop, user, { cancelAtPeriodEnd: false });
    expect(missing).toMatchObject({ status: 409, body: { code: 'subscription_missing' } });
    const { status } = await openPlan(shop, user);
    expect(status).toBe(201);
  });
});

describe('overage', () => {
  test('is billed once at the end of the period, for what was used', async () => {
    const user = await subscribeTo(shop, 'starter', { overageCapMinor: 1000 });
    await talk(shop.db, user, TRIAL_MS + STARTER_MS + 600_000);
    expect(await subscriptionOf(shop, user)).toMatchObject({
      overageUsedMs: 600_000,
      overageAmountMinor: 120,
    });
    await advance(shop);
    await advance(shop, DAY_MS);
    const invoices = await invoicesOf(shop, user);
    expect(invoices.map(({ kind, amount_minor }) => [kind, amount_minor])).toEqual([
      ['period', 2900],
      ['period', 2900],
      ['overage', 120],
    ]);
    expect(await subscriptionOf(shop, user)).toMatchObject({
      overageUsedMs: 0,
      overageAmountMinor: 0,
    });
  });

  test('never costs more than the cap, which may be changed at any time', async () => {
    const user = await subscribeTo(shop, 'starter');
    const raised = await change(shop, user, { overageCapMinor: 100 });
    expect(raised).toMatchObject({ status: 200, body: { overageCapMinor: 100 } });
    await talk(shop.db, user, await shop.balanceMs(user));
    expect(await shop.balanceMs(user)).toBe(0);
    await advance(shop);
    const overage = (await invoicesOf(shop, user)).filter(({ kind }) => kind === 'overage');
    expect(overage.map(({ amount_minor }) => amount_minor)).toEqual([100]);
    for (const overageCapMinor of [-1, 0.5, 100_001]) {
      const refused = await change(shop, user, { overageCapMinor });
      expect(refused).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    }
  });

  test('whose bill is declined is owed, and no more is given until it is paid', async () => {
    const user = await subscribeTo(shop, 'starter', { overageCapMinor: 240 });
    await talk(shop.db, user, TRIAL_MS + STARTER_MS + 60_000);
    const card = await cardOf(shop, user);
    shop.stripe.control.advanceClock(MONTH_MS);
    await shop.settle();
    shop.stripe.control.setCard(card, 'decline');
    await advance(shop, 0);
    const statuses = () =>
      shop.db.rows<{ overage_status: string }>(
        `select overage_status from subscription_periods
         join subscriptions on subscriptions.id = subscription_periods.subscription_id
         where subscriptions.user_id = $1 order by starts_at`,
        [user.userId],
      );
    expect(await statuses()).toEqual([{ overage_status: 'billed' }, { overage_status: 'none' }]);
    shop.stripe.control.setCard(card, 'succeed');
    await advance(shop, 5 * DAY_MS);
    expect(await statuses()).toEqual([{ overage_status: 'paid' }, { overage_status: 'open' }]);
  });
});
