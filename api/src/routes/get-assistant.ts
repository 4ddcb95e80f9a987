// Operation getAssistant: one assistant the signed-in user can talk to.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { ProblemError } from '../problem.ts';
import { readAssistants } from '../reads/read-assistants.ts';
import { assistantSchema } from '../schemas/assistant.ts';
import { idParameter } from '../schemas/values.ts';

/** `GET /api/v1/assistants/{id}` */
export const getAssistant = defineUserRoute(
  {
    method: 'get',
    path: '/api/v1/assistants/{id}',
    operationId: 'getAssistant',
    tags: ['Assistants'],
    summary: 'Get one assistant',
    request: { params: idParameter },
    responses: { 200: json(assistantSchema, 'The assistant.') },
    problems: ['not_found', 'validation_failed'],
  },
  ({ database }) =>
    async (c) => {
      const { id } = c.req.valid('param');
      const [assistant] = await readAssistants(database, DEFAULT_ORGANIZATION_ID, id);
      if (!assistant) throw new ProblemError('not_found', 'There is no such assistant.');
      return c.json(assistant, 200);
    },
);
