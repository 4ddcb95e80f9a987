// Makes a payment here what it is at its gateway: the only way a payment ever becomes paid.
import type { Logger } from '@mindbot/platform/logging';
import type { Database } from '../clients/database.ts';
import type { PaymentGateway, PaymentReference, PaymentSnapshot } from './gateway.ts';
import type { AppliedSnapshot, PaymentLedger } from './payment-ledger.ts';
import { type PaymentToMake, readPaymentToMake } from './read-payment-order.ts';

/** Somebody newer may come in between a few times; then the queue tries again later. */
const ATTEMPTS_MAX = 5;
/** A payment no gateway ever told of is given up this long after it could be paid. */
const SILENCE_MS = 60 * 60_000;

/** What syncing works with. */
export interface SyncParts {
  database: Pick<Database, 'query'>;
  paymentLedger: Pick<PaymentLedger, 'now' | 'applySnapshot' | 'saveCustomer' | 'setSavedCard'>;
  gateway: PaymentGateway;
  logger: Pick<Logger, 'info' | 'warn'>;
}

/** What came of it; `unknown` when the gateway has never heard of the payment. */
export type SyncOutcome = AppliedSnapshot['outcome'] | 'unknown';

/**
 * Asks the gateway how the payment stands, and applies that.
 * @param hint is what an event said the gateway calls it, for a payment we have no ids of yet.
 */
export async function syncPayment(
  parts: SyncParts,
  paymentId: string,
  hint?: PaymentReference,
): Promise<SyncOutcome> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const payment = await readPaymentToMake(parts.database, paymentId);
    if (!payment || payment.gateway !== parts.gateway.name) return 'not_found';
    const observedAt = await parts.paymentLedger.now();
    const snapshot = await observe(parts, payment, observedAt, hint);
    if (!snapshot) return 'unknown';
    const applied = await parts.paymentLedger.applySnapshot(paymentId, observedAt, snapshot);
    const { outcome } = applied;
    if (outcome === 'stale') continue;
    logChange(parts, paymentId, applied, snapshot);
    if (snapshot.savedCard) await keepCard(parts, payment, snapshot.savedCard);
    return outcome;
  }
  throw new Error(`payment ${paymentId} changed under every one of ${ATTEMPTS_MAX} looks`);
}

/** What the books have now, for whoever asks where somebody's money went. */
function logChange(
  { logger, gateway }: SyncParts,
  paymentId: string,
  { outcome, status, time_grant_id: timeGrantId }: AppliedSnapshot,
  { refunds, disputes, failureCode }: PaymentSnapshot,
): void {
  const facts = { paymentId, gateway: gateway.name, status, timeGrantId, failureCode };
  if (outcome === 'review') {
    logger.warn(
      facts,
      'a payment is not what was ordered: nothing is granted until somebody looks',
    );
  }
  if (outcome !== 'applied') return;
  logger.info(
    { ...facts, refundCount: refunds.length, disputeCount: disputes.length },
    'a payment has changed',
  );
}

/** The snapshot, after closing what is too late to be paid; null when the gateway knows nothing. */
async function observe(
  parts: SyncParts,
  payment: PaymentToMake,
  observedAt: string,
  hint: PaymentReference | undefined,
): Promise<PaymentSnapshot | null> {
  const { gateway } = parts;
  const reference: PaymentReference = {
    paymentId: payment.id,
    gatewayCheckoutId: payment.gateway_checkout_id ?? hint?.gatewayCheckoutId ?? null,
    gatewayPaymentId: payment.gateway_payment_id ?? hint?.gatewayPaymentId ?? null,
  };
  const snapshot = await gateway.readPayment(reference);
  const lateMs = new Date(observedAt).getTime() - new Date(payment.expires_at).getTime();
  if (!snapshot) return lateMs > SILENCE_MS ? expiredSnapshot(payment) : null;
  if (snapshot.status !== 'pending' || lateMs <= 0) return snapshot;
  await gateway.closePayment(reference);
  return gateway.readPayment(reference);
}

function expiredSnapshot(payment: PaymentToMake): PaymentSnapshot {
  return {
    status: 'expired',
    amountMinor: payment.amount_minor,
    currency: payment.currency,
    gatewayPaymentId: null,
    gatewayCheckoutId: null,
    receiptUrl: null,
    failureCode: null,
    failureMessage: null,
    isTest: payment.is_test,
    card: null,
    refunds: [],
    disputes: [],
    savedCard: null,
  };
}

/** The card a buyer let the gateway keep becomes the one they pay with by a click. */
async function keepCard(
  { paymentLedger, gateway }: SyncParts,
  payment: PaymentToMake,
  card: NonNullable<PaymentSnapshot['savedCard']>,
): Promise<void> {
  const buyer = { userId: payment.user_id, organizationId: payment.organization_id };
  const customerId = await paymentLedger.saveCustomer(buyer, gateway.name, card.gatewayCustomerId);
  if (customerId === card.gatewayCustomerId) {
    await paymentLedger.setSavedCard(buyer, gateway.name, card);
  }
}
