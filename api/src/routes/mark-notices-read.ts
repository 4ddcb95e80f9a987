// Operation markNoticesRead: the signed-in user has read some notices, or all of them.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { markNoticesReadSchema, unreadNoticesSchema } from '../schemas/notice.ts';

/** `POST /api/v1/notices/read` */
export const markNoticesRead = defineUserRoute(
  {
    method: 'post',
    path: '/api/v1/notices/read',
    operationId: 'markNoticesRead',
    tags: ['Account'],
    summary: 'Mark notices as read',
    request: { body: { content: { 'application/json': { schema: markNoticesReadSchema } } } },
    responses: { 200: json(unreadNoticesSchema, 'They are read.') },
    problems: ['validation_failed', 'malformed_json', 'body_too_large', 'unsupported_media_type'],
  },
  ({ noticeLedger }) =>
    async (c) => {
      const reader = { userId: c.get('user').id, organizationId: DEFAULT_ORGANIZATION_ID };
      const unreadCount = await noticeLedger.markRead(reader, c.req.valid('json').ids);
      return c.json({ unreadCount }, 200);
    },
);
