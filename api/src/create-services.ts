// Builds the services from the environment: the one place where the parts are joined.

import { resolve } from 'node:path';
import { createLogger } from '@mindbot/platform/logging';
import { createAutoTopUpLedger } from './auto-top-up/auto-top-up-ledger.ts';
import { callFunction } from './clients/call-function.ts';
import { createDatabase } from './clients/database.ts';
import { createEmailClient } from './clients/email.ts';
import { createLiveKitClient } from './clients/livekit.ts';
import { createLivekitWebhooks } from './clients/livekit-webhooks.ts';
import { createStripeBilling } from './clients/stripe-billing.ts';
import { createAuthenticator } from './clients/supabase.ts';
import { createUnsubscribeTokens } from './emails/unsubscribe-tokens.ts';
import type { ApiEnvironment } from './environment.ts';
import { createEventHub } from './events/event-hub.ts';
import { createHealthCheck } from './health.ts';
import { createLedger } from './ledger.ts';
import { createApiMetrics } from './metrics.ts';
import { createNoticeLedger } from './notices/notice-ledger.ts';
import { createGateways } from './payments/gateways.ts';
import { createPaymentLedger } from './payments/payment-ledger.ts';
import { createPricingLedger } from './pricing/pricing-ledger.ts';
import { createRateLimits } from './rate-limits.ts';
import { readLiveCalls } from './reads/read-live-calls.ts';
import type { Services } from './services.ts';
import { createSubscriptionLedger } from './subscriptions/subscription-ledger.ts';
import { createAgentDispatcher } from './voice/agent-dispatcher.ts';
import { createAgentReplacer } from './voice/agent-replacer.ts';
import { createCallRooms } from './voice/call-rooms.ts';
import { createVoiceTokens } from './voice/voice-tokens.ts';
import { createWebClient } from './web-client.ts';

/** How long a new call waits for caller and agent, and a call that lost its agent for the next. */
const JOIN_WINDOW_MS = 60_000;
const REJOIN_WINDOW_MS = 60_000;
const repositoryRoot = resolve(import.meta.dirname, '../..');

/** Parts a test or bench may replace. */
export type ServiceParts = Partial<
  Pick<Services, 'logger' | 'database' | 'livekit' | 'rateLimits' | 'webClient'>
>;

/** Everything the app and the tasks need. Nothing is connected before it is used. */
export function createServices(environment: ApiEnvironment, parts: ServiceParts = {}): Services {
  const { LOG_LEVEL: level, LOG_FORMAT: format } = environment;
  const logger = parts.logger ?? createLogger('api', { level, format });
  const database =
    parts.database ??
    createDatabase({
      url: environment.DATABASE_URL,
      poolSize: environment.DATABASE_POOL_SIZE,
      logger,
    });
  const livekitOptions = {
    apiUrl: environment.LIVEKIT_API_URL ?? environment.LIVEKIT_URL.replace(/^ws/, 'http'),
    apiKey: environment.LIVEKIT_API_KEY,
    apiSecret: environment.LIVEKIT_API_SECRET,
  };
  const livekit = parts.livekit ?? createLiveKitClient(livekitOptions);
  const eventHub = createEventHub({ url: environment.DATABASE_URL, logger });
  const metrics = createApiMetrics({
    readLiveCalls: () => readLiveCalls(database),
    countDatabaseWaiters: database.countWaiting,
    countEventStreams: eventHub.count,
    readTaskQueue: () => callFunction(database, 'task_queue_state', {}),
    withProcess: true,
  });
  const ledger = createLedger(database, {
    leaseMs: environment.METER_LEASE_MS,
    joinWindowMs: JOIN_WINDOW_MS,
    rejoinWindowMs: REJOIN_WINDOW_MS,
  });
  const voiceTokens = createVoiceTokens({
    livekitUrl: environment.LIVEKIT_URL,
    livekitApiKey: livekitOptions.apiKey,
    livekitApiSecret: livekitOptions.apiSecret,
    supabaseJwtSecret: environment.SUPABASE_JWT_SECRET,
  });
  const agentDispatcher = createAgentDispatcher({
    livekit,
    ledger,
    voiceTokens,
    agentName: environment.AGENT_NAME,
    logger,
  });
  const paymentLedger = createPaymentLedger(database);
  const gateways = createGateways({ environment, database, paymentLedger });
  const callRooms = createCallRooms({ livekit, ledger, agentDispatcher, logger });
  return {
    environment,
    logger,
    database,
    ledger,
    livekit,
    voiceTokens,
    callRooms,
    metrics,
    authenticator: createAuthenticator({
      supabaseUrl: environment.SUPABASE_URL,
      jwtSecret: environment.SUPABASE_JWT_SECRET,
    }),
    agentReplacer: createAgentReplacer({
      database,
      livekit,
      ledger,
      agentDispatcher,
      callRooms,
      metrics,
      logger,
    }),
    livekitWebhooks: createLivekitWebhooks(livekitOptions),
    paymentLedger,
    pricingLedger: createPricingLedger(database),
    gateways,
    subscriptionLedger: createSubscriptionLedger(database),
    stripeBilling: gateways.stripeClient && createStripeBilling(gateways.stripeClient),
    noticeLedger: createNoticeLedger(database),
    autoTopUpLedger: createAutoTopUpLedger(database),
    email: environment.SMTP_URL
      ? createEmailClient({ smtpUrl: environment.SMTP_URL, from: environment.EMAIL_FROM })
      : null,
    unsubscribeTokens: createUnsubscribeTokens(environment.SUPABASE_JWT_SECRET),
    eventHub,
    rateLimits:
      parts.rateLimits ?? createRateLimits({ redisUrl: environment.REDIS_URL, database, logger }),
    health: createHealthCheck({
      checkDatabase: (timeoutMs) => database.check(timeoutMs),
      checkLivekit: () => livekit.check(),
    }),
    webClient: parts.webClient ?? createWebClient(resolve(repositoryRoot, environment.WEB_DIST)),
  };
}
