// Entry `@mindbot/sdk`: the typed client of the MindBot api, without any runtime dependency.

export type { Assistants } from './assistants/assistants.ts';
export type { AutoTopUpResource, UpdateAutoTopUpParams } from './auto-top-up/auto-top-up.ts';
export type { BalanceResource } from './balance/balance.ts';
export type {
  CheckoutSessions,
  CreateCheckoutSessionParams,
  OrderParams,
} from './checkout-sessions/checkout-sessions.ts';
export { createMindbotClient, type MindbotClient, type MindbotClientOptions } from './client.ts';
export type { Config } from './config/config.ts';
export {
  type FieldError,
  type MindbotError,
  MindbotRequestError,
  type MindbotResult,
  type PassingProblemCode,
  type ProblemCode,
  type ProblemError,
  type TransportError,
  unwrap,
} from './errors.ts';
export type { EventStreamState } from './events/event-connection.ts';
export type { EventListener, EventSubscription } from './events/event-hub.ts';
export type { Events } from './events/events.ts';
export type { LiveEvent } from './events/live-event.ts';
export type { LedgerEntries } from './ledger-entries/ledger-entries.ts';
export type { Me } from './me/me.ts';
export type { NoticePreferencesResource } from './notice-preferences/notice-preferences.ts';
export type { Notices } from './notices/notices.ts';
export type { ListPackagesParams, Packages } from './packages/packages.ts';
export type { PageParams } from './pages.ts';
export type {
  CreatePaymentIntentParams,
  PaymentIntents,
} from './payment-intents/payment-intents.ts';
export type { PaymentMethods } from './payment-methods/payment-methods.ts';
export type { Payments, WaitForPaymentOptions } from './payments/payments.ts';
export type {
  PurchaseTimeCardOptions,
  PurchaseTimeCardParams,
} from './payments/purchase-time-card.ts';
export { isPaymentFinal } from './payments/wait-for-payment.ts';
export type { Plans } from './plans/plans.ts';
export type { PortalSessions } from './portal-sessions/portal-sessions.ts';
export type { CreatePriceQuoteParams, PriceQuotes } from './price-quotes/price-quotes.ts';
export type { PromoCodes } from './promo-codes/promo-codes.ts';
export type { ReferralResource } from './referral/referral.ts';
export type {
  CreateSubscriptionParams,
  SubscriptionResource,
  UpdateSubscriptionParams,
} from './subscription/subscription.ts';
export type { CreateOptions, RequestOptions } from './transport.ts';
export type * from './types.ts';
export type {
  CreateVoiceSessionParams,
  ListVoiceSessionsParams,
  VoiceSessions,
} from './voice-sessions/voice-sessions.ts';
