// Operation listNotices: what the signed-in user was told, newest first.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { readNoticePage } from '../reads/read-notices.ts';
import { noticePageSchema } from '../schemas/notice.ts';
import { pageQuery } from '../schemas/values.ts';

/** `GET /api/v1/notices` */
export const listNotices = defineUserRoute(
  {
    method: 'get',
    path: '/api/v1/notices',
    operationId: 'listNotices',
    tags: ['Account'],
    summary: 'List what you were told',
    request: { query: pageQuery },
    responses: { 200: json(noticePageSchema, 'A page of notices, newest first.') },
    problems: ['validation_failed'],
  },
  ({ database }) =>
    async (c) => {
      const { limit, cursor } = c.req.valid('query');
      const page = await readNoticePage(database, c.get('user'), {
        organizationId: DEFAULT_ORGANIZATION_ID,
        limit,
        cursor,
      });
      return c.json(page, 200);
    },
);
