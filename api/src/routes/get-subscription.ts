// Operation getSubscription: the subscription of the signed-in user, if there is one.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { readSubscription, toSubscription } from '../reads/read-subscription.ts';
import { currentSubscriptionSchema } from '../schemas/subscription.ts';

/** `GET /api/v1/subscription` */
export const getSubscription = defineUserRoute(
  {
    method: 'get',
    path: '/api/v1/subscription',
    operationId: 'getSubscription',
    tags: ['Subscriptions'],
    summary: 'Get your subscription',
    description: 'The running one, else the last that ended; null when there never was one.',
    responses: { 200: json(currentSubscriptionSchema, 'The subscription, or null.') },
  },
  ({ database }) =>
    async (c) => {
      const user = { userId: c.get('user').id, organizationId: DEFAULT_ORGANIZATION_ID };
      const row = await readSubscription(database, user);
      return c.json({ subscription: row ? toSubscription(row) : null }, 200);
    },
);
