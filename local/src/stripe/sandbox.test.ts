// Guards that the real SDK finds in the sandbox what it would find at Stripe.
import type Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StripeSandbox, sandboxSecretKey, startStripeSandbox } from './sandbox.ts';

let sandbox: StripeSandbox;
let stripe: Stripe;

beforeEach(async () => {
  sandbox = await startStripeSandbox();
  stripe = connectStripe(sandbox.url);
});
afterEach(() => sandbox.stop());

const order = {
  mode: 'payment',
  ui_mode: 'embedded_page',
  redirect_on_completion: 'never',
  line_items: [
    {
      quantity: 1,
      price_data: { currency: 'eur', unit_amount: 450, product_data: { name: '30 minutes' } },
    },
  ],
  payment_intent_data: { metadata: { payment_id: 'p1' } },
  metadata: { payment_id: 'p1' },
} as const satisfies Stripe.Checkout.SessionCreateParams;

test('a checkout is paid, and everything about it agrees', async () => {
  const customer = await stripe.customers.create({
    email: 'ann@example.com',
    metadata: { user: 'u1' },
  });
  const session = await stripe.checkout.sessions.create(
    { ...order, customer: customer.id },
    { idempotencyKey: 'k1' },
  );
  expect(session).toMatchObject({
    status: 'open',
    payment_status: 'unpaid',
    amount_total: 450,
    payment_intent: null,
    url: null,
  });
  expect(session.client_secret).toMatch(/_secret_/);
  expect(sandbox.control.pay(session.id)).toMatchObject({ outcome: 'complete' });
  const paid = await stripe.checkout.sessions.retrieve(session.id, {
    expand: ['payment_intent.latest_charge.refunds', 'line_items'],
  });
  expect(paid).toMatchObject({
    status: 'complete',
    payment_status: 'paid',
    payment_intent: {
      status: 'succeeded',
      metadata: { payment_id: 'p1' },
      latest_charge: {
        paid: true,
        payment_method_details: { card: { last4: '4242' } },
        refunds: { data: [] },
      },
    },
  });
  expect(paid.line_items?.data[0]?.description).toBe('30 minutes');
  const events = await stripe.events.list({ limit: 100 });
  expect(events.data.map(({ type }) => type).reverse()).toEqual([
    'customer.created',
    'product.created',
    'price.created',
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'checkout.session.completed',
  ]);
});

test("errors are the SDK's own", async () => {
  await expect(stripe.paymentIntents.retrieve('pi_nothing')).rejects.toMatchObject({
    type: 'StripeInvalidRequestError',
    statusCode: 404,
    code: 'resource_missing',
  });
  await expect(
    connectStripe(sandbox.url, 'sk_test_other').customers.create({}),
  ).rejects.toMatchObject({
    type: 'StripeAuthenticationError',
  });
  await expect(stripe.customers.create({ nonsense: 1 } as never)).rejects.toMatchObject({
    code: 'parameter_unknown',
    param: 'nonsense',
  });
  await expect(stripe.paymentIntents.create({ currency: 'eur' } as never)).rejects.toMatchObject({
    code: 'parameter_missing',
    param: 'amount',
  });
  await expect(
    stripe.paymentIntents.create({ amount: 1.5, currency: 'eur' } as never),
  ).rejects.toMatchObject({ code: 'parameter_invalid_integer' });
  await stripe.customers.create({ name: 'a' }, { idempotencyKey: 'k' });
  await expect(
    stripe.customers.create({ name: 'b' }, { idempotencyKey: 'k' }),
  ).rejects.toMatchObject({ type: 'StripeIdempotencyError' });
  await expect(
    stripe.paymentIntents.create({
      amount: 450,
      currency: 'eur',
      confirm: true,
      payment_method: 'pm_card_chargeDeclined',
      return_url: 'https://example.com',
    }),
  ).rejects.toMatchObject({
    type: 'StripeCardError',
    code: 'card_declined',
    decline_code: 'generic_decline',
    statusCode: 402,
    payment_intent: { status: 'requires_payment_method' },
  });
});
