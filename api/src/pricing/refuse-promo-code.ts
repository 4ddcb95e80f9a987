// Turns refusals of promo codes and referrals into problems.
import { ProblemError, userIsGone } from '../problem.ts';
import type { PromoRefusal, ReferralRefusal } from './pricing-ledger.ts';

/** The problem of a code that was not redeemed. */
export function refusePromoCode(outcome: PromoRefusal): ProblemError {
  switch (outcome) {
    case 'account_not_found':
      return userIsGone();
    case 'promo_code_invalid':
      return new ProblemError('promo_code_invalid', 'This promo code does not apply here.');
    case 'promo_code_exhausted':
      return new ProblemError('promo_code_exhausted', 'This promo code is used up.');
    case 'promo_code_needs_purchase':
      return new ProblemError(
        'promo_code_needs_purchase',
        'This promo code makes a purchase cheaper. Enter it when you buy.',
      );
    case 'idempotency_conflict':
      return new ProblemError('idempotency_conflict', 'The key redeemed another promo code.');
  }
}

const reasons: Record<ReferralRefusal, string> = {
  unknown_code: 'There is no such referral code.',
  self: 'This is your own code. It is for your friends.',
  loop: 'The owner of this code came by yours.',
  already_referred: 'You have named somebody already.',
  already_purchased: 'A referral counts before your first purchase only.',
  account_too_old: 'A referral counts in the first 30 days of an account only.',
  not_offered: 'Referrals are not rewarded at present.',
};

/** The problem of a referral that was refused. */
export function refuseReferral(reason: ReferralRefusal): ProblemError {
  return new ProblemError('referral_refused', reasons[reason]);
}
