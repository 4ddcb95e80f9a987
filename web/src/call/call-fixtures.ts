// Calls in the states that tests speak of.
import type { CallTime, TranscriptItem, VoiceCallSnapshot } from '@mindbot/sdk/voice';
import { type CallEvent, type CallState, IDLE_STATE } from './call-state.ts';
import { reduceCall } from './reduce-call.ts';

/** A time that counts, with 6:41 left. */
export const TIME: CallTime = {
  remainingMs: 401_000,
  usedMs: 199_000,
  isCounting: true,
  pausedReason: null,
  isStale: false,
};

/** A running call that listens. */
export const LISTENING: VoiceCallSnapshot = {
  voiceSessionId: 'call',
  connectionState: 'connected',
  agentState: 'listening',
  isAgentLost: false,
  microphone: 'on',
  microphoneError: null,
  isAudioBlocked: false,
  time: TIME,
  transcript: [],
  ended: null,
  failure: null,
};

/** A call that has not been created yet. */
export const STARTING: VoiceCallSnapshot = {
  ...LISTENING,
  voiceSessionId: null,
  connectionState: 'connecting',
  agentState: 'connecting',
  microphone: 'off',
  time: null,
};

/** A final utterance. */
export const utterance = (change: Partial<TranscriptItem>): TranscriptItem => ({
  id: 'item',
  speaker: 'agent',
  text: 'Hello.',
  isFinal: true,
  wasInterrupted: false,
  isTyped: false,
  startedAt: 0,
  ...change,
});

/** The snapshot event of a listening call that differs in `change`. */
export const snapshotOf = (change: Partial<VoiceCallSnapshot> = {}): CallEvent => ({
  type: 'snapshot',
  snapshot: { ...LISTENING, ...change },
});

/** The state after events one second apart. */
export function stateAfter(...events: CallEvent[]): CallState {
  return events.reduce<CallState>(
    (state, event, index) => reduceCall(state, event, index * 1000),
    IDLE_STATE,
  );
}
