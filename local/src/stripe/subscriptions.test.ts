// Guards that subscriptions in the sandbox renew, fail, change and end as Stripe's do.
import type Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StripeSandbox, startStripeSandbox } from './sandbox.ts';
import { connectStripe } from './test-client.ts';

const dayMs = 86_400_000;
let sandbox: StripeSandbox;
let stripe: Stripe;
let customer: Stripe.Customer;
let small: Stripe.Price;
let large: Stripe.Price;

beforeEach(async () => {
  sandbox = await startStripeSandbox();
  stripe = connectStripe(sandbox.url);
  customer = await stripe.customers.create({ email: 'ann@example.com' });
  const priceOf = (name: string, unit_amount: number) =>
    stripe.prices.create({
      currency: 'eur',
      unit_amount,
      recurring: { interval: 'month' },
      product_data: { name },
    });
  small = await priceOf('Small', 1_000);
  large = await priceOf('Large', 3_000);
});
afterEach(() => sandbox.stop());

async function subscribe(price = small): Promise<Stripe.Subscription> {
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    ui_mode: 'embedded_page',
    redirect_on_completion: 'never',
    customer: customer.id,
    line_items: [{ price: price.id, quantity: 1 }],
    subscription_data: { metadata: { plan: 'small' } },
  });
  expect(sandbox.control.pay(session.id)).toMatchObject({ outcome: 'complete' });
  const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription'] });
  expect(paid).toMatchObject({ status: 'complete', payment_status: 'paid', payment_intent: null });
  return paid.subscription as Stripe.Subscription;
}

const read = (id: string) =>
  stripe.subscriptions.retrieve(id, { expand: ['latest_invoice.payments'] });
const invoiceOf = (subscription: Stripe.Subscription) =>
  subscription.latest_invoice as Stripe.Invoice;
const eventTypes = async () =>
  (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type).reverse();

test('a checkout begins one: paid first invoice, saved card, period of a month', async () => {
  const subscription = await read((await subscribe()).id);
  const [item] = subscription.items.data;
  expect(subscription).toMatchObject({
    status: 'active',
    metadata: { plan: 'small' },
    default_payment_method: expect.stringMatching(/^pm_/),
    latest_invoice: {
      status: 'paid',
      amount_paid: 1_000,
      billing_reason: 'subscription_create',
      parent: { subscription_details: { subscription: subscription.id } },
      lines: { data: [{ amount: 1_000, pricing: { price_details: { price: small.id } } }] },
      payments: { data: [{ status: 'paid', payment: { type: 'payment_intent' } }] },
    },
  });
  const days = ((item?.current_period_end ?? 0) - (item?.current_period_start ?? 0)) / 86_400;
  expect(days).toBeGreaterThanOrEqual(28);
  expect(days).toBeLessThanOrEqual(31);
  expect(await eventTypes()).toEqual(
    expect.arrayContaining([
      'customer.subscription.created',
      'invoice.created',
      'invoice.finalized',
      'invoice.paid',
      'invoice.payment_succeeded',
      'invoice_payment.paid',
      'customer.subscription.updated',
      'checkout.session.completed',
    ]),
  );
});

test('time brings a renewal: a draft that can be added to for an hour, then paid', async () => {
  const { id, items } = await subscribe();
  const end = items.data[0]?.current_period_end ?? 0;
  // Ten minutes of tolerance keep a slow machine within the hour of the draft.
  sandbox.control.advanceClock((end - Math.floor(Date.now() / 1_000) + 600) * 1_000);
  expect(invoiceOf(await read(id)).status).toBe('draft');
  sandbox.control.advanceClock(3_600_000);
  const renewed = await read(id);
  expect(renewed.items.data[0]?.current_period_start).toBe(end);
  expect(invoiceOf(renewed)).toMatchObject({
    status: 'paid',
    billing_reason: 'subscription_cycle',
    amount_paid: 1_000,
  });
  expect((await stripe.invoices.list({ subscription: id })).data).toHaveLength(2);
});

test('items that wait are charged with the renewal, or at once on a draft', async () => {
  const { id, items } = await subscribe();
  await stripe.invoiceItems.create({
    customer: customer.id,
    subscription: id,
    amount: 250,
    currency: 'eur',
    description: 'Overage',
  });
  const end = items.data[0]?.current_period_end ?? 0;
  sandbox.control.advanceClock((end - Math.floor(Date.now() / 1_000) + 60) * 1_000);
  const draft = invoiceOf(await read(id));
  expect(draft).toMatchObject({ status: 'draft', total: 1_250 });
  await stripe.invoiceItems.create({
    customer: customer.id,
    invoice: draft.id,
    amount: 50,
    currency: 'eur',
    description: 'More',
  });
  sandbox.control.advanceClock(3_600_000);
  expect(invoiceOf(await read(id))).toMatchObject({ status: 'paid', amount_paid: 1_300 });
});

test('a refused renewal makes it past due, is tried again, and a new card mends it', async () => {
  const { id, default_payment_method: card } = await subscribe();
  sandbox.control.setCard(String(card), 'insufficient_funds');
  sandbox.control.advanceClock(32 * dayMs);
  const failed = await read(id);
  expect(failed.status).toBe('past_due');
  expect(invoiceOf(failed)).toMatchObject({ status: 'open', attempt_count: 1 });
  expect(invoiceOf(failed).next_payment_attempt).toBeGreaterThan(0);
  await expect(stripe.invoices.pay(invoiceOf(failed).id)).rejects.toMatchObject({
    type: 'StripeCardError',
    decline_code: 'insufficient_funds',
  });
  sandbox.control.setCard(String(card), 'succeed');
  sandbox.control.advanceClock(4 * dayMs);
  expect(await read(id)).toMatchObject({ status: 'active', latest_invoice: { status: 'paid' } });
});

