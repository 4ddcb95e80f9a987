// Operation createPortalSession: a page of the gateway to look after cards and invoices.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { gatewayNotAvailable } from '../payments/refuse-payment.ts';
import { portalSessionSchema } from '../schemas/subscription.ts';

/** `POST /api/v1/portal-sessions` */
export const createPortalSession = defineUserRoute(
  {
    method: 'post',
    path: '/api/v1/portal-sessions',
    operationId: 'createPortalSession',
    tags: ['Subscriptions'],
    summary: 'Open the customer portal',
    description: 'Cards and invoices at the gateway. The page is for this user and soon expires.',
    responses: { 201: json(portalSessionSchema, 'Where it is.') },
    problems: ['gateway_not_available', 'payments_unavailable'],
    limit: 'create_checkout_session',
  },
  ({ gateways, stripeBilling, environment }) =>
    async (c) => {
      const { ensureStripeCustomer } = gateways;
      if (!stripeBilling || !ensureStripeCustomer) throw gatewayNotAvailable('stripe');
      const user = { userId: c.get('user').id, organizationId: DEFAULT_ORGANIZATION_ID };
      const customerId = await ensureStripeCustomer(user);
      const url = await stripeBilling.createPortalSession(customerId, environment.PUBLIC_URL);
      return c.json({ url }, 201);
    },
);
