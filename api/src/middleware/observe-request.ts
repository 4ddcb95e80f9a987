// Gives every request an id, writes one line about it and measures it.
import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { ApiEnv, Services } from '../services.ts';

const idPattern = /^[\w.-]{8,64}$/;
/** Asked so often, and of so little interest, that their lines are for debugging. */
const quietRoutes = new Set(['/health/live', '/health/ready', '/metrics']);

/** Sets `c.var.requestId` and `c.var.logger`; answers the id in `x-request-id`. */
export function observeRequest(services: Services): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const startedAtMs = performance.now();
    const givenId = c.req.header('x-request-id') ?? '';
    const requestId = idPattern.test(givenId) ? givenId : randomUUID();
    const logger = services.logger.child({ requestId });
    c.set('requestId', requestId);
    c.set('logger', logger);
    await next();
    c.res.headers.set('x-request-id', requestId);
    const durationMs = performance.now() - startedAtMs;
    const { method } = c.req;
    const { status } = c.res;
    // Only operations and pages have paths without a star; all else is the web client's, or nobody's.
    const route = matchedRoutes(c).find(({ path }) => !path.includes('*'))?.path ?? 'other';
    services.metrics.httpRequestDuration.observe(
      { method, route, status: String(status) },
      durationMs / 1_000,
    );
    const level = status >= 500 ? 'error' : quietRoutes.has(c.req.path) ? 'debug' : 'info';
    logger[level](
      { method, route, status, durationMs: Math.round(durationMs), userId: c.get('user')?.id },
      'request',
    );
  };
}
