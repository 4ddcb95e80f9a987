// Operation listPaymentMethods: the card the signed-in user lets us keep, if any.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { readCustomer } from '../payments/read-payment-order.ts';
import { paymentMethodListSchema } from '../schemas/payment.ts';

/** `GET /api/v1/payment-methods` */
export const listPaymentMethods = defineUserRoute(
  {
    method: 'get',
    path: '/api/v1/payment-methods',
    operationId: 'listPaymentMethods',
    tags: ['Payments'],
    summary: 'List your saved cards',
    description: 'One card is kept: the one saved last.',
    responses: { 200: json(paymentMethodListSchema, 'The saved cards.') },
  },
  ({ database }) =>
    async (c) => {
      const buyer = { userId: c.get('user').id, organizationId: DEFAULT_ORGANIZATION_ID };
      const customer = await readCustomer(database, buyer, 'stripe');
      if (!customer?.card) return c.json({ items: [] }, 200);
      const { brand, last4, expMonth, expYear } = customer.card;
      return c.json({ items: [{ id: customer.id, brand, last4, expMonth, expYear }] }, 200);
    },
);
