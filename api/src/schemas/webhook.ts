// What a sender of webhooks is answered.
import { z } from '@hono/zod-openapi';

/** What became of a webhook. */
export const webhookReceiptSchema = z
  .object({
    outcome: z.enum(['recorded', 'replayed']).openapi({ description: 'Seen first, or again.' }),
  })
  .openapi('WebhookReceipt');
