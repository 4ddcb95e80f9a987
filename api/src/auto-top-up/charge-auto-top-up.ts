// The task charge_auto_top_up: charges the saved card for a payment a standing order began. It may
// run any number of times: Stripe knows the payment by its id, and what is decided is not asked again.
import { payByIntent } from '../payments/pay-by-intent.ts';
import { readCustomer, readPaymentToMake } from '../payments/read-payment-order.ts';
import { syncPayment } from '../payments/sync-payment.ts';
import { ProblemError } from '../problem.ts';
import type { Services } from '../services.ts';

/** A bank that wants to ask its customer cannot: nobody sits before a screen. */
const OFF_SESSION = { saveCard: false, isOffSession: true } as const;

/**
 * Charges; what came of it stands in the payment, from where SQL tells the user and counts failures.
 * @throws {GatewayUnavailableError} when Stripe is away: the queue tries again.
 */
export async function chargeAutoTopUp(
  { paymentId }: { paymentId: string },
  { database, paymentLedger, gateways, logger }: Services,
): Promise<void> {
  const payment = await readPaymentToMake(database, paymentId);
  if (payment?.status !== 'pending' || !gateways.stripe) return;
  const parts = { database, paymentLedger, gateway: gateways.stripe, logger };
  const buyer = { userId: payment.user_id, organizationId: payment.organization_id };
  const card = (await readCustomer(database, buyer, 'stripe'))?.card;
  // The card was removed since: the payment cannot be made, and expires by itself.
  if (!card) return;
  try {
    const options = { ...OFF_SESSION, savedCardId: card.paymentMethodId };
    const { nextAction } = await payByIntent(parts, payment, options);
    if (nextAction !== 'none') await giveUp(parts, payment.id);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'payment_declined') throw error;
    logger.info({ paymentId }, 'an automatic top-up was declined');
  }
}

/** What waits for somebody who is not there is over. */
async function giveUp(parts: Parameters<typeof syncPayment>[0], paymentId: string): Promise<void> {
  const payment = await readPaymentToMake(parts.database, paymentId);
  await parts.gateway.closePayment({
    paymentId,
    gatewayCheckoutId: null,
    gatewayPaymentId: payment?.gateway_payment_id ?? null,
  });
  await syncPayment(parts, paymentId);
}
