// What webhooks missed is found: a dead endpoint, a gateway that was away, money that does not fit.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { HALF_HOUR_MS, TRIAL_MS, useShop } from './support/use-shop.ts';

const shop = useShop();
const DAY_MS = 86_400_000;

async function intentOf(paymentId: string): Promise<string> {
  const row = await shop.db.row('select gateway_payment_id from payments where id = $1', [
    paymentId,
  ]);
  return String(row.gateway_payment_id);
}

async function moveWatermarkBack(durationMs: number): Promise<void> {
  await shop.db.rows(
    `update private.gateway_watermarks
     set reconciled_until = reconciled_until - $1 * interval '1 millisecond'`,
    [durationMs],
  );
}

test('an endpoint that was dead for four days is repaired, and nothing is granted twice', async () => {
  await shop.reconcile();
  await moveWatermarkBack(4 * DAY_MS);
  const [buyer, later, back, fought] = await Promise.all(
    Array.from({ length: 4 }, () => shop.db.signUp()),
  );
  if (!buyer || !later || !back || !fought) throw new Error('too few');
  const refunded = await shop.buy(back);
  const disputed = await shop.buy(fought);
  shop.stripe.control.setDeliveries({ isDown: true });
  const bought = await shop.open(buyer);
  shop.stripe.control.pay(bought.formId);
  const slow = await shop.open(later);
  const result = shop.stripe.control.pay(slow.formId, { card: 'pay_later' });
  shop.stripe.control.settlePayment(String(result.paymentIntentId), true);
  shop.stripe.control.refund(await intentOf(refunded.id));
  shop.stripe.control.dispute(await intentOf(disputed.id));
  shop.stripe.control.dropDeliveries();
  shop.stripe.control.setDeliveries({ isDown: false });
  expect(await shop.balanceMs(buyer)).toBe(TRIAL_MS);
  for (let time = 0; time < 2; time += 1) {
    // Two replicas at the same moment, and again: events are on record once.
    await Promise.all([shop.reconcile(), shop.reconcile()]);
    await shop.settle();
  }
  expect(await shop.balanceMs(buyer)).toBe(TRIAL_MS + HALF_HOUR_MS);
  expect(await shop.balanceMs(later)).toBe(TRIAL_MS + HALF_HOUR_MS);
  expect(await shop.balanceMs(back)).toBe(TRIAL_MS);
  expect(await shop.balanceMs(fought)).toBe(TRIAL_MS);
  expect((await shop.payment(fought, disputed.id)).disputeStatus).toBe('open');
});

test('a payment whose events even the gateway has forgotten is asked for by itself', async () => {
  const user = await shop.db.signUp();
  shop.stripe.control.setDeliveries({ isDown: true });
  const { payment, formId } = await shop.open(user);
  shop.stripe.control.pay(formId);
  shop.stripe.control.dropDeliveries();
  shop.stripe.control.setDeliveries({ isDown: false });
  await shop.db.call('move_gateway_watermark', {
    p_gateway: 'stripe',
    p_until: new Date(Date.now() + DAY_MS).toISOString(),
  });
  await shop.db.rows(
    `update payments set created_at = created_at - interval '16 minutes' where id = $1`,
    [payment.id],
  );
  await shop.reconcile();
  await shop.settle();
  await expect.poll(async () => (await shop.payment(user, payment.id)).status).toBe('paid');
});

describe('a payment whose time is over', () => {
  test('is closed at the gateway, so that it cannot be paid any more', async () => {
    const user = await shop.db.signUp();
    const { payment, formId } = await shop.open(user);
    await shop.db.rows(
      `update payments set expires_at = now() - interval '1 second',
         created_at = created_at - interval '1 hour' where id = $1`,
      [payment.id],
    );
    await shop.reconcile();
    await expect.poll(async () => (await shop.payment(user, payment.id)).status).toBe('expired');
    expect(shop.stripe.control.pay(formId).outcome).not.toBe('complete');
  });

  test('is given up when no gateway ever heard of it', async () => {
    const user = await shop.db.signUp();
    const { payment } = await shop.open(user);
    await shop.db.rows(
      `update payments set gateway_checkout_id = null, expires_at = now() - interval '2 hours',
         created_at = created_at - interval '3 hours' where id = $1`,
      [payment.id],
    );
    await shop.reconcile();
    await expect.poll(async () => (await shop.payment(user, payment.id)).status).toBe('expired');
  });
});

test.each([
  ['less money', { amount_minor: 451 }, 'amount_mismatch'],
  ['more money', { amount_minor: 449 }, 'amount_mismatch'],
  ['other money', { currency: 'USD' }, 'currency_mismatch'],
])('%s than was ordered grants nothing and waits for a person', async (_, changes, reason) => {
  const user = await shop.db.signUp();
  const { payment, formId } = await shop.open(user);
  // As if the order had been another one than the form was made for.
  for (const [column, value] of Object.entries(changes)) {
    await shop.db.rows(`update payments set ${column} = $2 where id = $1`, [payment.id, value]);
  }
  shop.stripe.control.pay(formId);
  await shop.settle();
  expect(await shop.payment(user, payment.id)).toMatchObject({
    status: 'paid',
    isUnderReview: true,
    timeGrantId: null,
  });
  const row = await shop.db.row('select review_reason from payments where id = $1', [payment.id]);
  expect(row.review_reason).toBe(reason);
  expect(await shop.balanceMs(user)).toBe(TRIAL_MS);
});

test('what is sold is the package now on sale, whoever asks in whatever currency', async () => {
  const { body } = await shop.ask('GET', '/api/v1/packages?currency=USD');
  expect(body.items.map(({ slug }: { slug: string }) => slug)).toEqual([
    'time-30',
    'time-120',
    'time-600',
  ]);
  const refused = await shop.ask('GET', '/api/v1/packages?currency=usd');
  expect(refused.status).toBe(422);
  const { status } = await shop.ask('GET', `/api/v1/payments/${randomUUID()}`, {
    user: await shop.db.signUp(),
  });
  expect(status).toBe(404);
});
