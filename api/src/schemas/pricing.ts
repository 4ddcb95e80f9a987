// What the api says about prices, promo codes and referrals.
import { z } from '@hono/zod-openapi';
import { amountMinor, currency, packageSchema } from './package.ts';
import { durationMs, id, moment } from './values.ts';

/** A promo code as people type it; dashes, spaces and case do not matter. */
const promoCode = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .openapi({ description: 'A promo code; dashes and case do not matter.', example: 'SUMMER-25' });

const adjustmentSchema = z
  .object({
    kind: z.enum(['demand', 'segment', 'promo']).openapi({
      description: 'How busy it is, who buys, or a promo code.',
      example: 'promo',
    }),
    text: z.string().openapi({
      description: 'Why, in words for the buyer.',
      example: 'Promo code SUMMER-25: 25% off',
    }),
    amountMinor: z.int().openapi({ description: 'Signed: what it adds.', example: -390 }),
  })
  .openapi('PriceAdjustment');

/** A price that is honoured until it expires. */
export const priceQuoteSchema = z
  .object({
    id: id('The quote: buy with it to pay this price.'),
    package: packageSchema,
    quantity: z.int().min(1).max(20).openapi({ example: 1 }),
    timeMs: durationMs('The time it buys in all.', 7_200_000),
    baseAmountMinor: amountMinor('The listed price by the quantity.', 1_560),
    amountMinor: amountMinor('What is to be paid: the base and its adjustments.', 1_170),
    currency,
    adjustments: z.array(adjustmentSchema),
    promoCode: z.string().nullable().openapi({ example: 'SUMMER-25' }),
    isTaxIncluded: z.boolean().openapi({
      description: 'Whether the amount contains a tax that the receipt shows.',
    }),
    expiresAt: moment('Until when this price is promised.'),
  })
  .openapi('PriceQuote');

/** A price that is honoured until it expires. */
export type PriceQuote = z.infer<typeof priceQuoteSchema>;

/** The body of `POST /price-quotes`. */
export const createPriceQuoteSchema = z
  .strictObject({
    package: z.string().trim().min(1).max(100).openapi({
      description: 'The id or slug of a package.',
      example: 'time-120',
    }),
    quantity: z.int().min(1).max(20).default(1).openapi({ example: 1 }),
    currency: currency.optional(),
    promoCode: promoCode.optional(),
  })
  .openapi('CreatePriceQuote');

/** The body of `POST /promo-redemptions`. */
export const createPromoRedemptionSchema = z
  .strictObject({ code: promoCode })
  .openapi('CreatePromoRedemption');

/** Free time from a promo code. */
export const promoRedemptionSchema = z
  .object({
    grantedMs: durationMs('What the code put on the account.', 1_800_000),
    balanceMs: durationMs('The sum of the ledger after it.', 2_400_000),
  })
  .openapi('PromoRedemption');

/** A user's own referral link and what came of it. */
export const referralSchema = z
  .object({
    code: z.string().openapi({ example: 'K7M4PQ9R' }),
    url: z.url().openapi({
      description: 'The link to share.',
      example: 'https://mindbot.example/?ref=K7M4PQ9R',
    }),
    rewardMs: durationMs('What both sides get after the first purchase.', 900_000),
    pendingCount: z.int().min(0).openapi({ description: 'Who came and has not bought yet.' }),
    rewardedCount: z.int().min(0).openapi({ description: 'Who came and bought.' }),
    canAccept: z.boolean().openapi({
      description: 'Whether the user may still say who brought them.',
    }),
  })
  .openapi('Referral');

/** The body of `POST /referrals`. */
export const createReferralSchema = z
  .strictObject({
    code: z.string().trim().min(1).max(32).openapi({
      description: 'The code of whoever brought the user.',
      example: 'K7M4PQ9R',
    }),
  })
  .openapi('CreateReferral');

/** A referral that was noted. */
export const acceptedReferralSchema = z
  .object({
    status: z.enum(['pending']).openapi({
      description: 'Both sides are rewarded after the first purchase.',
    }),
  })
  .openapi('AcceptedReferral');