test('after the last refused try it ends', async () => {
  const { id, default_payment_method: card } = await subscribe();
  sandbox.control.setCard(String(card), 'decline');
  sandbox.control.advanceClock(60 * dayMs);
  expect(await read(id)).toMatchObject({
    status: 'canceled',
    cancellation_details: { reason: 'payment_failed' },
  });
  expect(await eventTypes()).toContain('customer.subscription.deleted');
});

test('an upgrade in the middle charges the rest of the period in proportion, at once', async () => {
  const { id, items } = await subscribe();
  const [item] = items.data;
  const length = (item?.current_period_end ?? 0) - (item?.current_period_start ?? 0);
  sandbox.control.advanceClock((length / 2) * 1_000);
  const upgraded = await stripe.subscriptions.update(id, {
    items: [{ id: item?.id ?? '', price: large.id }],
    proration_behavior: 'always_invoice',
    expand: ['latest_invoice'],
  });
  expect(upgraded.items.data[0]?.price.id).toBe(large.id);
  const invoice = invoiceOf(upgraded);
  expect(invoice).toMatchObject({ status: 'paid', billing_reason: 'subscription_update' });
  expect(invoice.lines.data.map(({ amount }) => Math.round(amount / 10))).toEqual([-50, 150]);
  expect(Math.abs(invoice.amount_paid - 1_000)).toBeLessThanOrEqual(2);
});

test('an upgrade the card refuses changes nothing when it must be paid', async () => {
  const { id, items, default_payment_method: card } = await subscribe();
  sandbox.control.setCard(String(card), 'decline');
  const refused = stripe.subscriptions.update(id, {
    items: [{ id: items.data[0]?.id ?? '', price: large.id }],
    proration_behavior: 'always_invoice',
    payment_behavior: 'error_if_incomplete',
  });
  await expect(refused).rejects.toMatchObject({ type: 'StripeCardError', statusCode: 402 });
  expect((await read(id)).items.data[0]?.price.id).toBe(small.id);
});

test('what a downgrade gives back pays for the next invoice', async () => {
  const { id, items } = await subscribe(large);
  await stripe.subscriptions.update(id, {
    items: [{ id: items.data[0]?.id ?? '', price: small.id }],
    proration_behavior: 'always_invoice',
  });
  const { balance } = (await stripe.customers.retrieve(customer.id)) as Stripe.Customer;
  expect(balance).toBeLessThan(-1_900);
  sandbox.control.advanceClock(32 * dayMs);
  expect(invoiceOf(await read(id))).toMatchObject({ status: 'paid', total: 1_000, amount_due: 0 });
});

test('one that was told to end does so with its period; one canceled ends at once', async () => {
  const ending = await subscribe();
  const told = await stripe.subscriptions.update(ending.id, { cancel_at_period_end: true });
  expect(told).toMatchObject({
    status: 'active',
    cancel_at: ending.items.data[0]?.current_period_end,
  });
  const other = await subscribe();
  expect(await stripe.subscriptions.cancel(other.id)).toMatchObject({ status: 'canceled' });
  sandbox.control.advanceClock(32 * dayMs);
  expect((await read(ending.id)).status).toBe('canceled');
  expect((await stripe.invoices.list({ subscription: ending.id })).data).toHaveLength(1);
  expect((await stripe.subscriptions.list({ customer: customer.id })).data).toEqual([]);
});

test('one made by a call is charged to the default card, and a bad card is said', async () => {
  const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  await stripe.customers.update(customer.id, {
    invoice_settings: { default_payment_method: method.id },
  });
  const order = { customer: customer.id, items: [{ price: small.id }] };
  expect((await stripe.subscriptions.create(order)).status).toBe('active');
  sandbox.control.setCard(method.id, 'decline');
  expect((await stripe.subscriptions.create(order)).status).toBe('incomplete');
  await expect(
    stripe.subscriptions.create({ ...order, payment_behavior: 'error_if_incomplete' }),
  ).rejects.toMatchObject({ type: 'StripeCardError' });
});

test('an invoice by itself is drafted, added to, finalized and charged to the default card', async () => {
  const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  const draft = await stripe.invoices.create({
    customer: customer.id,
    currency: 'eur',
    auto_advance: true,
    pending_invoice_items_behavior: 'exclude',
    metadata: { period: 'p1' },
  });
  expect(draft).toMatchObject({ status: 'draft', total: 0, metadata: { period: 'p1' } });
  const more = { customer: customer.id, invoice: draft.id, currency: 'eur' };
  await stripe.invoiceItems.create({ ...more, amount: 120, description: 'Overage' });
  // Without a default card the bill stays open, and is tried again.
  const open = await stripe.invoices.finalizeInvoice(draft.id, { auto_advance: true });
  expect(open).toMatchObject({ status: 'open', amount_due: 120, attempt_count: 1 });
  await expect(stripe.invoiceItems.create({ ...more, amount: 1 })).rejects.toThrow(/finalized/);
  await expect(stripe.invoices.pay(draft.id)).rejects.toThrow(/default payment method/);
  expect(await stripe.invoices.pay(draft.id, { payment_method: method.id })).toMatchObject({
    status: 'paid',
    amount_paid: 120,
  });
  const { data } = await stripe.invoicePayments.list({ invoice: draft.id, status: 'paid' });
  expect(data).toMatchObject([{ amount_paid: 120, payment: { type: 'payment_intent' } }]);
});
