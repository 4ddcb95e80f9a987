// Operation getVoiceSession: one call of the signed-in user, with its receipt.
import { defineUserRoute, json } from '../define-route.ts';
import { callNotFound } from '../problem.ts';
import { readVoiceSession } from '../reads/read-voice-session.ts';
import { idParameter } from '../schemas/values.ts';
import { voiceSessionSchema } from '../schemas/voice-session.ts';

/** `GET /api/v1/voice-sessions/{id}` */
export const getVoiceSession = defineUserRoute(
  {
    method: 'get',
    path: '/api/v1/voice-sessions/{id}',
    operationId: 'getVoiceSession',
    tags: ['Calls'],
    summary: 'Get a call with its receipt',
    request: { params: idParameter },
    responses: { 200: json(voiceSessionSchema, 'The call.') },
    problems: ['not_found', 'validation_failed'],
  },
  ({ database }) =>
    async (c) => {
      const session = await readVoiceSession(database, c.get('user'), c.req.valid('param').id);
      if (!session) throw callNotFound();
      return c.json(session, 200);
    },
);
