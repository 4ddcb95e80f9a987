// Operation receiveLivekitWebhook: LiveKit tells what happened in a room; we take it as a hint.
import { voiceSessionIdOf } from '@mindbot/platform/dispatch-metadata';
import { addToLogContext } from '@mindbot/platform/log-context';
import { definePublicRoute, json } from '../define-route.ts';
import { ProblemError } from '../problem.ts';
import { webhookReceiptSchema } from '../schemas/webhook.ts';
import { noticeRoomEvent } from '../voice/notice-room-event.ts';

/** `POST /webhooks/livekit` */
export const receiveLivekitWebhook = definePublicRoute(
  {
    method: 'post',
    path: '/webhooks/livekit',
    operationId: 'receiveLivekitWebhook',
    tags: ['Service'],
    summary: 'Receive an event of the LiveKit server',
    description: 'Signed by LiveKit over the raw body. Events older than five minutes are refused.',
    responses: { 200: json(webhookReceiptSchema, 'Taken note.') },
    problems: ['webhook_signature_invalid', 'body_too_large'],
  },
  ({ ledger, livekitWebhooks, agentReplacer, metrics }) =>
    async (c) => {
      const event = await livekitWebhooks.verify(await c.req.text(), c.req.header('authorization'));
      if (!event) {
        metrics.livekitWebhooks.inc({ event: 'unknown', outcome: 'refused' });
        throw new ProblemError('webhook_signature_invalid', 'The signature or age is not valid.');
      }
      addToLogContext({ voiceSessionId: voiceSessionIdOf(event.roomName) ?? undefined });
      const outcome = await ledger.recordLivekitEvent(event);
      metrics.livekitWebhooks.inc({ event: event.type, outcome });
      const lagMs = Math.max(0, Date.now() - Date.parse(event.createdAt));
      metrics.livekitWebhookLag.observe(lagMs / 1_000);
      if (outcome === 'recorded') noticeRoomEvent(agentReplacer, event, c.get('logger'));
      return c.json({ outcome }, 200);
    },
);
