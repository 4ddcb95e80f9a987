// Names for what the api answers, so that callers import words and not paths into a generated file.
import type { components } from './api-types.generated.ts';
import type { Notice, Package, PaymentMethod, Plan, Subscription } from './money-types.ts';

export type * from './money-types.ts';

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

/** Time cards on sale. */
export interface PackageList {
  items: Package[];
}
/** Saved cards. */
export interface PaymentMethodList {
  items: PaymentMethod[];
}
/** What came of giving a referral code. */
export interface AcceptedReferral {
  status: 'pending';
}
/** A page of notices, and how many of all are unread. */
export interface NoticePage extends Page<Notice> {
  unreadCount: number;
}
/** How many notices are unread. */
export interface UnreadCount {
  unreadCount: number;
}
/** Subscriptions on offer. */
export interface PlanList {
  items: Plan[];
}
/** The user's subscription, if there is one. */
export interface CurrentSubscription {
  subscription: Subscription | null;
}

/** One page of a list. `nextCursor` is null on the last page. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}
