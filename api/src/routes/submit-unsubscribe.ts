// Operation submitUnsubscribe: ends the mails of one topic, by the button of our page or by the
// one click of a mail program (RFC 8058), which shows no page and follows no link.
import { definePublicRoute } from '../define-route.ts';
import { TOPIC_NAMES } from '../notices/notice-kinds.ts';
import { htmlPage, unsubscribePage } from '../pages/unsubscribe-page.ts';
import { unsubscribeQuery } from './show-unsubscribe.ts';

/** `POST /api/v1/unsubscribe` */
export const submitUnsubscribe = definePublicRoute(
  {
    method: 'post',
    path: '/api/v1/unsubscribe',
    operationId: 'submitUnsubscribe',
    tags: ['Account'],
    summary: 'End mails of one topic',
    description: 'The token alone says who and what; the body is not looked at.',
    request: { query: unsubscribeQuery },
    responses: {
      200: htmlPage('There will be no more of these mails.'),
      404: htmlPage('The link is not one of ours.'),
    },
  },
  ({ unsubscribeTokens, noticeLedger, environment }) =>
    async (c) => {
      const claims = await unsubscribeTokens.verify(c.req.valid('query').token ?? '');
      // For somebody whose account is gone there are no more mails either.
      if (claims) await noticeLedger.setPreferences(claims, { [claims.topic]: false });
      const page = claims
        ? { state: 'done' as const, topic: TOPIC_NAMES[claims.topic] }
        : { state: 'unknown' as const };
      return unsubscribePage(c, page, environment.PUBLIC_URL) as never;
    },
);
