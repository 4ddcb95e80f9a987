// The api that is fuzzed: real Postgres and queue, payments by the sandbox, people with a history.
import { randomUUID } from 'node:crypto';
import { createLogger, type Logger } from '@mindbot/platform/logging';
import { createApp } from '../../api/src/app.ts';
import { createServices } from '../../api/src/create-services.ts';
import { startTaskQueue } from '../../api/src/queue/task-queue.ts';
import { createRateLimits } from '../../api/src/rate-limits.ts';
import { listen } from '../../api/src/testing/listen.ts';
import { LiveKitStandIn } from '../../api/src/testing/livekit-stand-in.ts';
import {
  GENEROUS_LIMITS,
  signAccessToken,
  testEnvironment,
} from '../../api/src/testing/test-environment.ts';
import { findFreePort } from '../../local/src/free-port.ts';
import { startStripeSandbox } from '../../local/src/stripe/sandbox.ts';
import { cloneDatabase, type TestDatabase } from '../support/database-clone.ts';
import { startTestPostgres } from '../support/test-postgres.ts';

const WEBHOOK_SECRET = 'whsec_a_secret_of_the_fuzz_run_alone';

/** A running api, and people to ask it as. */
export interface FuzzedApi {
  url: string;
  /** The access token of somebody who calls and buys. */
  token: string;
  /** Ids of their records and of another's, by the beginning of the path. */
  ids: Record<string, string[]>;
  /** What the ledger says is wrong; empty when all is well. */
  checkLedger(): Promise<unknown[]>;
  stop(): Promise<void>;
}

/** Starts everything on free ports; about three seconds. */
export async function startFuzzedApi(): Promise<FuzzedApi> {
  const postgres = await startTestPostgres();
  const db = await cloneDatabase(postgres.adminUrl, postgres.templateName);
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const webhook = { url: `${url}/webhooks/stripe`, secret: WEBHOOK_SECRET };
  const stripe = await startStripeSandbox({ webhook });
  const logger = createLogger('api', { level: 'error', format: 'json' });
  const services = createServices(
    testEnvironment({
      DATABASE_URL: db.databaseUrl,
      PUBLIC_URL: url,
      STRIPE_API_URL: stripe.url,
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      SANDBOX_STRIPE: '1',
      SANDBOX_STRIPE_URL: stripe.url,
    }),
    { logger, livekit: new LiveKitStandIn(), rateLimits: noLimits(logger) },
  );
  const queue = startTaskQueue(services, { pollIntervalMs: 100 });
  await queue.started;
  const server = await listen(createApp(services), port);
  const token = await giveHistory(db, url);
  await giveHistory(db, url);
  return {
    url,
    token,
    ids: await readIds(db),
    checkLedger: () => services.ledger.checkLedger(),
    async stop() {
      await stripe.stop();
      await queue.stop();
      await server.close();
      await services.eventHub.close();
      await services.database.close();
      await db.drop();
      await postgres.stop();
    },
  };
}

/** A fuzzer asks more often than anybody may. */
const noLimits = (logger: Logger) => createRateLimits({ limits: GENEROUS_LIMITS, logger });

async function readIds(db: TestDatabase): Promise<Record<string, string[]>> {
  const idsOf = async (table: string) =>
    (await db.rows<{ id: string }>(`select id from public.${table} order by 1`)).map(
      ({ id }) => id,
    );
  return {
    '/api/v1/voice-sessions': await idsOf('voice_sessions'),
    '/api/v1/payments': await idsOf('payments'),
    '/api/v1/assistants': await idsOf('assistants'),
  };
}

/** Somebody with time, a running call, an unpaid order and a price quote. */
async function giveHistory(db: TestDatabase, url: string): Promise<string> {
  const user = await db.signUp();
  const token = await signAccessToken(user.userId);
  await db.rows(`select public.grant_time($1, $2, 'card', 36000000, 100, null)`, [
    user.accountId,
    randomUUID(),
  ]);
  const wishes: [string, unknown][] = [
    ['voice-sessions', {}],
    ['checkout-sessions', { package: 'time-30' }],
    ['price-quotes', { package: 'time-30' }],
  ];
  for (const [path, body] of wishes) {
    const response = await fetch(`${url}/api/v1/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify(body),
    });
    if (response.status !== 201) throw new Error(`${path}: ${await response.text()}`);
  }
  return token;
}
