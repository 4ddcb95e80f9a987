// Operation createPromoRedemption: turns a promo code into free time on the user's account.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { limitPromoGuesses } from '../pricing/limit-promo-guesses.ts';
import { refusePromoCode } from '../pricing/refuse-promo-code.ts';
import { optionalIdempotencyHeaders } from '../schemas/headers.ts';
import { createPromoRedemptionSchema, promoRedemptionSchema } from '../schemas/pricing.ts';

/** `POST /api/v1/promo-redemptions` */
export const createPromoRedemption = defineUserRoute(
  {
    method: 'post',
    path: '/api/v1/promo-redemptions',
    operationId: 'createPromoRedemption',
    tags: ['Account'],
    summary: 'Redeem a promo code for free time',
    description:
      'A code that makes a purchase cheaper is refused with `promo_code_needs_purchase`. A retry ' +
      'with the same Idempotency-Key answers as the first. Wrong codes are counted: ten an hour.',
    request: {
      headers: optionalIdempotencyHeaders,
      body: { content: { 'application/json': { schema: createPromoRedemptionSchema } } },
    },
    responses: { 201: json(promoRedemptionSchema, 'The time it gave.') },
    problems: [
      'promo_code_invalid',
      'promo_code_exhausted',
      'promo_code_needs_purchase',
      'idempotency_conflict',
      'validation_failed',
      'malformed_json',
      'body_too_large',
      'unsupported_media_type',
    ],
  },
  (services) => async (c) => {
    const { code } = c.req.valid('json');
    const user = { userId: c.get('user').id, organizationId: DEFAULT_ORGANIZATION_ID };
    const key = c.req.valid('header')['idempotency-key'] ?? null;
    const redeemed = await limitPromoGuesses(services, c, code, async () => {
      const result = await services.pricingLedger.redeemPromoCode(user, code, key);
      if (result.outcome !== 'redeemed' && result.outcome !== 'replayed') {
        throw refusePromoCode(result.outcome);
      }
      return result;
    });
    return c.json({ grantedMs: redeemed.granted_ms, balanceMs: redeemed.balance_ms }, 201);
  },
);
