// Guards that the sandbox takes no request which Stripe's own description of its interface refuses.
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findStripeMock } from '../../../scripts/setup/stripe-mock.mjs';
import { findFreePort } from '../free-port.ts';
import { type StripeSandbox, startStripeSandbox } from './sandbox.ts';
import { connectStripe } from './test-client.ts';

const program = findStripeMock();
let mock: ChildProcess;
let mockUrl: string;
let sandbox: StripeSandbox;
let stripe: Stripe;

const askMock = (method: string, path: string, form: string) =>
  fetch(`${mockUrl}${path}${method === 'POST' || form === '' ? '' : `?${form}`}`, {
    method,
    headers: {
      authorization: 'Bearer sk_test_123',
      'content-type': 'application/x-www-form-urlencoded',
    },
    ...(method === 'POST' ? { body: form } : {}),
  });

beforeAll(async () => {
  if (program === undefined) return;
  sandbox = await startStripeSandbox();
  stripe = connectStripe(sandbox.url);
  const port = await findFreePort();
  mockUrl = `http://127.0.0.1:${port}`;
  mock = spawn(program, ['-http-addr', `127.0.0.1:${port}`], { stdio: 'ignore' });
  while (!(await askMock('GET', '/v1/customers', '').catch(() => null))) await wait(50);
});
afterAll(async () => {
  mock?.kill();
  await sandbox?.stop();
});

const return_url = 'http://127.0.0.1:3000/done';
const price_data = { currency: 'eur', unit_amount: 450, product_data: { name: '30 minutes' } };

async function buyAndRefund(customer: string): Promise<void> {
  const { id } = await stripe.checkout.sessions.create({
    mode: 'payment',
    ui_mode: 'embedded_page',
    redirect_on_completion: 'if_required',
    return_url,
    customer,
    expires_at: Math.floor(Date.now() / 1_000) + 3_600,
    line_items: [{ quantity: 1, price_data }],
    payment_intent_data: { description: '30 minutes', metadata: { payment: 'p1' } },
    saved_payment_method_options: { payment_method_save: 'enabled' },
  });
  const { paymentIntentId = '' } = sandbox.control.pay(id, { isSaved: true });
  await stripe.paymentIntents.retrieve(paymentIntentId, { expand: ['latest_charge.refunds'] });
  await stripe.refunds.create({ payment_intent: paymentIntentId, amount: 100 });
  await stripe.disputes.list({ payment_intent: paymentIntentId });
  const [card] = (await stripe.customers.listPaymentMethods(customer, { type: 'card' })).data;
  await stripe.paymentIntents.create({
    amount: 450,
    currency: 'eur',
    customer,
    payment_method: card?.id ?? '',
    confirm: true,
    off_session: true,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
  });
}

async function subscribeAndChange(customer: string): Promise<void> {
  const recurring = { interval: 'month' as const };
  const product = await stripe.products.create({ name: 'Monthly' });
  const prices = [];
  for (const unit_amount of [900, 1_900]) {
    const order = { currency: 'eur', unit_amount, recurring, product: product.id };
    prices.push((await stripe.prices.create(order)).id);
  }
  const line_items = [{ price: prices[0] ?? '', quantity: 1 }];
  const { id } = await stripe.checkout.sessions.create({
    mode: 'subscription',
    success_url: return_url,
    cancel_url: return_url,
    customer,
    line_items,
    subscription_data: { metadata: { plan: 'p1' } },
  });
  sandbox.control.pay(id);
  const [subscription] = (await stripe.subscriptions.list({ customer, status: 'all' })).data;
  await stripe.subscriptions.update(subscription?.id ?? '', {
    items: [{ id: subscription?.items.data[0]?.id ?? '', price: prices[1] ?? '' }],
    proration_behavior: 'always_invoice',
    payment_behavior: 'error_if_incomplete',
  });
  const invoice = await stripe.invoices.create({ customer, currency: 'eur' });
  const item = { customer, invoice: invoice.id, amount: 50, currency: 'eur' };
  await stripe.invoiceItems.create({ ...item, description: 'Overage' });
  await stripe.invoices.finalizeInvoice(invoice.id, { auto_advance: false });
  await stripe.invoicePayments.list({ invoice: invoice.id });
  await stripe.billingPortal.sessions.create({ customer, return_url });
  await stripe.subscriptions.cancel(subscription?.id ?? '', { invoice_now: true });
}

test.skipIf(program === undefined)('what the sandbox takes, stripe-mock takes', async () => {
  const { id } = await stripe.customers.create({ email: 'ann@example.com', metadata: { u: '1' } });
  await buyAndRefund(id);
  await subscribeAndChange(id);
  await stripe.events.list({ types: ['charge.refunded'], created: { gte: 1 }, limit: 100 });
  const taken = sandbox.control.requests().filter(({ status }) => status === 200);
  expect(taken.length).toBeGreaterThan(15);
  for (const { method, path, form } of taken) {
    const answer = await askMock(method, path, form);
    expect([method, path, answer.status, answer.ok ? '' : await answer.text()]).toEqual([
      method,
      path,
      200,
      '',
    ]);
  }
});

test.skipIf(program === undefined).each([
  ['/v1/checkout/sessions', 'mode=payment&colour=red'],
  ['/v1/checkout/sessions', 'mode=payment&ui_mode=embedded&line_items[0][price]=p&unknown=1'],
  ['/v1/payment_intents', 'amount=450'],
  ['/v1/payment_intents', 'amount=much&currency=eur'],
  ['/v1/refunds', 'payment=pi_1'],
  ['/v1/subscriptions', 'customer=cus_1&plans=p'],
])('both refuse %s with %s', async (path, form) => {
  expect((await askMock('POST', path, form)).status).toBe(400);
  const headers = { authorization: `Bearer ${sandbox.secretKey}` };
  const answer = await fetch(sandbox.url + path, { method: 'POST', headers, body: form });
  expect(answer.status).toBe(400);
});
