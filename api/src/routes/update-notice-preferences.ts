// Operation updateNoticePreferences: the signed-in user chooses which mails they want.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { userIsGone } from '../problem.ts';
import { toPreferences } from '../reads/read-notices.ts';
import { noticePreferencesSchema } from '../schemas/notice.ts';

/** `PUT /api/v1/notice-preferences` */
export const updateNoticePreferences = defineUserRoute(
  {
    method: 'put',
    path: '/api/v1/notice-preferences',
    operationId: 'updateNoticePreferences',
    tags: ['Account'],
    summary: 'Choose which mails you want',
    request: { body: { content: { 'application/json': { schema: noticePreferencesSchema } } } },
    responses: { 200: json(noticePreferencesSchema, 'Your wishes as they are now.') },
    problems: ['validation_failed', 'malformed_json', 'body_too_large', 'unsupported_media_type'],
  },
  ({ noticeLedger }) =>
    async (c) => {
      const reader = { userId: c.get('user').id, organizationId: DEFAULT_ORGANIZATION_ID };
      const topics = await noticeLedger.setPreferences(reader, c.req.valid('json').email);
      if (!topics) throw userIsGone();
      return c.json(toPreferences(topics), 200);
    },
);
