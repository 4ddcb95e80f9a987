// Operation listPayments: the signed-in user's payments, newest first.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { readPaymentPage } from '../reads/read-payments.ts';
import { paymentPageSchema } from '../schemas/payment.ts';
import { pageQuery } from '../schemas/values.ts';

/** `GET /api/v1/payments` */
export const listPayments = defineUserRoute(
  {
    method: 'get',
    path: '/api/v1/payments',
    operationId: 'listPayments',
    tags: ['Payments'],
    summary: 'List your payments',
    request: { query: pageQuery },
    responses: { 200: json(paymentPageSchema, 'A page of payments, newest first.') },
    problems: ['validation_failed'],
  },
  ({ database }) =>
    async (c) => {
      const page = await readPaymentPage(database, c.get('user'), {
        ...c.req.valid('query'),
        organizationId: DEFAULT_ORGANIZATION_ID,
      });
      return c.json(page, 200);
    },
);
