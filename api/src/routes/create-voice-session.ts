// Operation createVoiceSession: starts a call: reserves its time, makes its room, sends an agent.
import { z } from '@hono/zod-openapi';
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { idempotencyHeaders } from '../schemas/headers.ts';
import { createdVoiceSessionSchema } from '../schemas/voice-session.ts';
import { refuseCall } from '../voice/refuse-call.ts';

const bodySchema = z
  .strictObject({
    assistant: z.string().trim().min(1).max(100).optional().openapi({
      description: 'The id or slug of an assistant; the default one when left out.',
      example: 'alex',
    }),
  })
  .openapi('CreateVoiceSession');

/** `POST /api/v1/voice-sessions` */
export const createVoiceSession = defineUserRoute(
  {
    method: 'post',
    path: '/api/v1/voice-sessions',
    operationId: 'createVoiceSession',
    tags: ['Calls'],
    summary: 'Start a call',
    description:
      'Reserves time, makes a room and sends an agent to it. Join the room with the token. ' +
      'A retry with the same Idempotency-Key answers the same call with a fresh token.',
    request: {
      headers: idempotencyHeaders,
      body: { content: { 'application/json': { schema: bodySchema } } },
    },
    responses: { 201: json(createdVoiceSessionSchema, 'The call, and what joining it needs.') },
    problems: [
      'insufficient_time',
      'too_many_calls',
      'assistant_not_found',
      'idempotency_key_missing',
      'idempotency_conflict',
      'call_ended',
      'voice_unavailable',
      'validation_failed',
      'malformed_json',
      'body_too_large',
      'unsupported_media_type',
    ],
    limit: 'create_voice_session',
  },
  ({ ledger, callRooms, voiceTokens, metrics }) =>
    async (c) => {
      const user = c.get('user');
      const call = await ledger.createVoiceSession({
        userId: user.id,
        organizationId: DEFAULT_ORGANIZATION_ID,
        assistant: c.req.valid('json').assistant ?? null,
        idempotencyKey: c.req.valid('header')['idempotency-key'],
      });
      metrics.callsCreated.inc({ outcome: call.outcome });
      if (call.outcome !== 'created' && call.outcome !== 'replayed') throw refuseCall(call.outcome);
      const [join] = await Promise.all([
        voiceTokens.signJoinToken(user.id, call.roomName),
        // A replay dispatches nobody: the first request did, or the watcher will.
        call.outcome === 'created' ? callRooms.open({ ...call, userId: user.id }) : null,
      ]);
      const { id, status, assistant, availableMs, createdAt } = call;
      return c.json({ id, status, assistant, ...join, availableMs, createdAt }, 201);
    },
);
