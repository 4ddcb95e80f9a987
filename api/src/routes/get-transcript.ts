// Operation getTranscript: what was said in a call of the signed-in user.
import { defineUserRoute, json } from '../define-route.ts';
import { callNotFound } from '../problem.ts';
import { readTranscript } from '../reads/read-transcript.ts';
import { idParameter } from '../schemas/values.ts';
import { transcriptSchema } from '../schemas/voice-session.ts';

/** `GET /api/v1/voice-sessions/{id}/transcript` */
export const getTranscript = defineUserRoute(
  {
    method: 'get',
    path: '/api/v1/voice-sessions/{id}/transcript',
    operationId: 'getTranscript',
    tags: ['Calls'],
    summary: 'Get what was said',
    request: { params: idParameter },
    responses: { 200: json(transcriptSchema, 'Everything said, in order.') },
    problems: ['not_found', 'validation_failed'],
  },
  ({ database }) =>
    async (c) => {
      const items = await readTranscript(database, c.get('user'), c.req.valid('param').id);
      if (!items) throw callNotFound();
      return c.json({ items }, 200);
    },
);
