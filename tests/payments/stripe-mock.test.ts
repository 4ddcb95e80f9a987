// Every request our code makes is one Stripe's own description knows: stripe-mock refuses none.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findFreePort } from '../../local/src/free-port.ts';
import type { RecordedRequest } from '../../local/src/stripe/request-log.ts';
import { findStripeMock } from '../../scripts/setup/stripe-mock.mjs';
import { useShop } from './support/use-shop.ts';

const program = findStripeMock();
const shop = useShop({ STRIPE_TAX: '1' });
let mock: ChildProcess;
let mockUrl = '';

beforeAll(async () => {
  if (!program) return;
  const port = await findFreePort();
  mockUrl = `http://127.0.0.1:${port}`;
  mock = spawn(program, ['-http-addr', `127.0.0.1:${port}`], { stdio: 'ignore' });
  for (let look = 0; look < 200; look += 1) {
    if (await fetch(mockUrl).catch(() => null)) return;
    await wait(50);
  }
  throw new Error('stripe-mock does not listen');
});
afterAll(() => mock?.kill());

/** Everything a shop asks of Stripe: forms, intents, refunds, disputes, cards, and the reconciling. */
async function sellEverything(): Promise<void> {
  const user = await shop.db.signUp();
  const { formId } = await shop.open(user);
  shop.stripe.control.pay(formId, { isSaved: true });
  await shop.settle();
  await shop.open(user, { package: 'time-120', mode: 'hosted' });
  const intent = async (body: object) =>
    shop.ask('POST', '/api/v1/payment-intents', {
      user,
      body: { package: 'time-30', ...body },
      headers: { 'idempotency-key': randomUUID() },
    });
  await intent({ saveCard: true });
  const { body: paid } = await intent({ useSavedCard: true });
  const row = await shop.db.row<{ gateway_payment_id: string }>(
    'select gateway_payment_id from payments where id = $1',
    [paid.payment.id],
  );
  shop.stripe.control.refund(row.gateway_payment_id, 100);
  shop.stripe.control.dispute(row.gateway_payment_id);
  const card = await shop.db.row<{ id: string; payment_method_id: string }>(
    'select id, payment_method_id from customers where user_id = $1',
    [user.userId],
  );
  shop.stripe.control.setCard(card.payment_method_id, 'decline');
  await intent({ useSavedCard: true });
  const late = await shop.open(user, { package: 'time-600' });
  await shop.db.rows(
    `update payments set expires_at = now() - interval '1 second',
       created_at = created_at - interval '1 hour' where id = $1`,
    [late.payment.id],
  );
  await shop.reconcile();
  await shop.settle();
  await shop.ask('DELETE', `/api/v1/payment-methods/${card.id}`, { user });
}

/** Sends a recorded request again, to stripe-mock; answers what it says against it. */
async function refusalOf(request: RecordedRequest): Promise<string | null> {
  const isPost = request.method === 'POST';
  const query = !isPost && request.form !== '' ? `?${request.form}` : '';
  const [path] = request.path.split('?');
  const response = await fetch(`${mockUrl}${path}${query}`, {
    method: request.method,
    headers: {
      authorization: 'Bearer sk_test_123',
      ...(isPost ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    },
    ...(isPost ? { body: request.form } : {}),
  });
  const text = await response.text();
  return response.ok ? null : `${request.method} ${path}: ${text}`;
}

test.skipIf(!program)('stripe-mock refuses none of the requests of all we sell', async () => {
  shop.stripe.control.clearRequests();
  await sellEverything();
  const requests = shop.stripe.control.requests();
  const kinds = new Set(
    requests.map(({ method, path }) => `${method} ${path.replaceAll(/\w+_\w{8,}/g, ':id')}`),
  );
  expect([...kinds].map((kind) => kind.split('?')[0])).toEqual(
    expect.arrayContaining([
      'POST /v1/customers',
      'POST /v1/checkout/sessions',
      'POST /v1/payment_intents',
      'GET /v1/payment_intents/:id',
      'GET /v1/refunds',
      'GET /v1/disputes',
      'GET /v1/events',
      'POST /v1/payment_methods/:id/detach',
    ]),
  );
  const refusals = await Promise.all(requests.map(refusalOf));
  expect(refusals.filter((refusal) => refusal !== null)).toEqual([]);
  for (const { version } of requests) expect(version).toBe('2026-10-28.endive');
});
