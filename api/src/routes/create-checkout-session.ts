// Operation createCheckoutSession: a form to pay with, on the page or at the gateway.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { openOrder } from '../payments/open-order.ts';
import { ORDER_PROBLEMS } from '../payments/order-problems.ts';
import { readPaymentToMake, toPaymentOrder } from '../payments/read-payment-order.ts';
import { gatewayNotAvailable } from '../payments/refuse-payment.ts';
import { showCheckout } from '../payments/show-checkout.ts';
import { limitPromoGuesses } from '../pricing/limit-promo-guesses.ts';
import { idempotencyHeaders } from '../schemas/headers.ts';
import { checkoutSessionSchema, createCheckoutSessionSchema } from '../schemas/payment.ts';

/** `POST /api/v1/checkout-sessions` */
export const createCheckoutSession = defineUserRoute(
  {
    method: 'post',
    path: '/api/v1/checkout-sessions',
    operationId: 'createCheckoutSession',
    tags: ['Payments'],
    summary: 'Buy time by a form',
    description:
      'Begins a payment and answers the form to pay with. The time is on the account once the ' +
      'gateway says that it is paid: follow `GET /api/v1/events` or the payment. A retry with the ' +
      'same Idempotency-Key answers the same payment and the same form.',
    request: {
      headers: idempotencyHeaders,
      body: { content: { 'application/json': { schema: createCheckoutSessionSchema } } },
    },
    responses: { 201: json(checkoutSessionSchema, 'The payment, and how to show its form.') },
    problems: [...ORDER_PROBLEMS],
    limit: 'create_checkout_session',
  },
  ({ database, paymentLedger, pricingLedger, rateLimits, gateways, environment, metrics }) =>
    async (c) => {
      const request = c.req.valid('json');
      const gateway = gateways.find(request.gateway);
      if (!gateway) throw gatewayNotAvailable(request.gateway);
      const buyer = { userId: c.get('user').id, organizationId: DEFAULT_ORGANIZATION_ID };
      const open = () =>
        openOrder({ database, paymentLedger, pricingLedger }, buyer, request, {
          idempotencyKey: c.req.valid('header')['idempotency-key'],
          gateway: gateway.name,
          mode: gateway.name === 'stripe' ? 'checkout' : 'invoice',
          request,
        });
      const payment = await limitPromoGuesses(
        { rateLimits, metrics, environment },
        c,
        request.promoCode,
        open,
      );
      metrics.paymentsBegun.inc({ gateway: payment.gateway, mode: payment.mode });
      if (payment.status !== 'pending') {
        const mode = payment.mode === 'free' ? 'free' : request.mode;
        return c.json(showCheckout(payment, null, { mode, environment }), 201);
      }
      const checkout = await gateway.createCheckout(toPaymentOrder(payment), request);
      await paymentLedger.setGatewayIds({ ...checkout, paymentId: payment.id });
      // A replay shows how the payment stands by now, not as it was before the gateway was asked.
      const now = (await readPaymentToMake(database, payment.id)) ?? payment;
      return c.json(showCheckout(now, checkout, { mode: request.mode, environment }), 201);
    },
);
