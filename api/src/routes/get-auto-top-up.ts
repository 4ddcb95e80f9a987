// Operation getAutoTopUp: the standing order of the signed-in user to buy time.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { readAutoTopUp } from '../reads/read-auto-top-up.ts';
import { autoTopUpSchema } from '../schemas/auto-top-up.ts';

/** `GET /api/v1/auto-top-up` */
export const getAutoTopUp = defineUserRoute(
  {
    method: 'get',
    path: '/api/v1/auto-top-up',
    operationId: 'getAutoTopUp',
    tags: ['Payments'],
    summary: 'Get your automatic top-up',
    responses: { 200: json(autoTopUpSchema, 'How it is set and how it stands.') },
  },
  ({ database }) =>
    async (c) =>
      c.json(await readAutoTopUp(database, c.get('user'), DEFAULT_ORGANIZATION_ID), 200),
);
