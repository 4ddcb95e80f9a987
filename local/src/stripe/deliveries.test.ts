// Guards that events reach the endpoint signed as Stripe signs, again until taken, and as ordered.
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signPayload } from './events.ts';
import { type StripeSandbox, startStripeSandbox } from './sandbox.ts';
import { connectStripe } from './test-client.ts';

const secret = 'whsec_for_these_tests_alone';
type Received = { body: string; headers: IncomingHttpHeaders };
let received: Received[];
/** What the endpoint answers, one after the other; then 200. */
let answers: number[];
let endpoint: Server;
let webhook: { url: string; secret: string };
let sandbox: StripeSandbox;
let stripe: Stripe;
const folder = mkdtempSync(join(tmpdir(), 'mindbot-stripe-'));
const dataFile = join(folder, 'stripe.jsonl');

beforeEach(async () => {
  received = [];
  answers = [];
  endpoint = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ body: Buffer.concat(chunks).toString(), headers: request.headers });
    response.writeHead(answers.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  const { port } = endpoint.address() as AddressInfo;
  webhook = { url: `http://127.0.0.1:${port}/webhooks/stripe`, secret };
  sandbox = await startStripeSandbox({ webhook, dataFile });
  stripe = connectStripe(sandbox.url);
});
afterEach(async () => {
  await sandbox.stop();
  endpoint.closeAllConnections();
  await new Promise((resolve) => endpoint.close(resolve));
  rmSync(dataFile, { force: true });
});

const typesReceived = () => received.map(({ body }) => JSON.parse(body).type);
const names = ['one', 'two', 'three'];
async function createThree() {
  for (const name of names) await stripe.customers.create({ name });
}

test("the SDK accepts the signature, and it is the SDK's own to the letter", async () => {
  const customer = await stripe.customers.create({ name: 'Zoë' }, { idempotencyKey: 'k1' });
  await sandbox.control.settled();
  const [{ body, headers } = { body: '', headers: {} }] = received;
  const signature = String(headers['stripe-signature']);
  const event = stripe.webhooks.constructEvent(body, signature, secret);
  expect(event).toMatchObject({
    object: 'event',
    type: 'customer.created',
    api_version: '2026-10-28.endive',
    livemode: false,
    data: { object: { id: customer.id, name: 'Zoë' } },
    request: { idempotency_key: 'k1' },
  });
  const timestamp = Number(/^t=(\d+),/.exec(signature)?.[1]);
  const own = stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp });
  expect(signPayload(body, secret, timestamp)).toBe(own);
  expect(() => stripe.webhooks.constructEvent(`${body} `, signature, secret)).toThrow();
  expect((await stripe.events.retrieve(event.id)).pending_webhooks).toBe(0);
});

test('what the endpoint does not take is sent again, the same to the letter', async () => {
  answers = [500, 503];
  await stripe.customers.create({});
  expect((await stripe.events.list()).data[0]?.pending_webhooks).toBe(1);
  await sandbox.control.settled();
  expect(received).toHaveLength(3);
  expect(new Set(received.map(({ body }) => body)).size).toBe(1);
});

test('duplicates come as often as ordered', async () => {
  sandbox.control.setDeliveries({ duplicates: 2 });
  await stripe.customers.create({});
  await sandbox.control.settled();
  expect(received).toHaveLength(3);
});

test('in disorder the last comes first', async () => {
  sandbox.control.setDeliveries({ isDown: true, reorder: true });
  await createThree();
  sandbox.control.setDeliveries({ isDown: false });
  await sandbox.control.settled();
  const order = received.map(({ body }) => JSON.parse(body).data.object.name);
  expect(order).toEqual(names.toReversed());
});

test('while it is down nothing comes, and events can be listed; then all come', async () => {
  sandbox.control.setDeliveries({ isDown: true });
  await createThree();
  expect((await stripe.events.list({ delivery_success: false })).data).toHaveLength(3);
  expect(received).toEqual([]);
  expect(sandbox.control.deliveries()).toMatchObject({ isDown: true, waiting: 3 });
  sandbox.control.setDeliveries({ isDown: false });
  await sandbox.control.settled();
  expect(received).toHaveLength(3);
});

test('what was dropped never comes, unless it is sent again', async () => {
  sandbox.control.setDeliveries({ isDown: true });
  await createThree();
  expect(sandbox.control.dropDeliveries()).toBe(3);
  sandbox.control.setDeliveries({ isDown: false });
  await sandbox.control.settled();
  expect(received).toEqual([]);
  const [newest] = (await stripe.events.list({ type: 'customer.*' })).data;
  sandbox.control.redeliver(newest?.id ?? '');
  await sandbox.control.settled();
  expect(received).toHaveLength(1);
});

test('purchases, events on their way, keys and the clock outlive the sandbox', async () => {
  sandbox.control.setDeliveries({ isDown: true });
  const order = { amount: 450, currency: 'eur', confirm: true, payment_method: 'pm_card_visa' };
  const create = () =>
    stripe.paymentIntents.create(
      { ...order, return_url: 'http://127.0.0.1/' },
      { idempotencyKey: 'k1' },
    );
  const { id } = await create();
  sandbox.control.setDeliveries({ delayMs: 0 });
  await sandbox.stop();
  sandbox = await startStripeSandbox({ webhook, dataFile });
  stripe = connectStripe(sandbox.url);
  expect((await create()).id).toBe(id);
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: 'succeeded' });
  await sandbox.control.settled();
  expect(typesReceived().sort()).toEqual([
    'charge.succeeded',
    'payment_intent.created',
    'payment_intent.succeeded',
  ]);
});

test('half a line at the end of the file, as after a power cut, costs nothing else', async () => {
  const { id } = await stripe.customers.create({ name: 'kept' });
  await sandbox.control.settled();
  await sandbox.stop();
  appendFileSync(dataFile, '{"name":"customers","id":"cus_half","row":{"id":"cus_ha');
  sandbox = await startStripeSandbox({ webhook, dataFile });
  stripe = connectStripe(sandbox.url);
  expect((await stripe.customers.list()).data.map((customer) => customer.id)).toEqual([id]);
});
