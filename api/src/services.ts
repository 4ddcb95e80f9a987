// What the routes and tasks work with; tests pass their own.
import type { Logger } from '@mindbot/platform/logging';
import type { AutoTopUpLedger } from './auto-top-up/auto-top-up-ledger.ts';
import type { Database } from './clients/database.ts';
import type { EmailClient } from './clients/email.ts';
import type { LiveKitClient } from './clients/livekit-types.ts';
import type { LivekitWebhooks } from './clients/livekit-webhooks.ts';
import type { StripeBilling } from './clients/stripe-billing.ts';
import type { AuthenticatedUser, Authenticator } from './clients/supabase.ts';
import type { UnsubscribeTokens } from './emails/unsubscribe-tokens.ts';
import type { ApiEnvironment } from './environment.ts';
import type { EventHub } from './events/event-hub.ts';
import type { HealthCheck } from './health.ts';
import type { Ledger } from './ledger.ts';
import type { ApiMetrics } from './metrics.ts';
import type { NoticeLedger } from './notices/notice-ledger.ts';
import type { Gateways } from './payments/gateways.ts';
import type { PaymentLedger } from './payments/payment-ledger.ts';
import type { PricingLedger } from './pricing/pricing-ledger.ts';
import type { RateLimits } from './rate-limits.ts';
import type { SubscriptionLedger } from './subscriptions/subscription-ledger.ts';
import type { AgentReplacer } from './voice/agent-replacer.ts';
import type { CallRooms } from './voice/call-rooms.ts';
import type { VoiceTokens } from './voice/voice-tokens.ts';
import type { WebClient } from './web-client.ts';

/** Everything {@link createApp} needs, each part replaceable. */
export interface Services {
  environment: ApiEnvironment;
  logger: Logger;
  database: Database;
  ledger: Ledger;
  livekit: LiveKitClient;
  authenticator: Authenticator;
  voiceTokens: VoiceTokens;
  callRooms: CallRooms;
  agentReplacer: AgentReplacer;
  livekitWebhooks: LivekitWebhooks;
  paymentLedger: PaymentLedger;
  pricingLedger: PricingLedger;
  gateways: Gateways;
  subscriptionLedger: SubscriptionLedger;
  /** Null without Stripe's key: plans are listed, and cannot be had. */
  stripeBilling: StripeBilling | null;
  noticeLedger: NoticeLedger;
  autoTopUpLedger: AutoTopUpLedger;
  /** Null: no mail server is configured, and the app alone tells. */
  email: EmailClient | null;
  unsubscribeTokens: UnsubscribeTokens;
  eventHub: EventHub;
  rateLimits: RateLimits;
  metrics: ApiMetrics;
  health: HealthCheck;
  webClient: WebClient;
}

/** What Hono knows of a request: the Node objects, and what middleware found out. */
export interface ApiEnv {
  Bindings: { incoming?: { socket?: { remoteAddress?: string } } };
  Variables: {
    requestId: string;
    logger: Logger;
    /** Set on every operation that needs a signed-in user, and on no other. */
    user: AuthenticatedUser;
  };
}
