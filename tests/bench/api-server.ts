// The servers the api bench loads, in a process of their own: a bare Hono, and the whole api.
import { createLogger } from '@mindbot/platform/logging';
import { createApp } from '../../api/src/app.ts';
import { createDatabase } from '../../api/src/clients/database.ts';
import { createServices } from '../../api/src/create-services.ts';
import { createRateLimits } from '../../api/src/rate-limits.ts';
import { createBareApp, listenOnFreePort } from '../../api/src/testing/listen-for-bench.ts';
import { LiveKitStandIn } from '../../api/src/testing/livekit-stand-in.ts';
import { GENEROUS_LIMITS, testEnvironment } from '../../api/src/testing/test-environment.ts';

/** The ports of the two servers, told to the parent process once they listen. */
export interface ApiServerPorts {
  bare: number;
  api: number;
}

const logger = createLogger('api', { level: 'silent', format: 'json' });
const environment = testEnvironment({
  DATABASE_URL: process.env.DATABASE_URL,
  DATABASE_POOL_SIZE: '10',
});
const database = createDatabase({
  url: environment.DATABASE_URL,
  poolSize: environment.DATABASE_POOL_SIZE,
  logger,
});
const services = createServices(environment, {
  logger,
  database,
  livekit: new LiveKitStandIn(),
  // Shared with other apis as in production, and too generous to refuse anybody.
  rateLimits: createRateLimits({ limits: GENEROUS_LIMITS, database, logger }),
});
const ports: ApiServerPorts = {
  bare: await listenOnFreePort(createBareApp(services.voiceTokens)),
  api: await listenOnFreePort(createApp(services)),
};
process.send?.(ports);
process.once('disconnect', () => process.exit(0));
