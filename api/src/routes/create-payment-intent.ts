// Operation createPaymentIntent: pays with the saved card, or with a card form of one's own.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { openOrder } from '../payments/open-order.ts';
import { ORDER_PROBLEMS } from '../payments/order-problems.ts';
import { payByIntent } from '../payments/pay-by-intent.ts';
import { toPayment } from '../payments/payment-row.ts';
import { readCustomer, readPaymentToMake } from '../payments/read-payment-order.ts';
import { gatewayNotAvailable } from '../payments/refuse-payment.ts';
import { publishableKeyOf } from '../payments/show-checkout.ts';
import { limitPromoGuesses } from '../pricing/limit-promo-guesses.ts';
import { ProblemError } from '../problem.ts';
import { idempotencyHeaders } from '../schemas/headers.ts';
import { createPaymentIntentSchema, paymentIntentSchema } from '../schemas/payment.ts';

/** `POST /api/v1/payment-intents` */
export const createPaymentIntent = defineUserRoute(
  {
    method: 'post',
    path: '/api/v1/payment-intents',
    operationId: 'createPaymentIntent',
    tags: ['Payments'],
    summary: 'Buy time with the saved card, or for Elements and mobile',
    description:
      'With `useSavedCard` the card is charged at once. Otherwise confirm the intent with the form ' +
      'of Stripe. A retry with the same Idempotency-Key answers the same payment; a card is never ' +
      'charged twice for it.',
    request: {
      headers: idempotencyHeaders,
      body: { content: { 'application/json': { schema: createPaymentIntentSchema } } },
    },
    responses: { 201: json(paymentIntentSchema, 'The payment, and what comes next.') },
    problems: ['payment_declined', 'saved_card_missing', ...ORDER_PROBLEMS],
    limit: 'create_payment_intent',
  },
  ({ database, paymentLedger, pricingLedger, rateLimits, gateways, environment, metrics }) =>
    async (c) => {
      const request = c.req.valid('json');
      if (!gateways.stripe) throw gatewayNotAvailable('stripe');
      const buyer = { userId: c.get('user').id, organizationId: DEFAULT_ORGANIZATION_ID };
      const card = request.useSavedCard
        ? (await readCustomer(database, buyer, 'stripe'))?.card
        : null;
      if (card === undefined || (request.useSavedCard && card === null)) {
        throw new ProblemError('saved_card_missing', 'You have saved no card yet.');
      }
      const open = () =>
        openOrder({ database, paymentLedger, pricingLedger }, buyer, request, {
          idempotencyKey: c.req.valid('header')['idempotency-key'],
          gateway: 'stripe',
          mode: 'intent',
          request: { ...request, card: card?.paymentMethodId ?? null },
        });
      const payment = await limitPromoGuesses(
        { rateLimits, metrics, environment },
        c,
        request.promoCode,
        open,
      );
      metrics.paymentsBegun.inc({ gateway: payment.gateway, mode: payment.mode });
      const next = await payByIntent(
        { database, paymentLedger, gateway: gateways.stripe, logger: c.get('logger') },
        payment,
        {
          savedCardId: card?.paymentMethodId ?? null,
          saveCard: request.saveCard,
        },
      );
      const now = (await readPaymentToMake(database, payment.id)) ?? payment;
      const publishableKey = publishableKeyOf(environment);
      return c.json({ payment: toPayment(now), publishableKey, ...next }, 201);
    },
);
