// Task reward_referral: rewards who brought a buyer, and the buyer, or takes both rewards back.
import type { Services } from '../services.ts';

/** Settles the referral of a payment; doing it again changes nothing. */
export async function rewardReferral(
  { paymentId }: { paymentId: string },
  { pricingLedger, logger }: Services,
): Promise<void> {
  const outcome = await pricingLedger.rewardReferral(paymentId);
  logger.info({ paymentId, outcome }, 'referral settled');
}
