// The call's state machine: from what the sdk reports and what the person does to what is shown.
import { timeLevel } from '../ring/ring-state.ts';
import {
  type CallEvent,
  type CallNote,
  type CallState,
  IDLE_STATE,
  type TopUp,
} from './call-state.ts';
import { CALL_STATES } from './call-states.ts';
import { chooseState } from './choose-state.ts';

const URGENCY = { plenty: 0, low: 1, critical: 2, empty: 3 };

/**
 * The state after an event at `atMs` of any steady clock. The same object comes back when nothing
 * changed, so that a tick costs no drawing.
 */
export function reduceCall(state: CallState, event: CallEvent, atMs: number): CallState {
  if (event.type === 'reset') return IDLE_STATE;
  if (event.type === 'tick') return tick(state, atMs);
  const next = applyEvent(state, event);
  const key = event.type === 'started' ? 'connecting' : chooseState(next);
  if (key === state.key) return next;
  return { ...next, key, sinceMs: atMs, isSlow: false };
}

function applyEvent(
  state: CallState,
  event: Exclude<CallEvent, { type: 'tick' | 'reset' }>,
): CallState {
  switch (event.type) {
    case 'started':
      return { ...IDLE_STATE, isTypedOnly: event.isTypedOnly };
    case 'snapshot':
      return applySnapshot(state, event.snapshot);
    case 'interrupted':
      return { ...state, wasInterrupted: true };
    case 'time_added':
      return addTime(state, event.addedMs);
    case 'goodbye':
      return { ...state, isGoodbye: true, isLowSheetOpen: false };
    case 'lead_saved':
      return addNote(state, { kind: 'lead', id: event.leadId, name: event.name });
    case 'ticket_created': {
      const { ticketId: id, number, subject } = event;
      return addNote(state, { kind: 'ticket', id, number, subject });
    }
    case 'top_up_opened':
      return { ...state, topUp: { status: 'pending', addedMs: event.addedMs } };
    case 'top_up_paid':
      return payTopUp(state, event.addedMs);
    case 'top_up_failed':
      return endTopUp(state, 'failed');
    case 'top_up_unsure':
      return endTopUp(state, 'unsure');
    case 'top_up_closed':
      // A choice just opened is not closed by putting away what came of the last one.
      return state.topUp === null ? state : { ...state, topUp: null, topUpView: 'suggested' };
    case 'top_up_hidden':
      return { ...state, topUpView: 'hidden', isLowSheetOpen: false };
    case 'add_time_opened':
      return { ...state, topUpView: 'open' };
    case 'low_sheet_closed': {
      const isOpen = state.topUp?.status === 'pending';
      const topUp = isOpen ? state.topUp : null;
      return { ...state, isLowSheetOpen: false, topUp, topUpView: 'suggested' };
    }
    case 'cancelled':
      return { ...state, isCancelled: true };
  }
}

// The payment and the agent tell of the same time, in either order; it is said once.
const SAME_TIME_MS = 5000;

/** The agent reports more time: bought here, or by an automatic top-up, a gift, another device. */
function addTime(state: CallState, addedMs: number): CallState {
  const { topUp, paidMs } = state;
  const next = { ...state, isGoodbye: false, isLowSheetOpen: false, paidMs: 0 };
  if (paidMs > 0) return next;
  const isOfAnother =
    topUp?.status === 'pending' && Math.abs(topUp.addedMs - addedMs) > SAME_TIME_MS;
  // A form that is open stays in sight; the ring tells of the other time.
  if (isOfAnother) return next;
  return { ...next, topUp: { status: 'added', addedMs }, topUpView: 'suggested' };
}

/** The purchase came to no time, or to none yet. */
function endTopUp(state: CallState, status: 'failed' | 'unsure'): CallState {
  const addedMs = state.topUp?.addedMs ?? 0;
  return { ...state, topUp: { status, addedMs }, topUpView: 'suggested' };
}

/** The server says that the purchase of this page is paid. */
function payTopUp(state: CallState, addedMs: number): CallState {
  if (state.topUp?.status === 'added') return state;
  const topUp: TopUp = { status: 'added', addedMs };
  return { ...state, topUp, topUpView: 'suggested', isLowSheetOpen: false, paidMs: addedMs };
}

function applySnapshot(state: CallState, snapshot: NonNullable<CallState['snapshot']>): CallState {
  const hasAgentMovedOn = snapshot.agentState === 'thinking' || snapshot.agentState === 'speaking';
  const isCounting = snapshot.time !== null && snapshot.time.pausedReason !== 'not_started';
  const level = isCounting && snapshot.time ? timeLevel(snapshot.time.remainingMs) : state.level;
  const isMoreUrgent = URGENCY[level] > URGENCY[state.level] && level !== 'empty';
  return {
    ...state,
    snapshot,
    level,
    isLowSheetOpen: level !== 'plenty' && (isMoreUrgent || state.isLowSheetOpen),
    // A warning is worth interrupting a call for, even one whose form was put aside.
    topUpView: isMoreUrgent && state.topUpView === 'hidden' ? 'suggested' : state.topUpView,
    wasInterrupted: state.wasInterrupted && !hasAgentMovedOn,
  };
}

function tick(state: CallState, atMs: number): CallState {
  const { patienceMs } = CALL_STATES[state.key];
  if (patienceMs === undefined || state.isSlow || atMs - state.sinceMs < patienceMs) return state;
  if (state.key !== 'interrupted') return { ...state, isSlow: true };
  // The word has been seen for long enough; what follows is plain listening.
  const calm = { ...state, wasInterrupted: false };
  return { ...calm, key: chooseState(calm), sinceMs: atMs };
}

type NoteContent =
  | { kind: 'lead'; id: string; name: string }
  | { kind: 'ticket'; id: string; number: number; subject: string };

function addNote(state: CallState, content: NoteContent): CallState {
  if (state.notes.some((note) => note.id === content.id)) return state;
  const afterItemId = state.snapshot?.transcript.at(-1)?.id ?? null;
  const note: CallNote = { ...content, afterItemId };
  return { ...state, notes: [...state.notes, note] };
}
