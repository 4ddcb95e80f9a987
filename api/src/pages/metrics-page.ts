// Shows the metrics to Prometheus: by token, or without one to this machine alone.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { isFromThisMachine } from '../address.ts';
import { ProblemError } from '../problem.ts';
import type { ApiEnv, Services } from '../services.ts';

/** Puts `/metrics` on an app. Whoever may not see it does not learn that it is there. */
export function registerMetricsPage(app: OpenAPIHono<ApiEnv>, services: Services): void {
  const token = services.environment.METRICS_TOKEN;
  const { registry } = services.metrics;
  app.get('/metrics', async (c) => {
    const mayRead = token
      ? isSameText(c.req.header('authorization') ?? '', `Bearer ${token}`)
      : isFromThisMachine(c);
    if (!mayRead) throw new ProblemError('not_found', 'There is nothing at this address.');
    return c.body(await registry.metrics(), 200, { 'content-type': registry.contentType });
  });
}

/** Compares in a time that tells nothing; digests make the lengths equal. */
function isSameText(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
