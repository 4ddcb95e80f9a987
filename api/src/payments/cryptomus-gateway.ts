// Cryptomus as a payment gateway: an invoice paid in crypto currency on a page of theirs.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { CryptomusClient, CryptomusInvoice } from '../clients/cryptomus.ts';
import { fromDecimal, toDecimal } from './decimal-money.ts';
import type { GatewayEvent, PaymentGateway, PaymentOrder, PaymentSnapshot } from './gateway.ts';

const eventSchema = z.object({
  uuid: z.string().min(1).max(200),
  order_id: z.uuid(),
  status: z.string().min(1).max(40),
});

/** Makes the gateway. */
export function createCryptomusGateway(parts: {
  cryptomus: CryptomusClient;
  publicUrl: string;
}): PaymentGateway {
  const { cryptomus } = parts;
  const publicUrl = parts.publicUrl.replace(/\/$/, '');
  return {
    name: 'cryptomus',

    async createCheckout(order) {
      const invoice = await cryptomus.createInvoice(toNewInvoice(order, publicUrl));
      return {
        gatewayCheckoutId: invoice.uuid,
        gatewayPaymentId: invoice.uuid,
        clientSecret: null,
        url: invoice.url ?? null,
      };
    },

    verifyWebhook(rawBody) {
      const event = eventSchema.safeParse(cryptomus.verify(rawBody));
      return event.success ? toEvent(event.data) : null;
    },

    async findPayment(event) {
      const { uuid, order_id: paymentId } = eventSchema.parse(event.payload);
      return { paymentId, gatewayCheckoutId: uuid, gatewayPaymentId: uuid };
    },

    async readPayment({ paymentId }) {
      const invoice = await cryptomus.findInvoice(paymentId);
      return invoice ? toCryptomusSnapshot(invoice) : null;
    },

    // An invoice closes itself when its lifetime is over.
    closePayment: () => Promise.resolve(),

    async *listChanged(since) {
      for await (const invoice of cryptomus.listInvoices(since)) {
        const event = eventSchema.safeParse({ ...invoice, status: invoice.payment_status });
        if (event.success) yield toEvent(event.data);
      }
    },
  };
}

function toNewInvoice(order: PaymentOrder, publicUrl: string) {
  const url = `${publicUrl}/buy?payment=${order.paymentId}`;
  return {
    amount: toDecimal(order.amountMinor, order.currency),
    currency: order.currency,
    order_id: order.paymentId,
    url_callback: `${publicUrl}/webhooks/cryptomus`,
    url_return: url,
    url_success: url,
    lifetime: Math.round((order.expiresAt.getTime() - order.createdAt.getTime()) / 1_000),
  };
}

/**
 * Their webhooks have no id, so one is made of what was told: that an invoice is in a status is one
 * event, however often it is said. They have no age either: nothing but the id is believed.
 */
function toEvent(payload: z.infer<typeof eventSchema>): GatewayEvent {
  const { uuid, status } = payload;
  return {
    id: createHash('sha256').update(`${uuid}:${status}`).digest('hex'),
    type: status,
    objectId: uuid,
    createdAt: new Date(),
    payload,
  };
}

const STATUSES: Record<string, PaymentSnapshot['status']> = {
  paid: 'paid',
  paid_over: 'paid',
  // Too little, and for good: recorded with what came, so that a person looks at it.
  wrong_amount: 'paid',
  refund_process: 'paid',
  refund_fail: 'paid',
  refund_paid: 'paid',
  wrong_amount_waiting: 'processing',
  process: 'processing',
  confirm_check: 'processing',
  locked: 'processing',
  check: 'pending',
  cancel: 'expired',
  fail: 'failed',
  system_fail: 'failed',
};

const REFUND_STATUSES: Record<string, 'pending' | 'succeeded' | 'failed'> = {
  refund_process: 'pending',
  refund_paid: 'succeeded',
  refund_fail: 'failed',
};

/** The snapshot of an invoice. */
function toCryptomusSnapshot(invoice: CryptomusInvoice): PaymentSnapshot {
  const { currency, payment_status: word } = invoice;
  const orderedMinor = fromDecimal(invoice.amount, currency) ?? 0;
  const status = STATUSES[word] ?? 'pending';
  const refundStatus = REFUND_STATUSES[word];
  return {
    status,
    amountMinor: word === 'wrong_amount' ? partOf(invoice, orderedMinor) : orderedMinor,
    currency,
    gatewayPaymentId: invoice.uuid,
    gatewayCheckoutId: invoice.uuid,
    receiptUrl: status === 'paid' ? (invoice.url ?? null) : null,
    failureCode: status === 'failed' ? word : null,
    failureMessage: status === 'failed' ? 'The transfer did not succeed.' : null,
    isTest: false,
    card: null,
    refunds: refundStatus
      ? [{ id: `${invoice.uuid}:refund`, amountMinor: orderedMinor, status: refundStatus }]
      : [],
    disputes: [],
    savedCard: null,
  };
}

/** What came of what was to come, in our currency: they tell both in the payer's. */
function partOf(invoice: CryptomusInvoice, orderedMinor: number): number {
  const share = Number(invoice.payment_amount) / Number(invoice.payer_amount);
  return Number.isFinite(share) ? Math.floor(orderedMinor * Math.min(1, Math.max(0, share))) : 0;
}
