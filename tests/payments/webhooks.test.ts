// Webhooks of payments: only real and fresh ones count, each once, and none is believed.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { HALF_HOUR_MS, TRIAL_MS, useShop } from './support/use-shop.ts';
import { postWebhook, signStripe, stripeEvent } from './support/webhooks.ts';

const shop = useShop();
const orderedBy = (paymentId: string) => ({ metadata: { payment_id: paymentId } });

/** A paid checkout of which no event was delivered. */
async function payUnheard() {
  const user = await shop.db.signUp();
  shop.stripe.control.setDeliveries({ isDown: true });
  const { payment, formId } = await shop.open(user);
  const result = shop.stripe.control.pay(formId);
  shop.stripe.control.dropDeliveries();
  shop.stripe.control.setDeliveries({ isDown: false });
  expect(result.outcome).toBe('complete');
  const object = { object: 'checkout.session', id: formId, ...orderedBy(payment.id) };
  return { user, payment, object };
}

async function grantsOf(paymentId: string): Promise<number> {
  const rows = await shop.db.rows('select id from time_grants where idempotency_key = $1', [
    `payment:${paymentId}`,
  ]);
  return rows.length;
}

describe('one payment is granted once', () => {
  test('by a hundred copies of one event at the same moment', async () => {
    const { user, payment, object } = await payUnheard();
    const body = stripeEvent('checkout.session.completed', object);
    const signature = signStripe(body);
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => postWebhook(shop, body, signature)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers.filter(({ body: { outcome } }) => outcome === 'recorded')).toHaveLength(1);
    await shop.settle();
    expect(await grantsOf(payment.id)).toBe(1);
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + HALF_HOUR_MS);
  });

  test('by different events of the same payment at the same moment', async () => {
    const { user, payment, object } = await payUnheard();
    const types = ['completed', 'async_payment_succeeded', 'completed', 'expired'];
    await Promise.all(
      types.map((type) => {
        const body = stripeEvent(`checkout.session.${type}`, object);
        return postWebhook(shop, body, signStripe(body));
      }),
    );
    await shop.settle();
    expect(await grantsOf(payment.id)).toBe(1);
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + HALF_HOUR_MS);
    expect((await shop.payment(user, payment.id)).status).toBe('paid');
  });

  test('however often, late and in whatever order events come', async () => {
    shop.stripe.control.setDeliveries({ duplicates: 3, reorder: true, delayMs: 50 });
    const users = await Promise.all(Array.from({ length: 5 }, () => shop.db.signUp()));
    const payments = await Promise.all(users.map((user) => shop.buy(user)));
    expect(payments.map(({ status }) => status)).toEqual(payments.map(() => 'paid'));
    for (const user of users) expect(await shop.balanceMs(user)).toBe(TRIAL_MS + HALF_HOUR_MS);
  });
});

test('an event that says paid pays nothing: the gateway is asked', async () => {
  const user = await shop.db.signUp();
  const { payment, formId } = await shop.open(user);
  const body = stripeEvent('checkout.session.completed', {
    object: 'checkout.session',
    id: formId,
    status: 'complete',
    payment_status: 'paid',
    amount_total: 450,
    ...orderedBy(payment.id),
  });
  expect((await postWebhook(shop, body, signStripe(body))).status).toBe(200);
  await shop.settle();
  expect((await shop.payment(user, payment.id)).status).toBe('pending');
  expect(await shop.balanceMs(user)).toBe(TRIAL_MS);
});

test('an event cannot lend the payment of another to an order', async () => {
  const rich = await payUnheard();
  const poor = await shop.db.signUp();
  const { payment } = await shop.open(poor);
  await shop.db.rows(
    'update payments set gateway_checkout_id = null, gateway_payment_id = null where id = $1',
    [payment.id],
  );
  const body = stripeEvent('checkout.session.completed', {
    ...rich.object,
    ...orderedBy(payment.id),
  });
  await postWebhook(shop, body, signStripe(body));
  await expect
    .poll(async () => {
      const [row] = await shop.db.rows(
        'select last_error from gateway_events where processed_at is null',
      );
      return row?.last_error;
    })
    .toContain('belongs to another payment');
  expect(await shop.balanceMs(poor)).toBe(TRIAL_MS);
  await shop.db.rows('update gateway_events set processed_at = now()');
});

test.each([
  ['an order of another system', { object: 'payment_intent', id: 'pi_foreign', metadata: {} }],
  ['a mark that is none of ours', { object: 'payment_intent', id: 'pi_1', ...orderedBy('42') }],
  ['an order that is not there', { object: 'charge', id: 'ch_1', ...orderedBy(randomUUID()) }],
])('%s is put on record and left alone', async (_, object) => {
  const id = `evt_${randomUUID()}`;
  const body = stripeEvent('payment_intent.succeeded', object, id);
  expect((await postWebhook(shop, body, signStripe(body))).body).toEqual({ outcome: 'recorded' });
  await shop.settle();
  const row = await shop.db.row('select outcome from gateway_events where event_id = $1', [id]);
  expect(row.outcome).toBe('ignored');
});

describe('a forgery', () => {
  const id = 'pi_forged';
  const body = stripeEvent('payment_intent.succeeded', { object: 'payment_intent', id });
  const forgeries: Record<string, () => [string, string | null]> = {
    'without signature': () => [body, null],
    'with garbage as signature': () => [body, 'garbage'],
    'with an empty signature': () => [body, 't=,v1='],
    'signed with another secret': () => [body, signStripe(body, { secret: 'whsec_other' })],
    'of another body than was signed': () => [body, signStripe(body, { signedBody: `${body} ` })],
    'with one byte added': () => [`${body} `, signStripe(body)],
    truncated: () => [body.slice(0, -20), signStripe(body)],
    'signed over five minutes ago': () => [body, signStripe(body, { ageSeconds: 301 })],
    'from the future': () => [body, signStripe(body, { ageSeconds: -400 })],
    'that is no JSON': () => ['{', signStripe('{')],
    'that is empty': () => ['', signStripe('')],
  };

  test.each(Object.keys(forgeries))('%s is refused', async (name) => {
    const [sent, signature] = forgeries[name]?.() ?? ['', null];
    const answer = await postWebhook(shop, sent, signature);
    expect([answer.status, answer.body.code]).toEqual([401, 'webhook_signature_invalid']);
    expect(
      await shop.db.rows(`select 1 from gateway_events where object_id = 'pi_forged'`),
    ).toEqual([]);
  });
});

test('a replay is answered and changes nothing', async () => {
  const { user, object } = await payUnheard();
  const body = stripeEvent('checkout.session.completed', object);
  const outcomes: unknown[] = [];
  for (let time = 0; time < 3; time += 1) {
    outcomes.push((await postWebhook(shop, body, signStripe(body))).body.outcome);
    await shop.settle();
  }
  expect(outcomes).toEqual(['recorded', 'replayed', 'replayed']);
  expect(await shop.balanceMs(user)).toBe(TRIAL_MS + HALF_HOUR_MS);
});

test('a webhook of a megabyte is not read', async () => {
  const huge = stripeEvent('x', { id: 'x'.repeat(1_048_576) });
  const answer = await postWebhook(shop, huge, signStripe(huge));
  expect([answer.status, answer.body.code]).toEqual([413, 'body_too_large']);
});
