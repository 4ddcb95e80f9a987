// Operation updateSubscription: another plan, its end, or what overage may cost.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { gatewayNotAvailable } from '../payments/refuse-payment.ts';
import { toSubscription } from '../reads/read-subscription.ts';
import { subscriptionSchema, updateSubscriptionSchema } from '../schemas/subscription.ts';
import { changeSubscription } from '../subscriptions/change-subscription.ts';

/** `PATCH /api/v1/subscription` */
export const updateSubscription = defineUserRoute(
  {
    method: 'patch',
    path: '/api/v1/subscription',
    operationId: 'updateSubscription',
    tags: ['Subscriptions'],
    summary: 'Change your subscription',
    description:
      'A dearer plan begins at once: the rest of the period is charged by its share and its time ' +
      'granted with the payment. A cheaper one begins with the next period. Asking again for what ' +
      'is so already changes nothing.',
    request: {
      body: { content: { 'application/json': { schema: updateSubscriptionSchema } } },
    },
    responses: { 200: json(subscriptionSchema, 'The subscription as it is now.') },
    problems: [
      'plan_not_found',
      'subscription_missing',
      'payment_declined',
      'gateway_not_available',
      'payments_unavailable',
      'validation_failed',
      'malformed_json',
      'body_too_large',
      'unsupported_media_type',
    ],
    limit: 'update_subscription',
  },
  ({ stripeBilling, ...parts }) =>
    async (c) => {
      if (!stripeBilling) throw gatewayNotAvailable('stripe');
      const user = { userId: c.get('user').id, organizationId: DEFAULT_ORGANIZATION_ID };
      const change = c.req.valid('json');
      const changed = await changeSubscription({ ...parts, stripeBilling }, user, change);
      return c.json(toSubscription(changed), 200);
    },
);
