// Operation listPlans: what one can subscribe to.
import { definePublicRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { readPlans, toPlan } from '../reads/read-plans.ts';
import { planListSchema } from '../schemas/subscription.ts';

/** `GET /api/v1/plans` */
export const listPlans = definePublicRoute(
  {
    method: 'get',
    path: '/api/v1/plans',
    operationId: 'listPlans',
    tags: ['Subscriptions'],
    summary: 'List the plans',
    responses: { 200: json(planListSchema, 'The plans, in the order to show them.') },
  },
  ({ database }) =>
    async (c) => {
      const plans = await readPlans(database, DEFAULT_ORGANIZATION_ID);
      c.header('cache-control', 'public, max-age=60');
      return c.json({ items: plans.map(toPlan) }, 200);
    },
);
