// Operation deletePaymentMethod: forgets a saved card, here and at the gateway.
import { defineUserRoute } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { readCustomer } from '../payments/read-payment-order.ts';
import { ProblemError } from '../problem.ts';
import { idParameter } from '../schemas/values.ts';

/** `DELETE /api/v1/payment-methods/{id}` */
export const deletePaymentMethod = defineUserRoute(
  {
    method: 'delete',
    path: '/api/v1/payment-methods/{id}',
    operationId: 'deletePaymentMethod',
    tags: ['Payments'],
    summary: 'Forget a saved card',
    request: { params: idParameter },
    responses: { 204: { description: 'It is forgotten.' } },
    problems: ['not_found', 'payments_unavailable', 'validation_failed'],
  },
  ({ database, gateways, paymentLedger }) =>
    async (c) => {
      const buyer = { userId: c.get('user').id, organizationId: DEFAULT_ORGANIZATION_ID };
      const customer = await readCustomer(database, buyer, 'stripe');
      if (!customer?.card || customer.id !== c.req.valid('param').id) {
        throw new ProblemError('not_found', 'There is no such saved card.');
      }
      // The gateway first: once we have forgotten the card, nobody could ask for it again.
      await gateways.stripe?.deleteCard(customer.card.paymentMethodId);
      await paymentLedger.setSavedCard(buyer, 'stripe', null);
      return c.body(null, 204);
    },
);
