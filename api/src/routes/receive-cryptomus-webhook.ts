// Operation receiveCryptomusWebhook: Cryptomus tells of an invoice; we ask it how it stands.
import { definePublicRoute, json } from '../define-route.ts';
import { receiveGatewayEvent } from '../payments/receive-gateway-event.ts';
import { webhookReceiptSchema } from '../schemas/webhook.ts';

/** `POST /webhooks/cryptomus` */
export const receiveCryptomusWebhook = definePublicRoute(
  {
    method: 'post',
    path: '/webhooks/cryptomus',
    operationId: 'receiveCryptomusWebhook',
    tags: ['Service'],
    summary: 'Receive an event of Cryptomus',
    description: 'Signed by Cryptomus within the body.',
    responses: { 200: json(webhookReceiptSchema, 'On record; a task looks into it.') },
    problems: ['webhook_signature_invalid', 'body_too_large'],
  },
  (services) => async (c) => {
    const outcome = await receiveGatewayEvent(services, 'cryptomus', c.req.raw);
    return c.json({ outcome }, 200);
  },
);
