// Every state of the talk page that the previews can show, by name.
import type { CallEnd, CallTime, VoiceCallSnapshot, VoiceError } from '@mindbot/sdk/voice';
import type { CallEvent } from '../call/call-state.ts';
import type { CallStore } from '../call/call-store.ts';

type PreviewState = {
  snapshot?: Partial<VoiceCallSnapshot>;
  /** What happened in the call before the picture. */
  events?: CallEvent[];
  /** Pretends that the state has lasted. */
  isSlow?: boolean;
  isTypedOnly?: boolean;
  /** The form of payment was put aside. */
  isFormHidden?: boolean;
};

const time = (remainingMs: number, change: Partial<CallTime> = {}) => ({
  time: {
    remainingMs,
    usedMs: 199_000,
    isCounting: true,
    pausedReason: null,
    isStale: false,
    ...change,
  },
});
const before: Partial<VoiceCallSnapshot> = {
  voiceSessionId: null,
  connectionState: 'connecting',
  agentState: 'connecting',
  microphone: 'off',
  time: null,
  transcript: [],
};
const failed = (code: string): PreviewState => ({
  snapshot: { ...before, failure: { code, message: code } as VoiceError },
});
const ended = (reason: CallEnd['reason']): PreviewState => ({
  snapshot: { ended: { reason, chargedMs: 199_000, balanceMs: 401_000 } },
});
const waiting: Partial<VoiceCallSnapshot> = {
  ...before,
  connectionState: 'connected',
  agentState: 'waiting',
  microphone: 'on',
};

/** The states by name. */
export const PREVIEW_STATES: Record<string, PreviewState> = {
  requesting_mic: { snapshot: { ...before, microphone: 'requesting' } },
  requesting_mic_slow: { snapshot: { ...before, microphone: 'requesting' }, isSlow: true },
  mic_denied: failed('microphone_blocked'),
  mic_missing: failed('microphone_not_found'),
  mic_busy: failed('microphone_busy'),
  mic_unsupported: failed('microphone_unsupported'),
  failed: failed('voice_unavailable'),
  no_time: failed('insufficient_time'),
  connecting: { snapshot: before },
  waiting: { snapshot: waiting },
  waiting_slow: { snapshot: waiting, isSlow: true },
  sound_blocked: { snapshot: { agentState: 'speaking', isAudioBlocked: true } },
  agent_lost: {
    snapshot: {
      isAgentLost: true,
      agentState: 'waiting',
      ...time(401_000, { isCounting: false, pausedReason: 'provider_down' }),
    },
  },
  paused: { snapshot: time(401_000, { isCounting: false, pausedReason: 'provider_down' }) },
  listening: {
    events: [
      { type: 'ticket_created', ticketId: 't', number: 1042, subject: 'Headset does not work' },
      { type: 'lead_saved', leadId: 'l', name: 'Anna' },
    ],
  },
  listening_notice: {},
  critical_notice: { snapshot: time(24_000) },
  listening_plenty: { snapshot: time(1_450_000) },
  listening_hours: { snapshot: time(4_350_000) },
  hold_to_talk: { snapshot: { microphone: 'muted' } },
  typing_only: { snapshot: { microphone: 'off' }, isTypedOnly: true },
  thinking: { snapshot: { agentState: 'thinking' } },
  thinking_slow: { snapshot: { agentState: 'thinking' }, isSlow: true },
  speaking: { snapshot: { agentState: 'speaking' } },
  speaking_muted: { snapshot: { agentState: 'speaking', microphone: 'muted' } },
  interrupted: { events: [{ type: 'interrupted' }] },
  muted: { snapshot: { microphone: 'muted' } },
  reconnecting: {
    snapshot: { connectionState: 'reconnecting', ...time(401_000, { isStale: true }) },
  },
  unsure: { snapshot: time(401_000, { isStale: true }) },
  low: { snapshot: time(119_000) },
  low_closed: { snapshot: time(98_000), events: [{ type: 'low_sheet_closed' }] },
  critical: { snapshot: { agentState: 'speaking', ...time(24_000) } },
  critical_no_card: { snapshot: time(24_000) },
  add_time: { events: [{ type: 'add_time_opened' }] },
  topping_up: { snapshot: time(98_000) },
  topping_up_hidden: { snapshot: time(98_000), isFormHidden: true },
  topping_up_bank: { snapshot: time(98_000) },
  topping_up_waiting: { snapshot: time(98_000) },
  topped_up: { snapshot: time(401_000) },
  time_given: { snapshot: time(401_000), events: [{ type: 'time_added', addedMs: 900_000 }] },
  top_up_unsure: { snapshot: time(98_000) },
  top_up_failed: { snapshot: time(98_000) },
  goodbye: { snapshot: { agentState: 'speaking', ...time(0) }, events: [{ type: 'goodbye' }] },
  goodbye_paying: {
    snapshot: { agentState: 'speaking', ...time(0) },
    events: [{ type: 'goodbye' }],
  },
  ending: { snapshot: { connectionState: 'ending' } },
  ended_out_of_time: ended('out_of_time'),
  ended_out_of_time_paying: ended('out_of_time'),
  ended_out_of_time_added: ended('out_of_time'),
  ended_moved: ended('moved'),
  ended_closed: ended('closed_by_admin'),
  ended: ended('user_hung_up'),
};

/** Starts the fake call of a state and lets happen what happened in it. */
export async function startPreviewState(call: CallStore, name: string): Promise<void> {
  const state = PREVIEW_STATES[name];
  await call.start({ isTypedOnly: state?.isTypedOnly ?? false });
  for (const event of state?.events ?? []) call.dispatch(event);
  // A tick from far in the future makes every wait a long one.
  if (state?.isSlow) call.tick(Number.MAX_SAFE_INTEGER);
  if (!state?.isFormHidden) return;
  const stop = call.subscribe(() => {
    if (call.getState().topUp === null) return;
    stop();
    call.dispatch({ type: 'top_up_hidden' });
  });
}
