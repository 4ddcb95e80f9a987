// Operation streamEvents: tells a signed-in user at once what changed, for as long as they listen.
import { z } from '@hono/zod-openapi';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { decodeJwt } from 'jose';
import { defineUserRoute } from '../define-route.ts';
import type { Mailbox } from '../events/mailbox.ts';

/** A reader who takes nothing for this long is not there any more. */
const WRITE_TIMEOUT_MS = 30_000;
/** Timers cannot wait longer. */
const TIMER_MS_MAX = 2 ** 31 - 1;

const description = `Server-sent events. Each names what changed and carries no content: ask for it
with the usual operations.

- \`ready\`: the stream has begun, or has missed something; ask anew for what you show
- \`balance_changed\` \`{"accountId"}\`
- \`payment_changed\` \`{"paymentId", "status"}\`
- \`notice_created\` \`{"noticeId", "kind"}\`
- \`subscription_changed\` \`{"subscriptionId"}\`

A comment comes every 15 seconds. The stream ends when the access token expires: open it again with a
fresh one. A user has six at most; a seventh ends the oldest.`;

/** `GET /api/v1/events` */
export const streamEvents = defineUserRoute(
  {
    method: 'get',
    path: '/api/v1/events',
    operationId: 'streamEvents',
    tags: ['Account'],
    summary: 'Follow what changes on your account',
    description,
    responses: {
      200: {
        description: 'Events, until one of the two sides ends it.',
        content: { 'text/event-stream': { schema: z.string() } },
      },
    },
    limit: 'stream_events',
  },
  ({ eventHub }) =>
    async (c) => {
      const mailbox = await eventHub.open(c.get('user').id);
      const endsInMs = expiryOf(c.req.header('authorization')) - Date.now();
      const response = streamSSE(c, (stream) =>
        follow(stream, mailbox, { endsInMs, heartbeatMs: eventHub.heartbeatMs }),
      );
      // What a proxy holds back to send in one piece is no longer news.
      c.header('x-accel-buffering', 'no');
      c.header('cache-control', 'no-store');
      return response as never;
    },
);

/** When the token expires, in milliseconds since 1970; it has been verified before this. */
function expiryOf(authorization = ''): number {
  return (decodeJwt(authorization.replace(/^Bearer /i, '')).exp ?? 0) * 1_000;
}

async function follow(
  stream: SSEStreamingApi,
  mailbox: Mailbox,
  { endsInMs, heartbeatMs }: { endsInMs: number; heartbeatMs: number },
): Promise<void> {
  stream.onAbort(() => mailbox.close());
  const end = setTimeout(() => mailbox.close(), Math.min(Math.max(0, endsInMs), TIMER_MS_MAX));
  try {
    for (;;) {
      const events = await mailbox.take(heartbeatMs);
      if (events === null) return;
      const text = events.map(
        ({ type, ...data }) => `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`,
      );
      const isTaken = await isWritten(stream, text.join('') || ': still here\n\n', mailbox);
      if (!isTaken) {
        stream.abort();
        return;
      }
    }
  } finally {
    clearTimeout(end);
    mailbox.close();
  }
}

/** Writes; answers false when the reader took nothing in time, or the stream was ended meanwhile. */
async function isWritten(
  stream: SSEStreamingApi,
  text: string,
  mailbox: Mailbox,
): Promise<boolean> {
  const { promise: tooLate, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), WRITE_TIMEOUT_MS);
  const written = stream.write(text).then(() => true);
  const result = await Promise.race([written, tooLate, mailbox.closed.then(() => false)]);
  clearTimeout(timer);
  return result;
}
