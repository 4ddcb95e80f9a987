// Names for what the api answers, so that callers import words and not paths into a generated file.
import type { components } from './api-types.generated.ts';

type Schemas = components['schemas'];

/** What a client must know before anyone signs in. */
export type PublicConfig = Schemas['Config'];
/** The signed-in user. */
export type CurrentUser = Schemas['CurrentUser'];
/** An account's time, in milliseconds, and the grants it is made of. */
export type Balance = Schemas['Balance'];
/** Time put on an account, and what is left of it. */
export type TimeGrant = Schemas['TimeGrant'];
/** Where a time grant came from. */
export type TimeGrantSource = Schemas['TimeGrantSource'];
/** One immutable line of the ledger; `amountMs` is signed. */
export type LedgerEntry = Schemas['LedgerEntry'];
/** A configured agent. */
export type Assistant = Schemas['Assistant'];
/** The assistants a user can call. */
export type AssistantList = Schemas['AssistantList'];
/** The assistant of a call, in short. */
export type AssistantSummary = Schemas['AssistantSummary'];
/** Whether a call waits for its agent, runs, or is over. */
export type VoiceSessionStatus = Schemas['VoiceSessionStatus'];
/** Why a call ended; one of a closed list. */
export type EndedReason = Schemas['EndedReason'];
/** A call in a list. */
export type VoiceSessionListItem = Schemas['VoiceSessionListItem'];
/** A call with its receipt. */
export type VoiceSession = Schemas['VoiceSession'];
/** Contact details the agent took down. */
export type Lead = Schemas['Lead'];
/** A support ticket the agent opened. */
export type Ticket = Schemas['Ticket'];
/** What joining a room needs. The token lives minutes and opens one room only. */
export type JoinToken = Schemas['JoinToken'];
/** A call just created, with what joining it needs. */
export type CreatedVoiceSession = Schemas['CreatedVoiceSession'];
/** The stored transcript of a call. */
export type Transcript = Schemas['Transcript'];
/** One utterance of a stored transcript. */
export type StoredTranscriptItem = Schemas['TranscriptItem'];
/** What came of telling the api that the agent vanished. */
export type AgentRequest = Schemas['AgentRequest'];

/** A time card that can be bought. `amountMinor` is in the smallest unit of `currency`. */
export type Package = Schemas['Package'];
/** Time cards on sale. */
export type PackageList = Schemas['PackageList'];
/** A price that holds until `expiresAt`, and what it is made of. */
export type PriceQuote = Schemas['PriceQuote'];
/** Why a price differs from the listed one; `amountMinor` is signed. */
export type PriceAdjustment = Schemas['PriceAdjustment'];
/** A payment, and what became of it. Time is granted when its `status` is `paid`. */
export type Payment = Schemas['Payment'];
/** Where a payment stands. */
export type PaymentStatus = Schemas['PaymentStatus'];
/** A form to pay in: the secret for Stripe's own, a frame of the sandbox, or a page to go to. */
export type CheckoutSession = Schemas['CheckoutSession'];
/** A payment by a saved card, or by a form of the app's own, and what comes next. */
export type PaymentIntent = Schemas['PaymentIntent'];
/** A saved card. */
export type PaymentMethod = Schemas['PaymentMethod'];
/** Saved cards. */
export type PaymentMethodList = Schemas['PaymentMethodList'];
/** Free time from a promo code. */
export type PromoRedemption = Schemas['PromoRedemption'];
/** The user's own referral link and what came of it. */
export type Referral = Schemas['Referral'];
/** What came of giving a referral code. */
export type AcceptedReferral = Schemas['AcceptedReferral'];
/** Buying by itself when time runs low. */
export type AutoTopUp = Schemas['AutoTopUp'];
/** What a notice is about; a newer api may know of more. */
export type NoticeKind = Schemas['NoticeKind'] | (string & {});
/** What happened on the account, in words. */
export type Notice = Omit<Schemas['Notice'], 'kind'> & { kind: NoticeKind };
/** A page of notices, and how many of all are unread. */
export type NoticePage = Page<Notice> & UnreadCount;
/** What is sent by email too. Failed payments always are. */
export type NoticePreferences = Schemas['NoticePreferences'];
/** A subscription that can be had. */
export type Plan = Schemas['Plan'];
/** Subscriptions on offer. */
export type PlanList = Schemas['PlanList'];
/** The user's subscription. */
export type Subscription = Schemas['Subscription'];
/** The user's subscription, if there is one. */
export type CurrentSubscription = Schemas['CurrentSubscription'];
/** A form to begin a subscription in. */
export type SubscriptionCheckout = Schemas['SubscriptionCheckout'];
/** The way to the gateway's own pages for cards and invoices. */
export type PortalSession = Schemas['PortalSession'];
/** How many notices are unread. */
export type UnreadCount = Schemas['UnreadNotices'];

/** One page of a list. `nextCursor` is null on the last page. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}
