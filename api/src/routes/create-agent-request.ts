// Operation createAgentRequest: a client saw the agent vanish; we look, and send another if so.
import { defineUserRoute, json } from '../define-route.ts';
import { callNotFound } from '../problem.ts';
import { readVoiceSessionStatus } from '../reads/read-voice-session-status.ts';
import { idParameter } from '../schemas/values.ts';
import { agentRequestSchema } from '../schemas/voice-session.ts';

/** `POST /api/v1/voice-sessions/{id}/agent-requests` */
export const createAgentRequest = defineUserRoute(
  {
    method: 'post',
    path: '/api/v1/voice-sessions/{id}/agent-requests',
    operationId: 'createAgentRequest',
    tags: ['Calls'],
    summary: 'Say that the agent vanished',
    description: 'The room is looked at first: the word of a client alone changes nothing.',
    request: { params: idParameter },
    responses: { 200: json(agentRequestSchema, 'What came of it.') },
    problems: ['not_found', 'voice_unavailable', 'validation_failed'],
    limit: 'create_agent_request',
  },
  ({ database, agentReplacer }) =>
    async (c) => {
      const { id } = c.req.valid('param');
      const status = await readVoiceSessionStatus(database, c.get('user'), id);
      if (!status) throw callNotFound();
      const check = await agentReplacer.check(id);
      if (!check) throw callNotFound();
      return c.json(check, 200);
    },
);
