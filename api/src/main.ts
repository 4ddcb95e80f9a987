// Starts the api: reads the environment, listens, runs the tasks, and stops in good order.
import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { EnvironmentError } from '@mindbot/platform/env';
import { startErrorReports, stopErrorReports } from '@mindbot/platform/error-reports';
import { startTracing, stopTracing } from '@mindbot/platform/tracing';
import { createApp } from './app.ts';
import { createServices } from './create-services.ts';
import { type ApiEnvironment, readApiEnvironment } from './environment.ts';
import { startTaskQueue } from './queue/task-queue.ts';
import { createTasks } from './tasks/index.ts';
import { startTasks } from './tasks/task-runner.ts';

/** How long listening waits for the queue of tasks to be there. */
const QUEUE_WAIT_MS = 5_000;
/** Requests that have not ended this long after the stop began are cut off. */
const STOP_MS_MAX = 10_000;

const environment = readEnvironmentOrExit();
await startErrorReports({
  dsn: environment.SENTRY_DSN,
  environment: environment.SENTRY_ENVIRONMENT,
  release: environment.SENTRY_RELEASE,
  part: 'api',
});
await startTracing({
  serviceName: 'mindbot-api',
  release: environment.SENTRY_RELEASE,
  sampleRatio: environment.OTEL_TRACES_SAMPLER_ARG,
});
const services = createServices(environment);
const { logger } = services;
const queue = startTaskQueue(services);
// Webhooks need the queue. Without a database there is none, and who asks shall be told so.
await Promise.race([queue.started, setTimeout(QUEUE_WAIT_MS)]);
const server = serve(
  {
    fetch: createApp(services).fetch,
    hostname: environment.HOST,
    port: environment.PORT,
    serverOptions: { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 },
  },
  ({ address, port }) => logger.info({ address, port }, 'listening'),
) as Server;
server.on('error', (error) => {
  logger.fatal({ err: error }, 'cannot listen');
  process.exitCode = 1;
  void stop('error');
});
const tasks = startTasks(createTasks(services), services);

let isStopping = false;
async function stop(signal: string): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  logger.info({ signal }, 'stopping');
  services.health.stop();
  // Whoever sends requests here has seconds to notice; kept connections end with their next answer.
  server.prependListener('request', (_, response) => {
    response.shouldKeepAlive = false;
  });
  if (signal === 'SIGTERM') await setTimeout(environment.API_STOP_DELAY_MS);
  // Nobody ends these by themselves; their clients come back to another process.
  const streamsEnded = services.eventHub.close();
  const cutOff = globalThis.setTimeout(() => server.closeAllConnections(), STOP_MS_MAX);
  // A connection is idle again once its answer is out, and would then be kept alive for the next.
  const closing = setInterval(() => server.closeIdleConnections(), 50);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await Promise.all([closed, streamsEnded, tasks.stop(), queue.stop()]);
  clearTimeout(cutOff);
  clearInterval(closing);
  await services.rateLimits.close();
  await services.database.close();
  services.email?.close();
  await Promise.all([stopTracing(), stopErrorReports()]);
  logger.info('stopped');
}
// A bug nobody caught: whoever starts us does so again, and a person shall know.
process.on('uncaughtException', (error) => {
  logger.fatal({ err: error }, 'a bug ended the process');
  void stopErrorReports().finally(() => process.exit(1));
});
process.on('SIGTERM', () => void stop('SIGTERM'));
process.on('SIGINT', () => void stop('SIGINT'));

/** What is missing is for a person to read, before there is a logger: no stack, no JSON. */
function readEnvironmentOrExit(): ApiEnvironment {
  try {
    return readApiEnvironment();
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
