// Operation deleteVoiceSession: the caller has the words of an ended call deleted.
import { defineUserRoute } from '../define-route.ts';
import { callNotFound, ProblemError } from '../problem.ts';
import { readVoiceSessionStatus } from '../reads/read-voice-session-status.ts';
import { idParameter } from '../schemas/values.ts';

/** `DELETE /api/v1/voice-sessions/{id}` */
export const deleteVoiceSession = defineUserRoute(
  {
    method: 'delete',
    path: '/api/v1/voice-sessions/{id}',
    operationId: 'deleteVoiceSession',
    tags: ['Calls'],
    summary: 'Delete what was said in a call',
    description: 'The words go for good; the call stays listed with its time, as the ledger does.',
    request: { params: idParameter },
    responses: { 204: { description: 'Deleted, or there was nothing to delete.' } },
    problems: ['not_found', 'call_not_ended', 'validation_failed'],
  },
  ({ database, ledger }) =>
    async (c) => {
      const user = c.get('user');
      const { id } = c.req.valid('param');
      const status = await readVoiceSessionStatus(database, user, id);
      if (!status) throw callNotFound();
      if (status !== 'ended') {
        throw new ProblemError('call_not_ended', 'Only the words of an ended call can be deleted.');
      }
      await ledger.deleteTranscript(id, user.id);
      return c.body(null, 204);
    },
);
