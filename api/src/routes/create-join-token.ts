// Operation createJoinToken: lets the caller back into a running call after a reload or in a new tab.
import { roomNameOf } from '@mindbot/platform/dispatch-metadata';
import { defineUserRoute, json } from '../define-route.ts';
import { callEnded, callNotFound } from '../problem.ts';
import { readVoiceSessionStatus } from '../reads/read-voice-session-status.ts';
import { idParameter } from '../schemas/values.ts';
import { joinTokenSchema } from '../schemas/voice-session.ts';

/** `POST /api/v1/voice-sessions/{id}/token` */
export const createJoinToken = defineUserRoute(
  {
    method: 'post',
    path: '/api/v1/voice-sessions/{id}/token',
    operationId: 'createJoinToken',
    tags: ['Calls'],
    summary: 'Get a fresh join token for a running call',
    description: 'Whoever joins second takes the call over; the first tab is told it has moved.',
    request: { params: idParameter },
    responses: { 201: json(joinTokenSchema, 'What joining needs.') },
    problems: ['not_found', 'call_ended', 'validation_failed'],
  },
  ({ database, voiceTokens }) =>
    async (c) => {
      const user = c.get('user');
      const { id } = c.req.valid('param');
      const status = await readVoiceSessionStatus(database, user, id);
      if (!status) throw callNotFound();
      if (status === 'ended') throw callEnded();
      return c.json(await voiceTokens.signJoinToken(user.id, roomNameOf(id)), 201);
    },
);
