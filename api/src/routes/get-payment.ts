// Operation getPayment: one of the signed-in user's payments, as it stands now.
import { defineUserRoute, json } from '../define-route.ts';
import { ProblemError } from '../problem.ts';
import { readPayment } from '../reads/read-payments.ts';
import { paymentSchema } from '../schemas/payment.ts';
import { idParameter } from '../schemas/values.ts';

/** `GET /api/v1/payments/{id}` */
export const getPayment = defineUserRoute(
  {
    method: 'get',
    path: '/api/v1/payments/{id}',
    operationId: 'getPayment',
    tags: ['Payments'],
    summary: 'Get a payment',
    request: { params: idParameter },
    responses: { 200: json(paymentSchema, 'The payment.') },
    problems: ['not_found', 'validation_failed'],
  },
  ({ database }) =>
    async (c) => {
      const payment = await readPayment(database, c.get('user'), c.req.valid('param').id);
      if (!payment) throw new ProblemError('not_found', 'There is no such payment.');
      return c.json(payment, 200);
    },
);
