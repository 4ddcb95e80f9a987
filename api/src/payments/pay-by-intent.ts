// Makes the payment intent of a payment and sees at once what came of it: a saved card is charged
// while the buyer waits, and the time is there with the answer.
import type { Logger } from '@mindbot/platform/logging';
import type { Database } from '../clients/database.ts';
import { CardDeclinedError } from './gateway.ts';
import type { PaymentLedger } from './payment-ledger.ts';
import { type PaymentToMake, toPaymentOrder } from './read-payment-order.ts';
import { cardDeclined } from './refuse-payment.ts';
import type { IntentOptions, StripeGateway, StripeIntent } from './stripe-gateway.ts';
import { syncPayment } from './sync-payment.ts';

/** What the buyer's client does next. */
export type NextStep = Omit<StripeIntent, 'gatewayPaymentId'>;

const NOTHING_LEFT: NextStep = { clientSecret: null, nextAction: 'none', authenticationUrl: null };

/** What paying by intent works with. */
export interface PayByIntentParts {
  database: Database;
  paymentLedger: PaymentLedger;
  gateway: StripeGateway;
  logger: Pick<Logger, 'info' | 'warn'>;
}

/**
 * Makes the intent, or finds the one made before.
 * @throws {ProblemError} `payment_declined` when the saved card was declined: the payment has then
 * failed, and cannot be paid any more.
 */
export async function payByIntent(
  parts: PayByIntentParts,
  payment: PaymentToMake,
  options: IntentOptions,
): Promise<NextStep> {
  // The gateway forgets after a day that it was asked before; what is decided is not asked again.
  if (payment.status === 'failed' && payment.failure_code) {
    throw cardDeclined(new CardDeclinedError(payment.failure_code, payment.gateway_payment_id));
  }
  if (payment.status !== 'pending') return NOTHING_LEFT;
  const { paymentLedger, gateway } = parts;
  try {
    const { gatewayPaymentId, ...next } = await gateway.createIntent(
      toPaymentOrder(payment),
      options,
    );
    const reference = { paymentId: payment.id, gatewayPaymentId, gatewayCheckoutId: null };
    await paymentLedger.setGatewayIds(reference);
    if (options.savedCardId !== null) await syncPayment(parts, payment.id);
    return next;
  } catch (error) {
    if (!(error instanceof CardDeclinedError)) throw error;
    await giveUp(parts, payment.id, error);
    throw cardDeclined(error);
  }
}

/** A declined intent could still be confirmed with another card: closed, it is over for good. */
async function giveUp(
  parts: PayByIntentParts,
  paymentId: string,
  error: CardDeclinedError,
): Promise<void> {
  const { gatewayPaymentId } = error;
  if (gatewayPaymentId === null) return;
  const reference = { paymentId, gatewayPaymentId, gatewayCheckoutId: null };
  await parts.paymentLedger.setGatewayIds(reference);
  await parts.gateway.closePayment(reference);
  await syncPayment(parts, paymentId);
}
