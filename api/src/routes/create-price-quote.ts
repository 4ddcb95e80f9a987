// Operation createPriceQuote: what a package costs the signed-in user now, promised for a while.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { refuseOrder } from '../payments/refuse-payment.ts';
import { limitPromoGuesses } from '../pricing/limit-promo-guesses.ts';
import { createPriceQuoteSchema, priceQuoteSchema } from '../schemas/pricing.ts';

/** `POST /api/v1/price-quotes` */
export const createPriceQuote = defineUserRoute(
  {
    method: 'post',
    path: '/api/v1/price-quotes',
    operationId: 'createPriceQuote',
    tags: ['Payments'],
    summary: 'Ask for a price',
    description:
      'Tells what a package costs you, what moved the price, and promises it until it expires. ' +
      'Buying with `quoteId` costs just that. Wrong promo codes are counted: ten an hour.',
    request: { body: { content: { 'application/json': { schema: createPriceQuoteSchema } } } },
    responses: { 201: json(priceQuoteSchema, 'The price.') },
    problems: [
      'package_not_found',
      'package_not_on_sale',
      'promo_code_invalid',
      'promo_code_exhausted',
      'validation_failed',
      'malformed_json',
      'body_too_large',
      'unsupported_media_type',
    ],
    limit: 'create_price_quote',
  },
  (services) => async (c) => {
    const { promoCode, ...wish } = c.req.valid('json');
    const buyer = { userId: c.get('user').id, organizationId: DEFAULT_ORGANIZATION_ID };
    const quote = await limitPromoGuesses(services, c, promoCode, async () => {
      const quoted = await services.pricingLedger.createQuote(buyer, {
        ...wish,
        currency: wish.currency ?? null,
        promoCode: promoCode ?? null,
      });
      if (quoted.quote === null) throw refuseOrder(quoted.outcome);
      return quoted.quote;
    });
    // Amounts are gross: what Stripe Tax finds is inside them.
    const isTaxIncluded = services.environment.STRIPE_TAX;
    const expiresAt = new Date(quote.expiresAt).toISOString();
    return c.json({ ...quote, isTaxIncluded, expiresAt }, 201);
  },
);
