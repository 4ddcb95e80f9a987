// Puts the whole service together: what every request goes through, and the route table.
import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { handleError, refuseInvalid } from './handle-error.ts';
import { limitRate } from './middleware/limit-rate.ts';
import { observeRequest } from './middleware/observe-request.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { createOpenApiDocument } from './openapi.ts';
import { registerMetricsPage } from './pages/metrics-page.ts';
import { registerProblemPage } from './pages/problem-page.ts';
import { registerReferencePage } from './pages/reference-page.ts';
import { registerWebPage } from './pages/web-page.ts';
import { ProblemError } from './problem.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import { routes } from './routes/index.ts';
import type { ApiEnv, Services } from './services.ts';

/** Bodies are small: the largest is the name of an assistant, or a webhook. */
const BODY_BYTES_MAX = 64 * 1024;

/** The service as one app, without listening. */
export function createApp(services: Services): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });
  app.onError(handleError);
  app.notFound(refuseUnknown(routes));

  app.use('*', observeRequest(services));
  app.use('*', securityHeaders(services.environment));
  app.use('/api/*', allowOrigins(services.environment.CORS_ORIGINS));
  app.use('/api/*', limitRate(services, 'address'));
  app.use('*', bodyLimit({ maxSize: BODY_BYTES_MAX, onError: refuseBody }));
  app.use('/api/*', async (c, next) => {
    // Answers are one user's own, at one moment; a route may say otherwise.
    c.header('cache-control', 'no-store');
    await next();
  });

  for (const route of routes) route.register(app, services);

  const openApiDocument = JSON.stringify(createOpenApiDocument());
  app.get('/openapi.json', (c) =>
    c.body(openApiDocument, 200, { 'content-type': 'application/json' }),
  );
  registerReferencePage(app);
  registerProblemPage(app);
  registerMetricsPage(app, services);
  registerWebPage(app, services);
  return app;
}

function allowOrigins(origins: readonly string[]) {
  return cors({
    origin: [...origins],
    allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowHeaders: [
      'authorization',
      'content-type',
      'idempotency-key',
      'traceparent',
      'x-request-id',
    ],
    exposeHeaders: ['x-request-id', 'retry-after', 'ratelimit', 'ratelimit-policy'],
    maxAge: 600,
  });
}

function refuseBody(): never {
  throw new ProblemError('body_too_large', 'The body is larger than 64 KB.');
}
