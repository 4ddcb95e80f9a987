// The servers the api bench loads, in a process of their own: a bare Hono, and the whole api.
import { createLogger } from '@mindbot/platform/logging';
import { createApp } from '../../api/src/app.ts';
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
const services = createServices(environment, {
  logger,
  livekit: new LiveKitStandIn(),
  rateLimits: createRateLimits({ limits: GENEROUS_LIMITS, logger }),
});
const ports: ApiServerPorts = {
  bare: await listenOnFreePort(createBareApp(services.voiceTokens)),
  api: await listenOnFreePort(createApp(services)),
};
process.send?.(ports);
process.once('disconnect', () => process.exit(0));
