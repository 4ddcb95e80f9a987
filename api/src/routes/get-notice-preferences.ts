// Operation getNoticePreferences: which mails the signed-in user wants.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { readUnmailedTopics, toPreferences } from '../reads/read-notices.ts';
import { noticePreferencesSchema } from '../schemas/notice.ts';

/** `GET /api/v1/notice-preferences` */
export const getNoticePreferences = defineUserRoute(
  {
    method: 'get',
    path: '/api/v1/notice-preferences',
    operationId: 'getNoticePreferences',
    tags: ['Account'],
    summary: 'Get which mails you want',
    responses: { 200: json(noticePreferencesSchema, 'Your wishes.') },
  },
  ({ database }) =>
    async (c) => {
      const topics = await readUnmailedTopics(database, c.get('user'), DEFAULT_ORGANIZATION_ID);
      return c.json(toPreferences(topics), 200);
    },
);
