// Guards the rules every call shares: keys, idempotency, lists, expanding, and words for errors.
import type Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StripeSandbox, sandboxSecretKey, startStripeSandbox } from './sandbox.ts';
import { connectStripe } from './test-client.ts';

let sandbox: StripeSandbox;
let stripe: Stripe;
beforeEach(async () => {
  sandbox = await startStripeSandbox();
  stripe = connectStripe(sandbox.url);
});
afterEach(() => sandbox.stop());

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${sandbox.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${sandboxSecretKey}`, ...init.headers },
  });

test('another key, or none, is not let in', async () => {
  await expect(
    connectStripe(sandbox.url, 'sk_test_somebody_else').customers.list(),
  ).rejects.toMatchObject({ type: 'StripeAuthenticationError', statusCode: 401 });
  expect((await fetch(`${sandbox.url}/v1/customers`)).status).toBe(401);
});

test('another version of the interface is refused', async () => {
  const answer = await ask('/v1/customers', { headers: { 'stripe-version': '2020-08-27' } });
  expect(answer.status).toBe(400);
});

test('what is not there is missing: 404 in the address, 400 in a parameter', async () => {
  await expect(stripe.paymentIntents.retrieve('pi_x')).rejects.toMatchObject({
    type: 'StripeInvalidRequestError',
    statusCode: 404,
    code: 'resource_missing',
    requestId: expect.stringMatching(/^req_/),
  });
  await expect(
    stripe.paymentIntents.create({ amount: 500, currency: 'eur', payment_method: 'pm_x' }),
  ).rejects.toMatchObject({ statusCode: 400, code: 'resource_missing', param: 'payment_method' });
  expect((await ask('/v1/nothing')).status).toBe(404);
});

test('the same idempotency key gives the first answer, a hundred times at once', async () => {
  const all = await Promise.all(
    Array.from({ length: 100 }, () =>
      stripe.customers.create({ email: 'ann@example.com' }, { idempotencyKey: 'k1' }),
    ),
  );
  expect(new Set(all.map(({ id }) => id)).size).toBe(1);
  expect((await stripe.customers.list({ limit: 100 })).data).toHaveLength(1);
  expect(
    all.filter(({ lastResponse }) => lastResponse.headers['idempotent-replayed']),
  ).toHaveLength(99);
});

test('the same idempotency key with other parameters is an idempotency error', async () => {
  await stripe.customers.create({ name: 'Ann' }, { idempotencyKey: 'k1' });
  const options = { idempotencyKey: 'k1' };
  await expect(stripe.customers.create({ name: 'Bob' }, options)).rejects.toMatchObject({
    type: 'StripeIdempotencyError',
    statusCode: 400,
  });
  await expect(stripe.products.create({ name: 'Ann' }, options)).rejects.toMatchObject({
    type: 'StripeIdempotencyError',
  });
});

test('a refused card is refused again under the same key; a wrong parameter may be mended', async () => {
  const order = {
    amount: 450,
    currency: 'eur',
    confirm: true,
    payment_method: 'pm_card_chargeDeclined',
    return_url: 'http://127.0.0.1/',
  };
  const declined = () => stripe.paymentIntents.create(order, { idempotencyKey: 'k1' });
  const first = await declined().catch((error) => error);
  const second = await declined().catch((error) => error);
  expect(second).toMatchObject({ type: 'StripeCardError' });
  expect(second.payment_intent.id).toBe(first.payment_intent.id);
  const options = { idempotencyKey: 'k2' };
  await expect(stripe.customers.create({ nme: 'Ann' } as never, options)).rejects.toThrow(/nme/);
  expect((await stripe.customers.create({ name: 'Ann' }, options)).name).toBe('Ann');
});

test('lists come newest first, in pages, by time', async () => {
  const made: string[] = [];
  for (let count = 0; count < 5; count += 1) {
    made.unshift((await stripe.customers.create({ name: `${count}` })).id);
  }
  const page = await stripe.customers.list({ limit: 2 });
  expect(page).toMatchObject({ object: 'list', has_more: true, url: '/v1/customers' });
  const all: string[] = [];
  for await (const { id } of stripe.customers.list({ limit: 2 })) all.push(id);
  expect(all).toEqual(made);
  const before = await stripe.customers.list({ ending_before: made[3] ?? '', limit: 2 });
  expect(before.data.map(({ id }) => id)).toEqual(made.slice(1, 3));
  const now = Math.floor(Date.now() / 1_000);
  const since = (gte: number) => stripe.customers.list({ created: { gte } });
  expect((await since(now - 60)).data).toHaveLength(5);
  expect((await since(now + 60)).data).toEqual([]);
  await expect(stripe.customers.list({ limit: 101 })).rejects.toMatchObject({ param: 'limit' });
  await expect(stripe.customers.list({ starting_after: 'cus_x' })).rejects.toMatchObject({
    code: 'resource_missing',
  });
});

test('a deleted customer is a stub, and can do nothing', async () => {
  const { id } = await stripe.customers.create({ payment_method: 'pm_card_visa' });
  expect(await stripe.customers.del(id)).toMatchObject({ id, deleted: true });
  const { lastResponse, ...stub } = await stripe.customers.retrieve(id);
  expect(stub).toEqual({ id, object: 'customer', deleted: true });
  expect((await stripe.customers.list()).data).toEqual([]);
  await expect(
    stripe.paymentIntents.create({ amount: 450, currency: 'eur', customer: id }),
  ).rejects.toMatchObject({ code: 'resource_missing', param: 'customer' });
});

test('what can be expanded is, also in lists; what cannot is said', async () => {
  const customer = await stripe.customers.create({ name: 'Ann' });
  const { id } = await stripe.paymentIntents.create({
    amount: 450,
    currency: 'eur',
    customer: customer.id,
  });
  const read = await stripe.paymentIntents.retrieve(id, { expand: ['customer'] });
  expect(read.customer).toMatchObject({ name: 'Ann' });
  const list = await stripe.paymentIntents.list({ expand: ['data.customer'] });
  expect(list.data[0]?.customer).toMatchObject({ name: 'Ann' });
  expect((await stripe.paymentIntents.retrieve(id)).customer).toBe(customer.id);
  await expect(stripe.paymentIntents.retrieve(id, { expand: ['amount'] })).rejects.toThrow(
    'This property cannot be expanded (amount).',
  );
});

test('calls are recorded as they were made, without the key', async () => {
  await stripe.customers.create({ metadata: { user: 'u1' } }, { idempotencyKey: 'k1' });
  await stripe.events.list({ limit: 3 });
  expect(sandbox.control.requests()).toEqual([
    {
      method: 'POST',
      path: '/v1/customers',
      form: 'metadata[user]=u1',
      version: expect.stringMatching(/^2026/),
      hasIdempotencyKey: true,
      status: 200,
    },
    expect.objectContaining({ method: 'GET', path: '/v1/events', form: 'limit=3', status: 200 }),
  ]);
  const answer = await fetch(`${sandbox.url}/_sandbox/requests`);
  expect(JSON.stringify(await answer.json())).not.toContain(sandboxSecretKey);
});

test('keys that reach for prototypes reach nothing', async () => {
  const body = 'metadata[__proto__]=x&metadata[constructor]=y&name=Ann';
  const answer = await ask('/v1/customers', { method: 'POST', body });
  expect(answer.status).toBe(200);
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});
