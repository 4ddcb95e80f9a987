// Operation createSubscription: a form to pay the first period of a plan with.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { gatewayNotAvailable } from '../payments/refuse-payment.ts';
import { publishableKeyOf, sandboxUrlOf } from '../payments/show-checkout.ts';
import { idempotencyHeaders } from '../schemas/headers.ts';
import { createSubscriptionSchema, subscriptionCheckoutSchema } from '../schemas/subscription.ts';
import { openSubscription } from '../subscriptions/open-subscription.ts';

/** `POST /api/v1/subscriptions` */
export const createSubscription = defineUserRoute(
  {
    method: 'post',
    path: '/api/v1/subscriptions',
    operationId: 'createSubscription',
    tags: ['Subscriptions'],
    summary: 'Subscribe to a plan',
    description:
      'Answers the form to pay the first period with; its time is on the account once it is paid. ' +
      'A retry with the same Idempotency-Key answers the same form; another key gives up a form ' +
      'nobody paid.',
    request: {
      headers: idempotencyHeaders,
      body: { content: { 'application/json': { schema: createSubscriptionSchema } } },
    },
    responses: { 201: json(subscriptionCheckoutSchema, 'How to show the form.') },
    problems: [
      'plan_not_found',
      'subscription_exists',
      'gateway_not_available',
      'payments_unavailable',
      'idempotency_key_missing',
      'idempotency_conflict',
      'validation_failed',
      'malformed_json',
      'body_too_large',
      'unsupported_media_type',
    ],
    limit: 'create_checkout_session',
  },
  ({ gateways, stripeBilling, environment, ...parts }) =>
    async (c) => {
      const { ensureStripeCustomer: ensureCustomer } = gateways;
      if (!stripeBilling || !ensureCustomer) throw gatewayNotAvailable('stripe');
      const wish = c.req.valid('json');
      const { checkout, expiresAt } = await openSubscription(
        { ...parts, stripeBilling, ensureCustomer, environment },
        { userId: c.get('user').id, organizationId: DEFAULT_ORGANIZATION_ID },
        wish,
        c.req.valid('header')['idempotency-key'],
      );
      const sandboxUrl = sandboxUrlOf(environment)?.replace(/\/$/, '');
      const isFramed = sandboxUrl !== undefined && wish.mode === 'embedded';
      const shown = {
        mode: wish.mode,
        clientSecret: checkout.client_secret,
        publishableKey: publishableKeyOf(environment),
        frameUrl: isFramed ? `${sandboxUrl}/pay/${checkout.id}` : null,
        url: checkout.url,
        expiresAt: expiresAt.toISOString(),
      };
      return c.json(shown, 201);
    },
);
