// Cryptomus, by the answers it gives: invoices, their statuses, and webhooks only it can sign.
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCryptomusClient, signatureOf } from '../clients/cryptomus.ts';
import { createCryptomusGateway } from './cryptomus-gateway.ts';
import { fromDecimal, toDecimal } from './decimal-money.ts';
import { GatewayUnavailableError, type PaymentGateway } from './gateway.ts';

const KEY = 'a-payment-key-of-the-tests';
const PAYMENT_ID = 'c56a4180-65aa-42ec-a945-5fd21dec0538';
const UUID = '70b8db5c-b952-406d-af26-4e1c34c27f15';

/** An invoice as Cryptomus describes one. */
const invoice = {
  uuid: UUID,
  order_id: PAYMENT_ID,
  amount: '15.60',
  payment_amount: '0.00',
  payer_amount: '16.40',
  discount_percent: -5,
  discount: '-0.75',
  payer_currency: 'USDT',
  currency: 'EUR',
  comments: null,
  merchant_amount: '15.43500000',
  network: 'tron',
  address: 'TXhfYSWt2oKRrHAJVJeYRuit6ZzKuoEKXj',
  from: null,
  txid: null,
  payment_status: 'check',
  url: `https://pay.cryptomus.com/pay/${UUID}`,
  expired_at: 1_689_099_831,
  status: 'check',
  is_final: false,
  additional_data: null,
  created_at: '2026-11-21T09:30:00+03:00',
  updated_at: '2026-11-21T09:31:00+03:00',
};

const order = {
  paymentId: PAYMENT_ID,
  organizationId: PAYMENT_ID,
  userId: PAYMENT_ID,
  title: '2 hours',
  amountMinor: 1_560,
  currency: 'EUR',
  createdAt: new Date('2026-11-21T09:00:00Z'),
  expiresAt: new Date('2026-11-21T10:00:00Z'),
};
const reference = { paymentId: PAYMENT_ID, gatewayCheckoutId: UUID, gatewayPaymentId: UUID };

const app = new Hono();
const server = createAdaptorServer({ fetch: app.fetch });
let gateway: PaymentGateway;
let answer: { status: number; body: unknown };
let asked: { path: string; body: string; headers: Headers }[];

