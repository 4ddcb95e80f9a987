// Guards that a payer can pay on the pages, that only we may frame them, and that orders are ours.
import { request } from 'node:http';
import type Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StripeSandbox, startStripeSandbox } from './sandbox.ts';
import { connectStripe } from './test-client.ts';

const publicUrl = 'http://127.0.0.1:3000';
let sandbox: StripeSandbox;
let stripe: Stripe;
beforeEach(async () => {
  sandbox = await startStripeSandbox({ publicUrl });
  stripe = connectStripe(sandbox.url);
});
afterEach(() => sandbox.stop());

const get = async (path: string) => {
  const answer = await fetch(sandbox.url + path);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};
const post = async (path: string, fields: Record<string, string>, headers = {}) => {
  const answer = await fetch(sandbox.url + path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers,
    redirect: 'manual',
  });
  return { status: answer.status, text: await answer.text(), next: answer.headers.get('location') };
};
const open = (changes: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
  stripe.checkout.sessions.create({
    mode: 'payment',
    ui_mode: 'embedded_page',
    return_url: `${publicUrl}/done?id={CHECKOUT_SESSION_ID}`,
    line_items: [
      {
        quantity: 2,
        price_data: {
          currency: 'eur',
          unit_amount: 450,
          product_data: { name: '<b>30</b> minutes' },
        },
      },
    ],
    ...changes,
  });

test('the pay page says what is bought, that it is a test, and runs nothing of strangers', async () => {
  const { id } = await open();
  const { text, headers } = await get(`/pay/${id}`);
  expect(text).toContain('Test mode. No real money.');
  expect(text).toContain('&lt;b&gt;30&lt;/b&gt; minutes × 2');
  expect(text).toContain('Pay €9.00');
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`frame-ancestors 'self' ${publicUrl}`);
  expect((await get('/')).headers.get('content-security-policy')).toContain(
    "frame-ancestors 'none'",
  );
});

test('a payer is told why a card was refused, and pays with another', async () => {
  const { id } = await open();
  const refused = await post(`/pay/${id}`, { method: '4000000000009995', email: 'a@example.com' });
  expect(refused.text).toContain('Your card has insufficient funds.');
  expect(refused.text).toContain('Nothing was charged');
  const paid = await post(`/pay/${id}`, { method: '4242424242424242', email: 'a@example.com' });
  expect(paid).toMatchObject({ status: 303, next: `/pay/${id}` });
  const last = (await get(`/pay/${id}`)).text;
  expect(last).toContain(`"type":"checkout.complete","id":"${id}"`);
  expect(last).toContain(`href="${publicUrl}/done?id=${id}"`);
  expect((await stripe.checkout.sessions.retrieve(id)).payment_status).toBe('paid');
});

test.each([
  ['approve', 'Paid'],
  ['refuse', 'We are unable to authenticate your payment method'],
])('the bank asks, and the payer can %s', async (answer, words) => {
  const { id } = await open();
  const { next } = await post(`/pay/${id}`, { method: '4000002500003155' });
  expect(next).toMatch(/^\/authenticate\/pi_/);
  expect((await get(String(next))).text).toContain('€9.00');
  const answered = await post(String(next), { answer });
  expect(answered.next === null ? answered.text : (await get(answered.next)).text).toContain(words);
});

test('a payment intent has a pay page of its own, and its asker is told at its address', async () => {
  const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'eur' });
  expect((await post(`/pay/${id}`, { method: '4242424242424242' })).status).toBe(303);
  expect((await get(`/pay/${id}`)).text).toContain('checkout.complete');
  const asked = await stripe.paymentIntents.create({
    amount: 500,
    currency: 'eur',
    confirm: true,
    payment_method: 'pm_card_authenticationRequired',
    return_url: `${publicUrl}/buy`,
  });
  const { next } = await post(`/authenticate/${asked.id}`, { answer: 'approve' });
  expect(next).toBe(`${publicUrl}/buy?payment_intent=${asked.id}&redirect_status=succeeded`);
});

test('an expired checkout says so, and one that never was is not found', async () => {
  const { id } = await open();
  await stripe.checkout.sessions.expire(id);
  expect((await get(`/pay/${id}`)).text).toContain('checkout.canceled');
  expect((await get('/pay/cs_test_nothing')).status).toBe(404);
});

