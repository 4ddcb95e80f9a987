// The SQL functions of prices, promo codes and referrals: one method each, outcomes as values.
import { callFunction } from '../clients/call-function.ts';
import type { Database } from '../clients/database.ts';
import type { Buyer } from '../payments/payment-ledger.ts';
import type { PriceQuote } from '../schemas/pricing.ts';

/** A quote as SQL answers it. */
export type QuoteRow = Omit<PriceQuote, 'isTaxIncluded'>;

/** Why a price was refused. */
export type QuoteRefusal =
  | 'package_not_found'
  | 'package_not_on_sale'
  | 'invalid_quantity'
  | 'promo_code_invalid'
  | 'promo_code_exhausted'
  | 'account_not_found';

/** What a buyer wants a price for. */
export interface QuoteWish {
  /** Id or slug. */
  package: string;
  quantity: number;
  promoCode: string | null;
  /** Null: the organization's own. */
  currency?: string | null;
}

/** What became of redeeming a code. */
export type RedeemPromoCodeResult =
  | { outcome: 'redeemed' | 'replayed'; granted_ms: number; balance_ms: number }
  | { outcome: PromoRefusal };

/** Why a code was not redeemed. */
export type PromoRefusal =
  | 'promo_code_invalid'
  | 'promo_code_exhausted'
  | 'promo_code_needs_purchase'
  | 'account_not_found'
  | 'idempotency_conflict';

/** Why nobody brought a user. */
export type ReferralRefusal =
  | 'unknown_code'
  | 'self'
  | 'loop'
  | 'already_referred'
  | 'already_purchased'
  | 'account_too_old'
  | 'not_offered';

type AcceptReferralResult =
  | { outcome: 'accepted' | 'replayed' | 'account_not_found'; reason: null }
  | { outcome: 'referral_refused'; reason: ReferralRefusal };

interface ReferralRow {
  outcome: 'found' | 'account_not_found';
  code: string;
  reward_ms: number;
  pending_count: number;
  rewarded_count: number;
  can_accept: boolean;
}

/** What became of a referral at a payment. */
export type RewardReferralOutcome =
  | 'rewarded'
  | 'replayed'
  | 'taken_back'
  | 'referral_refused'
  | 'not_due'
  | 'not_found';

/** The api's way to everything that moves a price or gives time away. */
export type PricingLedger = ReturnType<typeof createPricingLedger>;

const QUOTE_LIFETIME_MS = 15 * 60_000;

/** Binds the SQL functions to a database. */
export function createPricingLedger(database: Database) {
  const call = <Row extends object>(name: string, parameters: Record<string, unknown>) =>
    callFunction<Row>(database, name, parameters);
  const userOf = ({ userId, organizationId }: Buyer) => ({
    p_user_id: userId,
    p_organization_id: organizationId,
  });

  return {
    /** A price for a package, promised for a while. */
    createQuote: (buyer: Buyer, wish: QuoteWish) =>
      call<{ outcome: 'quoted'; quote: QuoteRow } | { outcome: QuoteRefusal; quote: null }>(
        'create_price_quote',
        {
          ...userOf(buyer),
          p_package: wish.package,
          p_currency: wish.currency ?? null,
          p_quantity: wish.quantity,
          p_promo_code: wish.promoCode,
          p_lifetime_ms: QUOTE_LIFETIME_MS,
        },
      ),

    /** Turns a code of free time into time; with a key, once for it. */
    redeemPromoCode: (user: Buyer, code: string, idempotencyKey: string | null) =>
      call<RedeemPromoCodeResult>('redeem_promo_code', {
        ...userOf(user),
        p_code: code,
        p_idempotency_key: idempotencyKey,
      }),

    /** A user's own code, made now if there was none, and what came of it. */
    getReferral: (user: Buyer) => call<ReferralRow>('get_referral', userOf(user)),

    /** Remembers who brought a user. */
    acceptReferral: (user: Buyer, code: string) =>
      call<AcceptReferralResult>('accept_referral', { ...userOf(user), p_code: code }),

    /** Rewards the referral a payment decides about, or takes its rewards back. */
    async rewardReferral(paymentId: string): Promise<RewardReferralOutcome> {
      const { outcome } = await call<{ outcome: RewardReferralOutcome }>('reward_referral', {
        p_payment_id: paymentId,
      });
      return outcome;
    },
  };
}
