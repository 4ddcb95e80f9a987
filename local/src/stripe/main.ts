// Starts the Stripe sandbox on loopback: reads the environment, listens, stops when told.
import { portVariable, readEnvironment } from '@mindbot/platform/env';
import { createLogger } from '@mindbot/platform/logging';
import { z } from 'zod';
import { startStripeSandbox } from './sandbox.ts';

const environment = readEnvironment(
  z.object({
    LOCAL_STRIPE_PORT: portVariable.default(54_331),
    STRIPE_SECRET_KEY: z.string(),
    STRIPE_WEBHOOK_SECRET: z.string(),
    /** Where events are delivered. */
    STRIPE_WEBHOOK_URL: z.url(),
    /** Where it remembers purchases. */
    STRIPE_DATA_FILE: z.string(),
    PUBLIC_URL: z.url(),
    /** More origins that may show the pay page, separated by commas. */
    CORS_ORIGINS: z.string().optional(),
    LOG_LEVEL: z.string().default('info'),
    LOG_FORMAT: z.enum(['pretty', 'json']).optional(),
  }),
);
const logger = createLogger('stripe', {
  level: environment.LOG_LEVEL,
  format: environment.LOG_FORMAT,
});

const sandbox = await startStripeSandbox({
  port: environment.LOCAL_STRIPE_PORT,
  secretKey: environment.STRIPE_SECRET_KEY,
  webhook: { url: environment.STRIPE_WEBHOOK_URL, secret: environment.STRIPE_WEBHOOK_SECRET },
  dataFile: environment.STRIPE_DATA_FILE,
  publicUrl: environment.PUBLIC_URL,
  embedders: (environment.CORS_ORIGINS ?? '').split(',').filter(Boolean),
  onProblem: (problem) => logger.warn({ problem }, 'event not delivered; it is sent again'),
  onBug: (error) => logger.error({ err: error }, 'request failed'),
});
logger.info({ url: sandbox.url }, 'Stripe sandbox listens');

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await sandbox.stop();
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