test('a receipt says TEST, and what was given back', async () => {
  const { id } = await open();
  const { paymentIntentId } = sandbox.control.pay(id);
  sandbox.control.refund(String(paymentIntentId), 100);
  const [charge] = (await stripe.charges.list()).data;
  const { text } = await get(new URL(charge?.receipt_url ?? '').pathname);
  expect(text).toContain('Receipt (TEST)');
  expect(text).toContain('€8.00');
});

test('the dashboard refunds, disputes and settles', async () => {
  const { id } = await open();
  const { paymentIntentId } = sandbox.control.pay(id);
  expect((await get('/')).text).toContain(String(paymentIntentId));
  const [charge] = (await stripe.charges.list()).data;
  const order = { id: charge?.id ?? '', amount: '1.00' };
  expect((await post('/dashboard/refund', order)).next).toContain('said=Refunded');
  const tooMuch = await post('/dashboard/refund', { ...order, amount: '1000' });
  expect(tooMuch.next).toContain('problem=Refund');
  expect((await post('/dashboard/dispute', order)).next).toContain('said=Disputed');
  const [dispute] = (await stripe.disputes.list()).data;
  await post('/dashboard/win', { id: dispute?.id ?? '' });
  expect((await stripe.disputes.list()).data).toMatchObject([{ status: 'won' }]);
});

test('the portal changes the card and ends the subscription with its period', async () => {
  const customer = await stripe.customers.create({ email: 'ann@example.com' });
  const price = await stripe.prices.create({
    currency: 'eur',
    unit_amount: 900,
    recurring: { interval: 'month' },
    product_data: { name: 'Monthly' },
  });
  const { id } = await open({
    mode: 'subscription',
    customer: customer.id,
    line_items: [{ price: price.id, quantity: 1 }],
  });
  sandbox.control.pay(id);
  const { url } = await stripe.billingPortal.sessions.create({ customer: customer.id });
  const path = new URL(url).pathname;
  expect((await get(path)).text).toContain('Monthly');
  const [before] = (await stripe.subscriptions.list({ customer: customer.id })).data;
  await post(path, { do: 'card', card: '4000000000000341' });
  await post(path, { do: 'cancel', subscription: before?.id ?? '' });
  const [after] = (await stripe.subscriptions.list({ customer: customer.id })).data;
  expect(after?.cancel_at_period_end).toBe(true);
  expect(after?.default_payment_method).not.toBe(before?.default_payment_method);
});

test('a page of a stranger gives no orders, and a name of theirs opens nothing', async () => {
  const { id } = await open();
  const headers = { origin: 'https://stranger.example' };
  expect((await post(`/pay/${id}`, { method: '4242424242424242' }, headers)).status).toBe(403);
  expect((await post('/dashboard/advance', { id: '1' }, headers)).status).toBe(403);
  expect((await post('/_sandbox/settled', {}, headers)).status).toBe(403);
  const status = await new Promise((resolve) => {
    request(sandbox.url, { headers: { host: 'stranger.example' } }, ({ statusCode }) =>
      resolve(statusCode),
    ).end();
  });
  expect(status).toBe(403);
});

test('orders over HTTP do what the functions do, and say what is wrong', async () => {
  const { id } = await open();
  const order = async (name: string, input: object) => {
    const answer = await fetch(`${sandbox.url}/_sandbox/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    return { status: answer.status, body: await answer.json() };
  };
  expect(await order('pay', { id, card: 'pay_later' })).toMatchObject({
    status: 200,
    body: { result: { outcome: 'complete' } },
  });
  const [intent] = (await stripe.paymentIntents.list()).data;
  await order('settle-payment', { id: intent?.id, isPaid: true });
  expect((await stripe.checkout.sessions.retrieve(id)).payment_status).toBe('paid');
  expect((await order('dispute', { id: 'pi_x' })).status).toBe(404);
  expect((await order('settle-payment', { id: intent?.id, isPaid: true })).status).toBe(409);
  expect((await order('pay', { id: 5 })).status).toBe(400);
  expect((await order('deliveries', { duplicates: 1 })).body.result).toMatchObject({
    duplicates: 1,
  });
});
