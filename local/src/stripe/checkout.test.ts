// Guards that checkout sessions are opened, paid, refused and ended as at Stripe.
import type Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StripeSandbox, startStripeSandbox } from './sandbox.ts';
import { connectStripe } from './test-client.ts';

let sandbox: StripeSandbox;
let stripe: Stripe;
beforeEach(async () => {
  sandbox = await startStripeSandbox({ publicUrl: 'http://127.0.0.1:3000' });
  stripe = connectStripe(sandbox.url);
});
afterEach(() => sandbox.stop());

const lines = (unit_amount = 450) => [
  {
    quantity: 1,
    price_data: { currency: 'eur', unit_amount, product_data: { name: '30 minutes' } },
  },
];
const order = (changes: Partial<Stripe.Checkout.SessionCreateParams> = {}) => ({
  mode: 'payment' as const,
  ui_mode: 'embedded_page' as const,
  redirect_on_completion: 'never' as const,
  line_items: lines(),
  payment_intent_data: { metadata: { paymentId: 'p1' } },
  metadata: { paymentId: 'p1' },
  ...changes,
});
const open = (changes = {}) => stripe.checkout.sessions.create(order(changes));
const read = (id: string) =>
  stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent.latest_charge'] });
const eventTypes = async () =>
  (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type).reverse();

test('a paid one says so everywhere, and its events come in the order of things', async () => {
  const customer = await stripe.customers.create({ email: 'ann@example.com' });
  const session = await open({ customer: customer.id });
  expect(session).toMatchObject({
    status: 'open',
    payment_status: 'unpaid',
    amount_total: 450,
    payment_intent: null,
    url: null,
    client_secret: expect.stringContaining('_secret_'),
  });
  expect(sandbox.control.pay(session.id)).toMatchObject({ outcome: 'complete' });
  expect(await read(session.id)).toMatchObject({
    status: 'complete',
    payment_status: 'paid',
    customer_details: { email: 'ann@example.com' },
    payment_intent: {
      status: 'succeeded',
      amount_received: 450,
      metadata: { paymentId: 'p1' },
      latest_charge: {
        paid: true,
        metadata: { paymentId: 'p1' },
        payment_method_details: { card: { brand: 'visa', last4: '4242' } },
      },
    },
  });
  const { data } = await stripe.checkout.sessions.listLineItems(session.id);
  expect(data).toMatchObject([{ description: '30 minutes', amount_total: 450, quantity: 1 }]);
  expect(await eventTypes()).toEqual([
    'customer.created',
    'product.created',
    'price.created',
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'checkout.session.completed',
  ]);
});

test('after a refusal another card pays the same one', async () => {
  const { id } = await open();
  expect(sandbox.control.pay(id, { card: 'insufficient_funds' })).toMatchObject({
    outcome: 'declined',
    message: 'Your card has insufficient funds.',
  });
  expect(await read(id)).toMatchObject({
    status: 'open',
    payment_intent: {
      status: 'requires_payment_method',
      last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds' },
    },
  });
  expect(sandbox.control.pay(id).outcome).toBe('complete');
  expect(await read(id)).toMatchObject({ status: 'complete', payment_status: 'paid' });
  expect(sandbox.control.pay(id).outcome).toBe('closed');
});

test.each([
  [true, 'complete', 'paid'],
  [false, 'declined', 'unpaid'],
])('the bank asks the payer: approved %s', async (isApproved, outcome, paymentStatus) => {
  const { id } = await open();
  const asked = sandbox.control.pay(id, { card: 'authenticate' });
  expect(asked.outcome).toBe('authenticate');
  const intent = await stripe.paymentIntents.retrieve(String(asked.paymentIntentId));
  expect(intent.next_action?.redirect_to_url?.url).toContain(`/authenticate/${intent.id}`);
  expect(sandbox.control.authenticate(intent.id, isApproved).outcome).toBe(outcome);
  expect((await read(id)).payment_status).toBe(paymentStatus);
});

test.each([
  [true, 'paid', 'checkout.session.async_payment_succeeded', 'succeeded'],
  [false, 'unpaid', 'checkout.session.async_payment_failed', 'requires_payment_method'],
])(
  'a bank debit completes it unpaid, and is settled later: %s',
  async (isPaid, status, type, intentStatus) => {
    const { id } = await open();
    const { paymentIntentId } = sandbox.control.pay(id, { card: 'pay_later' });
    expect(await read(id)).toMatchObject({ status: 'complete', payment_status: 'unpaid' });
    sandbox.control.settlePayment(String(paymentIntentId), isPaid);
    const settled = await read(id);
    expect(settled.payment_status).toBe(status);
    expect(settled.payment_intent).toMatchObject({ status: intentStatus });
    expect((await eventTypes()).at(-1)).toBe(type);
  },
);

