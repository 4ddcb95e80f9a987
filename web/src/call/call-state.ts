// The shape of everything the talk page knows about the current call.
import type { VoiceCallSnapshot } from '@mindbot/sdk/voice';
import type { callStateCopy } from '../copy/call.ts';
import type { TimeLevel } from '../ring/ring-state.ts';

/** A row of the table of call states: what the person sees now. */
export type CallStateKey = keyof typeof callStateCopy;

/** Something the agent did for the person, shown among the captions where it happened. */
export type CallNote = {
  id: string;
  /** The utterance it follows; null when nothing was said yet. */
  afterItemId: string | null;
} & ({ kind: 'lead'; name: string } | { kind: 'ticket'; number: number; subject: string });

/** Where a purchase made during the call stands; `unsure`: nobody can say yet. */
export type TopUp = { status: 'pending' | 'added' | 'failed' | 'unsure'; addedMs: number };

/** What the person wants to see of buying: what the call suggests, the choice, or the call alone. */
export type TopUpView = 'suggested' | 'open' | 'hidden';

/** The state of the talk page. Replaced, never changed in place. */
export type CallState = {
  key: CallStateKey;
  /** When the key became current, by the clock that stamps the events. */
  sinceMs: number;
  /** The wait outlasted what its row allows, so that its second sentence is shown. */
  isSlow: boolean;
  /** The sdk's view of the call; null before Talk is pressed. */
  snapshot: VoiceCallSnapshot | null;
  /** The call was started to type: no microphone was asked for. */
  isTypedOnly: boolean;
  /** The person asked to cancel before any time ran. */
  isCancelled: boolean;
  level: TimeLevel;
  isLowSheetOpen: boolean;
  topUp: TopUp | null;
  topUpView: TopUpView;
  /** Time that is paid and that the agent has not reported yet. */
  paidMs: number;
  isGoodbye: boolean;
  wasInterrupted: boolean;
  notes: readonly CallNote[];
};

/** What can happen to a call, from the sdk or from the person. */
export type CallEvent =
  | { type: 'started'; isTypedOnly: boolean }
  | { type: 'snapshot'; snapshot: VoiceCallSnapshot }
  | { type: 'interrupted' }
  | { type: 'time_added'; addedMs: number }
  | { type: 'goodbye' }
  | { type: 'lead_saved'; leadId: string; name: string }
  | { type: 'ticket_created'; ticketId: string; number: number; subject: string }
  | { type: 'top_up_opened'; addedMs: number }
  | { type: 'top_up_paid'; addedMs: number }
  | { type: 'top_up_failed' }
  | { type: 'top_up_unsure' }
  | { type: 'top_up_closed' }
  | { type: 'top_up_hidden' }
  | { type: 'add_time_opened' }
  | { type: 'low_sheet_closed' }
  | { type: 'cancelled' }
  | { type: 'tick' }
  | { type: 'reset' };

/** The talk page before any call. */
export const IDLE_STATE: CallState = {
  key: 'idle',
  sinceMs: 0,
  isSlow: false,
  snapshot: null,
  isTypedOnly: false,
  isCancelled: false,
  level: 'plenty',
  isLowSheetOpen: false,
  topUp: null,
  topUpView: 'suggested',
  paidMs: 0,
  isGoodbye: false,
  wasInterrupted: false,
  notes: [],
};
