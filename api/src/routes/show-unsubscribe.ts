// Operation showUnsubscribe: the page a mail's footer leads to. It changes nothing by itself: mail
// programs and scanners open links that nobody pressed.
import { z } from '@hono/zod-openapi';
import { definePublicRoute } from '../define-route.ts';
import { TOPIC_NAMES } from '../notices/notice-kinds.ts';
import { htmlPage, unsubscribePage } from '../pages/unsubscribe-page.ts';

/** The query of both operations. A page cannot show field errors, so any text is taken. */
export const unsubscribeQuery = z.object({
  token: z.string().optional().openapi({ description: 'The signed token of the link.' }),
});

/** `GET /api/v1/unsubscribe` */
export const showUnsubscribe = definePublicRoute(
  {
    method: 'get',
    path: '/api/v1/unsubscribe',
    operationId: 'showUnsubscribe',
    tags: ['Account'],
    summary: 'Show the page that ends mails of one topic',
    request: { query: unsubscribeQuery },
    responses: {
      200: htmlPage('Asks to confirm.'),
      404: htmlPage('The link is not one of ours.'),
    },
  },
  ({ unsubscribeTokens, environment }) =>
    async (c) => {
      const { token = '' } = c.req.valid('query');
      const claims = await unsubscribeTokens.verify(token);
      const page = claims
        ? { state: 'asking' as const, topic: TOPIC_NAMES[claims.topic], token }
        : { state: 'unknown' as const };
      return unsubscribePage(c, page, environment.PUBLIC_URL) as never;
    },
);