test('a card is saved when the payer or the order says so', async () => {
  const customer = await stripe.customers.create();
  const cards = async () => (await stripe.customers.listPaymentMethods(customer.id)).data;
  const options = { payment_method_save: 'enabled' as const };
  const asked = await open({ customer: customer.id, saved_payment_method_options: options });
  sandbox.control.pay(asked.id);
  expect(await cards()).toEqual([]);
  const again = await open({ customer: customer.id, saved_payment_method_options: options });
  sandbox.control.pay(again.id, { isSaved: true });
  expect(await cards()).toMatchObject([{ allow_redisplay: 'always', card: { last4: '4242' } }]);
  const agreed = await open({
    customer: customer.id,
    payment_intent_data: { setup_future_usage: 'off_session' },
  });
  sandbox.control.pay(agreed.id);
  expect(await cards()).toHaveLength(2);
});

test('one that costs nothing needs no payment', async () => {
  const { id } = await open({ line_items: lines(0) });
  sandbox.control.pay(id);
  expect(await read(id)).toMatchObject({
    status: 'complete',
    payment_status: 'no_payment_required',
    payment_intent: null,
  });
});

test('an expired one takes no payment, and its payment intent is canceled', async () => {
  const { id } = await open();
  const { paymentIntentId } = sandbox.control.pay(id, { card: 'decline' });
  expect((await stripe.checkout.sessions.expire(id)).status).toBe('expired');
  expect(sandbox.control.pay(id).outcome).toBe('closed');
  expect((await stripe.paymentIntents.retrieve(String(paymentIntentId))).status).toBe('canceled');
  await expect(stripe.checkout.sessions.expire(id)).rejects.toThrow(/Only Checkout Sessions with/);
});

test('the hosted page has an address until it is paid', async () => {
  const hosted = await stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: lines(),
    success_url: 'http://127.0.0.1:3000/done?id={CHECKOUT_SESSION_ID}',
  });
  expect(hosted).toMatchObject({ ui_mode: 'hosted_page', client_secret: null });
  expect(hosted.url).toBe(`${sandbox.url}/pay/${hosted.id}`);
  sandbox.control.pay(hosted.id);
  expect((await read(hosted.id)).url).toBeNull();
});

test('tax is within the price, or on top of it, as the price says', async () => {
  const taxed = (tax_behavior: 'inclusive' | 'exclusive') =>
    open({
      automatic_tax: { enabled: true },
      line_items: lines(600).map((line) => ({
        ...line,
        price_data: { ...line.price_data, tax_behavior },
      })),
    });
  expect(await taxed('inclusive')).toMatchObject({
    amount_total: 600,
    total_details: { amount_tax: 100 },
  });
  expect(await taxed('exclusive')).toMatchObject({
    amount_total: 720,
    total_details: { amount_tax: 120 },
  });
});

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;
test.each([
  ['no items', { line_items: undefined }, /line_items/],
  [
    'a page of its own without an address',
    { ui_mode: 'hosted_page', redirect_on_completion: undefined },
    /success_url/,
  ],
  ['no way back', { redirect_on_completion: undefined }, /return_url/],
  ['a cancel address where there is none', { cancel_url: 'https://example.com' }, /cancel_url/],
  ['an early end', { expires_at: inSeconds(60) }, /at least 30 minutes/],
  ['a late end', { expires_at: inSeconds(90_000) }, /less than 24 hours/],
  ['an unknown customer', { customer: 'cus_nobody' }, /No such customer: 'cus_nobody'/],
  ['two customers', { customer: 'cus_1', customer_email: 'a@example.com' }, /only specify one/],
  ['an old word', { ui_mode: 'embedded' }, /Invalid ui_mode: must be one of/],
  [
    'what this version took away',
    { payment_method_types: ['card'] },
    /unknown parameter: payment_method_types/,
  ],
  ['too little', { line_items: lines(20) }, /at least 50/],
  [
    'a subscription of nothing',
    { mode: 'subscription', payment_intent_data: undefined },
    /recurring price/,
  ],
  ['half a number', { line_items: lines(4.5) }, /Invalid integer: 4.5/],
  [
    'a nested unknown',
    { line_items: [{ ...lines()[0], colour: 'red' }] },
    /line_items\[0\]\[colour\]/,
  ],
])('refuses %s', async (_name, changes, message) => {
  await expect(open(changes)).rejects.toMatchObject({
    type: 'StripeInvalidRequestError',
    message: expect.stringMatching(message),
  });
});
