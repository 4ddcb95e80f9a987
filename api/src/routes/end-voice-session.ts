// Operation endVoiceSession: the caller hangs up.
import { roomNameOf } from '@mindbot/platform/dispatch-metadata';
import { defineUserRoute, json } from '../define-route.ts';
import { callNotFound } from '../problem.ts';
import { readVoiceSession } from '../reads/read-voice-session.ts';
import { idParameter } from '../schemas/values.ts';
import { voiceSessionSchema } from '../schemas/voice-session.ts';

/** `POST /api/v1/voice-sessions/{id}/end` */
export const endVoiceSession = defineUserRoute(
  {
    method: 'post',
    path: '/api/v1/voice-sessions/{id}/end',
    operationId: 'endVoiceSession',
    tags: ['Calls'],
    summary: 'End a running call',
    description: 'Asks for the end; it is settled within seconds. Asking again changes nothing.',
    request: { params: idParameter },
    responses: {
      200: json(voiceSessionSchema, 'The call, which has ended.'),
      202: json(voiceSessionSchema, 'The call, which is ending.'),
    },
    problems: ['not_found', 'validation_failed'],
  },
  ({ database, ledger, callRooms }) =>
    async (c) => {
      const user = c.get('user');
      const { id } = c.req.valid('param');
      const requested = await ledger.requestVoiceSessionEnd(id, user.id, 'user_hung_up');
      if (requested.outcome === 'not_found') throw callNotFound();
      await callRooms.close(id, roomNameOf(id));
      const session = await readVoiceSession(database, user, id);
      if (!session) throw callNotFound();
      return c.json(session, session.status === 'ended' ? 200 : 202);
    },
);
