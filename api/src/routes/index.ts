// The route table: every operation of the api.
import type { ApiRoute } from '../define-route.ts';
import { createAgentRequest } from './create-agent-request.ts';
import { createCheckoutSession } from './create-checkout-session.ts';
import { createJoinToken } from './create-join-token.ts';
import { createPaymentIntent } from './create-payment-intent.ts';
import { createPortalSession } from './create-portal-session.ts';
import { createPriceQuote } from './create-price-quote.ts';
import { createPromoRedemption } from './create-promo-redemption.ts';
import { createReferral } from './create-referral.ts';
import { createSubscription } from './create-subscription.ts';
import { createVoiceSession } from './create-voice-session.ts';
import { deletePaymentMethod } from './delete-payment-method.ts';
import { deleteVoiceSession } from './delete-voice-session.ts';
import { endVoiceSession } from './end-voice-session.ts';
import { getAssistant } from './get-assistant.ts';
import { getAutoTopUp } from './get-auto-top-up.ts';
import { getBalance } from './get-balance.ts';
import { getConfig } from './get-config.ts';
import { getCurrentUser } from './get-current-user.ts';
import { getLiveness } from './get-liveness.ts';
import { getNoticePreferences } from './get-notice-preferences.ts';
import { getPayment } from './get-payment.ts';
import { getReadiness } from './get-readiness.ts';
import { getReferral } from './get-referral.ts';
import { getSubscription } from './get-subscription.ts';
import { getTranscript } from './get-transcript.ts';
import { getVoiceSession } from './get-voice-session.ts';
import { listAssistants } from './list-assistants.ts';
import { listLedgerEntries } from './list-ledger-entries.ts';
import { listNotices } from './list-notices.ts';
import { listPackages } from './list-packages.ts';
import { listPaymentMethods } from './list-payment-methods.ts';
import { listPayments } from './list-payments.ts';
import { listPlans } from './list-plans.ts';
import { listVoiceSessions } from './list-voice-sessions.ts';
import { markNoticesRead } from './mark-notices-read.ts';
import { receiveCryptomusWebhook } from './receive-cryptomus-webhook.ts';
import { receiveLivekitWebhook } from './receive-livekit-webhook.ts';
import { receiveStripeWebhook } from './receive-stripe-webhook.ts';
import { showUnsubscribe } from './show-unsubscribe.ts';
import { streamEvents } from './stream-events.ts';
import { submitUnsubscribe } from './submit-unsubscribe.ts';
import { updateAutoTopUp } from './update-auto-top-up.ts';
import { updateNoticePreferences } from './update-notice-preferences.ts';
import { updateSubscription } from './update-subscription.ts';

/** Every operation, in the order the reference page shows them. */
export const routes: readonly ApiRoute[] = [
  createVoiceSession,
  listVoiceSessions,
  getVoiceSession,
  deleteVoiceSession,
  getTranscript,
  endVoiceSession,
  createJoinToken,
  createAgentRequest,
  getCurrentUser,
  getBalance,
  listLedgerEntries,
  createPromoRedemption,
  getReferral,
  createReferral,
  createPriceQuote,
  getAutoTopUp,
  updateAutoTopUp,
  listNotices,
  markNoticesRead,
  getNoticePreferences,
  updateNoticePreferences,
  showUnsubscribe,
  submitUnsubscribe,
  streamEvents,
  listAssistants,
  getAssistant,
  listPackages,
  createCheckoutSession,
  createPaymentIntent,
  listPayments,
  getPayment,
  listPaymentMethods,
  deletePaymentMethod,
  listPlans,
  getSubscription,
  createSubscription,
  updateSubscription,
  createPortalSession,
  getConfig,
  getLiveness,
  getReadiness,
  receiveLivekitWebhook,
  receiveStripeWebhook,
  receiveCryptomusWebhook,
];
