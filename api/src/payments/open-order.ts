// Begins a payment for what a buyer asks: the price from our tables, once for each idempotency key.
import { createHash } from 'node:crypto';
import type { Database } from '../clients/database.ts';
import type { PricingLedger } from '../pricing/pricing-ledger.ts';
import { ProblemError } from '../problem.ts';
import type { GatewayName } from './gateway.ts';
import type { Buyer, PaymentLedger } from './payment-ledger.ts';
import { type PaymentToMake, readPaymentToMake } from './read-payment-order.ts';
import { refuseOrder } from './refuse-payment.ts';

/** How long an order can be paid: Stripe allows 30 minutes at least, counted from its own clock. */
const ORDER_LIFETIME_MS = 60 * 60_000;
/** With less left than this, a gateway that has not heard of the order yet would refuse it. */
const GATEWAY_LIFETIME_MIN_MS = 31 * 60_000;

/** What a buyer asks for. */
export interface OrderWish {
  package?: string | undefined;
  quoteId?: string | undefined;
  quantity?: number | undefined;
  promoCode?: string | undefined;
}

/** How it is to be paid. */
export interface OrderOptions {
  idempotencyKey: string;
  gateway: GatewayName;
  mode: 'checkout' | 'intent' | 'invoice';
  /** Everything of the request that makes it another wish under the same key. */
  request: object;
}

/**
 * The payment of a wish, new or begun before by the same request.
 * @throws {ProblemError} for a refusal, and when an old order can no longer reach its gateway.
 */
export async function openOrder(
  parts: { database: Database; paymentLedger: PaymentLedger; pricingLedger: PricingLedger },
  buyer: Buyer,
  wish: OrderWish,
  options: OrderOptions,
): Promise<PaymentToMake> {
  const { database, paymentLedger, pricingLedger } = parts;
  const create = (quoteId: string | null) =>
    paymentLedger.createPayment({
      ...buyer,
      quoteId,
      kind: 'purchase',
      gateway: options.gateway,
      mode: options.mode,
      idempotencyKey: options.idempotencyKey,
      requestHash: createHash('sha256').update(JSON.stringify(options.request)).digest('hex'),
      lifetimeMs: ORDER_LIFETIME_MS,
    });
  let created = await create(wish.quoteId ?? null);
  // A replay is answered without a quote: by now the package may cost more, or be sold no longer.
  if (created.outcome === 'quote_not_found' && wish.quoteId === undefined) {
    created = await create(await quote(pricingLedger, buyer, wish));
  }
  if (created.payment === null) throw refuseOrder(created.outcome);
  const payment = await readPaymentToMake(database, created.payment.id);
  if (!payment) throw new Error('a payment vanished');
  refuseLateOrder(payment);
  return payment;
}

async function quote(pricingLedger: PricingLedger, buyer: Buyer, wish: OrderWish): Promise<string> {
  const quoted = await pricingLedger.createQuote(buyer, {
    package: wish.package ?? '',
    quantity: wish.quantity ?? 1,
    promoCode: wish.promoCode ?? null,
  });
  if (quoted.quote === null) throw refuseOrder(quoted.outcome);
  return quoted.quote.id;
}

/** An order whose time is over, or that would come too late to its gateway, is begun anew. */
function refuseLateOrder(payment: PaymentToMake): void {
  if (payment.status !== 'pending') return;
  const leftMs = new Date(payment.expires_at).getTime() - Date.now();
  const isKnown = payment.gateway_checkout_id !== null || payment.gateway_payment_id !== null;
  if (leftMs > (isKnown ? 0 : GATEWAY_LIFETIME_MIN_MS)) return;
  throw new ProblemError('quote_expired', 'This order is too old. Begin a new one.');
}
