// Names for what the api answers, so that callers import words and not paths into a generated file.

/** Why a call ended; one of a closed list. */
export type EndedReason =
  | 'user_hung_up'
  | 'agent_ended'
  | 'out_of_time'
  | 'idle'
  | 'max_length'
  | 'connection_lost'
  | 'no_agent'
  | 'agent_failed'
  | 'moved'
  | 'closed_by_admin'
  | 'shutdown';

/** Where a time grant came from. */
export type TimeGrantSource = 'trial' | 'card' | 'promo' | 'referral' | 'subscription' | 'manual';

/** One page of a list. `nextCursor` is null on the last page. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** What a client must know before anyone signs in. */
export interface PublicConfig {
  supabaseUrl: string;
  supabasePublishableKey: string;
  /** Free time of a new account, in milliseconds. */
  trialMs: number;
  /** Which parts are stand-ins on this machine: say so loudly. */
  sandbox: { speech: boolean; email: boolean };
  /** Where the stand-in for email shows its letters. */
  emailInboxUrl?: string | null;
  /** False when the sandbox understands typed text only. */
  speechUnderstandsVoice?: boolean | null;
}

/** The signed-in user. */
export interface CurrentUser {
  id: string;
  email: string;
  displayName: string | null;
  organization: { id: string; slug: string; name: string };
  role: 'owner' | 'admin' | 'staff' | 'member';
  accountId: string;
}

/** Time put on an account, and what is left of it. */
export interface TimeGrant {
  id: string;
  source: TimeGrantSource;
  grantedMs: number;
  remainingMs: number;
  expiresAt: string | null;
  createdAt: string;
}

/** An account's time, in milliseconds. */
export interface Balance {
  accountId: string;
  postedMs: number;
  heldMs: number;
  /** What a new call may use. */
  availableMs: number;
  /** What the user sees tick: posted less what live calls have used. */
  remainingMs: number;
  nextExpiryAt: string | null;
  timeGrants: TimeGrant[];
  asOf: string;
}

/** One immutable line of the ledger; `amountMs` is signed. */
export interface LedgerEntry {
  id: string;
  amountMs: number;
  reason: 'grant' | 'capture' | 'expiry' | 'reversal';
  source: TimeGrantSource | null;
  voiceSessionId: string | null;
  balanceAfterMs: number;
  note: string | null;
  createdAt: string;
}

/** A configured agent. */
export interface Assistant {
  id: string;
  slug: string;
  name: string;
  description: string | null;
  voice: string;
  language: string;
  isDefault?: boolean;
}

/** The assistant of a call, in short. */
export interface AssistantSummary {
  id: string;
  slug: string;
  name: string;
}

/** Whether a call waits for its agent, runs, or is over. */
export type VoiceSessionStatus = 'pending' | 'active' | 'ended';

/** A call in a list. */
export interface VoiceSessionListItem {
  id: string;
  status: VoiceSessionStatus;
  assistant: AssistantSummary;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  endedReason: EndedReason | null;
  chargedMs: number | null;
  transcriptPreview?: string | null;
}

/** A call with its receipt. */
export interface VoiceSession extends VoiceSessionListItem {
  unbilledMs: number | null;
  balanceBeforeMs: number | null;
  balanceAfterMs: number | null;
  timeGrantsUsed: { timeGrantId: string; source: TimeGrantSource; amountMs: number }[];
  leads: {
    id: string;
    name: string;
    email: string | null;
    phone: string | null;
    interest: string | null;
  }[];
  tickets: { id: string; number: number; subject: string }[];
}

/** What joining a room needs. The token lives minutes and opens one room only. */
export interface JoinToken {
  serverUrl: string;
  token: string;
  roomName: string;
  tokenExpiresAt: string;
}

/** A call just created, with what joining it needs. */
export interface CreatedVoiceSession extends JoinToken {
  id: string;
  status: VoiceSessionStatus;
  assistant: AssistantSummary;
  availableMs: number;
  createdAt: string;
}

/** One utterance of a stored transcript. */
export interface StoredTranscriptItem {
  id: string;
  speaker: 'user' | 'agent' | 'tool';
  text: string;
  wasInterrupted: boolean;
  spokenAt: string;
}

/** The stored transcript of a call. */
export interface Transcript {
  items: StoredTranscriptItem[];
}

/** What came of telling the api that the agent vanished. */
export interface AgentRequest {
  outcome: 'dispatched' | 'agent_present' | 'ended' | 'too_soon';
  epoch: number;
}
