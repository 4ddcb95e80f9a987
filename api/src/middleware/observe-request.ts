// Gives every request an id, writes one line about it and measures it.
import { randomUUID } from 'node:crypto';
import { addToLogContext, readLogContext, withLogContext } from '@mindbot/platform/log-context';
import { failSpan, inSpan, isTracing, type Span, traceIdOf } from '@mindbot/platform/tracing';
import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { ApiEnv, Services } from '../services.ts';

const idPattern = /^[\w.-]{8,64}$/;
/** Asked so often, and of so little interest, that their lines are for debugging. */
const quietRoutes = new Set(['/health/live', '/health/ready', '/metrics']);

const voiceSessionPattern = /\/voice-sessions\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(\/|$)/;

/** Probes would be most of all traces, a page of the web client tells nothing, a stream never ends. */
const tracedPattern = /^\/(api\/(?!v1\/events)|webhooks\/)/;

/**
 * Sets `c.var.requestId` and `c.var.logger`; answers the id in `x-request-id`. What is logged until
 * the answer carries the id, and the call's where the path names one.
 */
export function observeRequest(services: Services): MiddlewareHandler<ApiEnv> {
  return (c, next) => {
    const givenId = c.req.header('x-request-id') ?? '';
    const requestId = idPattern.test(givenId) ? givenId : randomUUID();
    const [, voiceSessionId] = voiceSessionPattern.exec(c.req.path) ?? [];
    c.set('requestId', requestId);
    c.set('logger', services.logger);
    const ids = { requestId, ...(voiceSessionId ? { voiceSessionId } : {}) };
    return withLogContext(ids, () => observe(services, c, next));
  };
}

async function observe(
  services: Services,
  c: Context<ApiEnv>,
  next: () => Promise<void>,
): Promise<void> {
  const startedAtMs = performance.now();
  const { method } = c.req;
  const answer = async (span: Span | null) => {
    const traceId = traceIdOf();
    if (traceId) addToLogContext({ traceId });
    await next();
    const { status } = c.res;
    c.res.headers.set('x-request-id', c.get('requestId'));
    // Only operations and pages have paths without a star; all else is the web client's, or nobody's.
    const route = matchedRoutes(c).find(({ path }) => !path.includes('*'))?.path ?? 'other';
    span?.updateName(`${method} ${route}`);
    span?.setAttributes({ 'http.route': route, 'http.response.status_code': status });
    if (status >= 500) failSpan(span, new Error(`answered ${status}`));
    report(services, c, { route, durationMs: performance.now() - startedAtMs });
  };
  if (!isTracing() || !tracedPattern.test(c.req.path)) return answer(null);
  const attributes = {
    'http.request.method': method,
    'mindbot.request_id': c.get('requestId'),
    'mindbot.voice_session_id': readLogContext().voiceSessionId,
  };
  const parent = c.req.header('traceparent');
  return inSpan(method, { kind: 'server', parent, attributes }, answer);
}

function report(
  services: Services,
  c: Context<ApiEnv>,
  { route, durationMs }: { route: string; durationMs: number },
): void {
  const { method } = c.req;
  const { status } = c.res;
  services.metrics.httpRequestDuration.observe(
    { method, route, status: String(status) },
    durationMs / 1_000,
  );
  const level = status >= 500 ? 'error' : quietRoutes.has(c.req.path) ? 'debug' : 'info';
  services.logger[level](
    { method, route, status, durationMs: Math.round(durationMs), userId: c.get('user')?.id },
    'request',
  );
}
