// Guards that payment intents and saved cards behave as at Stripe, with nobody there as well.
import type Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StripeSandbox, startStripeSandbox } from './sandbox.ts';
import { connectStripe } from './test-client.ts';

let sandbox: StripeSandbox;
let stripe: Stripe;
beforeEach(async () => {
  sandbox = await startStripeSandbox();
  stripe = connectStripe(sandbox.url);
});
afterEach(() => sandbox.stop());

const return_url = 'http://127.0.0.1:3000/done';
const pay = (payment_method: string, changes: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({
    amount: 450,
    currency: 'eur',
    confirm: true,
    payment_method,
    return_url,
    metadata: { paymentId: 'p1' },
    ...changes,
  });

test('one is made, described, confirmed and paid', async () => {
  const made = await stripe.paymentIntents.create({ amount: 450, currency: 'eur' });
  expect(made).toMatchObject({
    status: 'requires_payment_method',
    automatic_payment_methods: { enabled: true },
    client_secret: expect.stringMatching(/^pi_.+_secret_/),
  });
  await stripe.paymentIntents.update(made.id, { metadata: { a: '1', b: '2' }, amount: 500 });
  const updated = await stripe.paymentIntents.update(made.id, { metadata: { a: '' } });
  expect(updated).toMatchObject({ amount: 500, metadata: { b: '2' } });
  const paid = await stripe.paymentIntents.confirm(made.id, {
    payment_method: 'pm_card_visa',
    return_url,
    expand: ['latest_charge'],
  });
  expect(paid).toMatchObject({
    status: 'succeeded',
    amount_received: 500,
    latest_charge: { receipt_url: expect.stringContaining('/receipts/ch_') },
  });
  await expect(
    stripe.paymentIntents.confirm(made.id, { payment_method: 'pm_card_visa', return_url }),
  ).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' });
});

test.each([
  ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
  ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
  ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
])('%s is a card error with its reason and its payment intent', async (card, code, reason) => {
  const refused = pay(card);
  await expect(refused).rejects.toMatchObject({
    type: 'StripeCardError',
    statusCode: 402,
    code,
    decline_code: reason,
    payment_intent: { status: 'requires_payment_method', metadata: { paymentId: 'p1' } },
  });
  const { data } = await stripe.charges.list();
  expect(data).toMatchObject([{ status: 'failed', paid: false, failure_code: code }]);
});

test('a saved card pays with nobody there, unless its bank wants somebody', async () => {
  const customer = await stripe.customers.create();
  const first = await pay('pm_card_visa', {
    customer: customer.id,
    setup_future_usage: 'off_session',
  });
  const card = String(first.payment_method);
  const alone = { customer: customer.id, off_session: true };
  expect((await pay(card, alone)).status).toBe('succeeded');
  sandbox.control.setCard(card, 'authenticate_always');
  await expect(pay(card, alone)).rejects.toMatchObject({
    type: 'StripeCardError',
    code: 'authentication_required',
    payment_intent: { status: 'requires_payment_method' },
  });
  const asked = await pay(card, { customer: customer.id });
  expect(asked).toMatchObject({
    status: 'requires_action',
    next_action: { type: 'redirect_to_url', redirect_to_url: { return_url } },
  });
  await expect(
    pay(card, { customer: customer.id, error_on_requires_action: true }),
  ).rejects.toMatchObject({ code: 'authentication_required' });
  await expect(pay(card)).rejects.toThrow(/belongs to a Customer/);
});

test('a card set up with its bank is let through later', async () => {
  const customer = await stripe.customers.create();
  const { id, payment_method } = await pay('pm_card_authenticationRequiredOnSetup', {
    customer: customer.id,
    setup_future_usage: 'off_session',
  });
  sandbox.control.authenticate(id, true);
  const again = await pay(String(payment_method), { customer: customer.id, off_session: true });
  expect(again.status).toBe('succeeded');
});

test('an abandoned one is canceled, and stays so', async () => {
  const { id } = await stripe.paymentIntents.create({ amount: 450, currency: 'eur' });
  const canceled = await stripe.paymentIntents.cancel(id, { cancellation_reason: 'abandoned' });
  expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
  await expect(stripe.paymentIntents.cancel(id)).rejects.toMatchObject({
    code: 'payment_intent_unexpected_state',
  });
});

test('cards are attached, listed and detached; a bad one cannot be attached', async () => {
  const customer = await stripe.customers.create();
  const card = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: customer.id });
  expect(card).toMatchObject({
    customer: customer.id,
    card: { brand: 'mastercard', last4: '4444' },
  });
  const listed = await stripe.paymentMethods.list({ customer: customer.id, type: 'card' });
  expect(listed.data.map(({ id }) => id)).toEqual([card.id]);
  await stripe.paymentMethods.detach(card.id);
  expect((await stripe.customers.listPaymentMethods(customer.id)).data).toEqual([]);
  await expect(stripe.paymentMethods.detach(card.id)).rejects.toThrow(/not attached/);
  await expect(
    stripe.paymentMethods.attach('pm_card_chargeDeclined', { customer: customer.id }),
  ).rejects.toMatchObject({ type: 'StripeCardError' });
});

test.each([
  ['no amount', { currency: 'eur' }, 'parameter_missing', 'amount'],
  ['half a cent', { amount: 450.5, currency: 'eur' }, 'parameter_invalid_integer', 'amount'],
  ['nothing', { amount: 0, currency: 'eur' }, 'parameter_invalid_integer', 'amount'],
  ['too little', { amount: 49, currency: 'eur' }, 'amount_too_small', 'amount'],
  ['too much', { amount: 100_000_000, currency: 'eur' }, 'amount_too_large', 'amount'],
  [
    'an unknown customer',
    { amount: 450, currency: 'eur', customer: 'cus_x' },
    'resource_missing',
    'customer',
  ],
  [
    'an unknown parameter',
    { amount: 450, currency: 'eur', price: 1 },
    'parameter_unknown',
    'price',
  ],
])('refuses %s', async (_name, parameters, code, param) => {
  await expect(stripe.paymentIntents.create(parameters as never)).rejects.toMatchObject({
    type: 'StripeInvalidRequestError',
    statusCode: 400,
    code,
    param,
  });
});

test('methods that lead away need an address to come back to', async () => {
  await expect(pay('pm_card_visa', { return_url: undefined })).rejects.toThrow(/return_url/);
  const stays = { enabled: true, allow_redirects: 'never' as const };
  const paid = await pay('pm_card_visa', {
    return_url: undefined,
    automatic_payment_methods: stays,
  });
  expect(paid.status).toBe('succeeded');
});
