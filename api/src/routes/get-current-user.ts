// Operation getCurrentUser: who is signed in, and which account pays.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { userIsGone } from '../problem.ts';
import { readCurrentUser } from '../reads/read-current-user.ts';
import { currentUserSchema } from '../schemas/account.ts';

/** `GET /api/v1/me` */
export const getCurrentUser = defineUserRoute(
  {
    method: 'get',
    path: '/api/v1/me',
    operationId: 'getCurrentUser',
    tags: ['Account'],
    summary: 'Get the signed-in user',
    responses: { 200: json(currentUserSchema, 'The user.') },
  },
  ({ database }) =>
    async (c) => {
      const user = await readCurrentUser(database, c.get('user'), DEFAULT_ORGANIZATION_ID);
      if (!user) throw userIsGone();
      return c.json(user, 200);
    },
);
