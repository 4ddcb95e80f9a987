// Keeps other web pages from giving orders to the sandbox.
import type { Context } from 'hono';

/** Whether a request comes from one of the sandbox's own pages, or from no page at all. */
export function isOwnPage(context: Context): boolean {
  const origin = context.req.header('origin');
  return origin === undefined || origin === new URL(context.req.url).origin;
}
