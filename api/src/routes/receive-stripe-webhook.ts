// Operation receiveStripeWebhook: Stripe tells that something happened; we ask it what.
import { definePublicRoute, json } from '../define-route.ts';
import { receiveGatewayEvent } from '../payments/receive-gateway-event.ts';
import { webhookReceiptSchema } from '../schemas/webhook.ts';

/** `POST /webhooks/stripe` */
export const receiveStripeWebhook = definePublicRoute(
  {
    method: 'post',
    path: '/webhooks/stripe',
    operationId: 'receiveStripeWebhook',
    tags: ['Service'],
    summary: 'Receive an event of Stripe',
    description:
      'Signed by Stripe over the raw body. Events signed over five minutes ago are refused.',
    responses: { 200: json(webhookReceiptSchema, 'On record; a task looks into it.') },
    problems: ['webhook_signature_invalid', 'body_too_large'],
  },
  (services) => async (c) => {
    const outcome = await receiveGatewayEvent(services, 'stripe', c.req.raw);
    return c.json({ outcome }, 200);
  },
);
