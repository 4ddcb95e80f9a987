// Operation listAssistants: whom the signed-in user can talk to.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { readAssistants } from '../reads/read-assistants.ts';
import { assistantListSchema } from '../schemas/assistant.ts';

/** `GET /api/v1/assistants` */
export const listAssistants = defineUserRoute(
  {
    method: 'get',
    path: '/api/v1/assistants',
    operationId: 'listAssistants',
    tags: ['Assistants'],
    summary: 'List whom you can talk to',
    responses: { 200: json(assistantListSchema, 'All of them; the default one first.') },
  },
  ({ database }) =>
    async (c) => {
      const items = await readAssistants(database, DEFAULT_ORGANIZATION_ID);
      return c.json({ items }, 200);
    },
);