app.post('*', async (c) => {
  asked.push({ path: c.req.path, body: await c.req.text(), headers: c.req.raw.headers });
  return c.json(answer.body as object, answer.status as 200);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const apiUrl = `http://127.0.0.1:${port}`;
  const cryptomus = createCryptomusClient({ merchantId: 'merchant', paymentKey: KEY, apiUrl });
  gateway = createCryptomusGateway({ cryptomus, publicUrl: 'https://voice.example/' });
});
beforeEach(() => {
  asked = [];
  answer = { status: 200, body: { state: 0, result: invoice } };
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('an invoice', () => {
  test('is asked for by our own id and price, signed', async () => {
    const checkout = await gateway.createCheckout(order, { mode: 'hosted' });
    expect(checkout).toMatchObject({ gatewayCheckoutId: UUID, url: invoice.url });
    const [request] = asked;
    expect(JSON.parse(request?.body ?? '')).toEqual({
      amount: '15.60',
      currency: 'EUR',
      order_id: PAYMENT_ID,
      url_callback: 'https://voice.example/webhooks/cryptomus',
      url_return: `https://voice.example/buy?payment=${PAYMENT_ID}`,
      url_success: `https://voice.example/buy?payment=${PAYMENT_ID}`,
      lifetime: 3_600,
    });
    expect(request?.path).toBe('/v1/payment');
    expect(request?.headers.get('merchant')).toBe('merchant');
    expect(request?.headers.get('sign')).toBe(signatureOf(request?.body ?? '', KEY));
  });

  test.each([
    ['check', 'pending', 1_560],
    ['process', 'processing', 1_560],
    ['confirm_check', 'processing', 1_560],
    ['wrong_amount_waiting', 'processing', 1_560],
    ['paid', 'paid', 1_560],
    ['paid_over', 'paid', 1_560],
    ['wrong_amount', 'paid', 780],
    ['cancel', 'expired', 1_560],
    ['fail', 'failed', 1_560],
    ['system_fail', 'failed', 1_560],
    ['refund_process', 'paid', 1_560],
    ['refund_paid', 'paid', 1_560],
    ['refund_fail', 'paid', 1_560],
    ['something_new', 'pending', 1_560],
  ])('that is %s is %s here, of %s', async (word, status, amountMinor) => {
    const result = { ...invoice, payment_status: word, payment_amount: '8.20' };
    answer = { status: 200, body: { state: 0, result } };
    const snapshot = await gateway.readPayment(reference);
    expect(snapshot).toMatchObject({ status, amountMinor, currency: 'EUR' });
    const refund = { refund_process: 'pending', refund_paid: 'succeeded', refund_fail: 'failed' };
    const refundStatus = refund[word as keyof typeof refund];
    expect(snapshot?.refunds).toEqual(
      refundStatus ? [{ id: `${UUID}:refund`, amountMinor: 1_560, status: refundStatus }] : [],
    );
  });

  test('nobody knows of is null, and a server that is away says so', async () => {
    answer = { status: 404, body: { state: 1, message: 'Payment not found' } };
    expect(await gateway.readPayment(reference)).toBeNull();
    for (const status of [500, 401, 200]) {
      answer = { status, body: { state: 1, message: 'Server error' } };
      await expect(gateway.readPayment(reference)).rejects.toThrow(GatewayUnavailableError);
    }
  });

  test('is listed as the events that should have come', async () => {
    const items = [
      { ...invoice, payment_status: 'paid' },
      { ...invoice, order_id: 'of-others' },
    ];
    answer = { status: 200, body: { state: 0, result: { items, paginate: { nextCursor: null } } } };
    const events: string[][] = [];
    for await (const { type, objectId } of gateway.listChanged(new Date('2026-11-20T00:00:00Z'))) {
      events.push([type, objectId]);
    }
    expect(events).toEqual([['paid', UUID]]);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ date_from: '2026-11-20 00:00:00' });
  });
});

describe('a webhook', () => {
  const fields = { ...invoice, type: 'payment', status: 'paid' };
  const sign = (content: object, key = KEY) =>
    signatureOf(JSON.stringify(content).replaceAll('/', String.raw`\/`), key);

  test('that is signed names the payment, and the same again is the same event', async () => {
    const body = JSON.stringify({ ...fields, sign: sign(fields) });
    const event = gateway.verifyWebhook(body, new Headers());
    expect(event).toMatchObject({ type: 'paid', objectId: UUID });
    expect(event && (await gateway.findPayment(event))).toEqual(reference);
    expect(gateway.verifyWebhook(body, new Headers())?.id).toBe(event?.id);
  });

  test.each([
    ['without signature', JSON.stringify(fields)],
    ['with another key', JSON.stringify({ ...fields, sign: sign(fields, 'other') })],
    ['of another amount', JSON.stringify({ ...fields, amount: '1', sign: sign(fields) })],
    ['whose signature is no text', JSON.stringify({ ...fields, sign: 7 })],
    ['of no payment of ours', JSON.stringify({ uuid: UUID, sign: sign({ uuid: UUID }) })],
    ['that is truncated', JSON.stringify({ ...fields, sign: sign(fields) }).slice(0, -9)],
    ['that is empty', ''],
  ])('%s is refused', (_, body) => {
    expect(gateway.verifyWebhook(body, new Headers())).toBeNull();
  });
});

test.each([
  [1_560, 'EUR', '15.60'],
  [5, 'USD', '0.05'],
  [1_500, 'JPY', '1500'],
  [1_234, 'KWD', '1.234'],
])('%i %s is written %s, and read again', (minor, currency, text) => {
  expect(toDecimal(minor, currency)).toBe(text);
  expect(fromDecimal(text, currency)).toBe(minor);
});

test.each(['', '-1', '1e3', '1.', '.5', '1,5', '١'])('%j is no amount', (text) => {
  expect(fromDecimal(text, 'EUR')).toBeNull();
});
