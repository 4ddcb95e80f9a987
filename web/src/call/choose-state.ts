// Picks the row of the table that describes a call, from the sdk's snapshot and what happened since.
import type { MicrophoneError, VoiceCallSnapshot, VoiceError } from '@mindbot/sdk/voice';
import type { CallState, CallStateKey } from './call-state.ts';

const microphoneFailures: Record<MicrophoneError['code'], CallStateKey> = {
  microphone_blocked: 'mic_denied',
  microphone_not_found: 'mic_missing',
  microphone_busy: 'mic_busy',
  microphone_unsupported: 'mic_unsupported',
};

/** The row that describes this state of a call. */
export function chooseState(state: Omit<CallState, 'key'>): CallStateKey {
  const { snapshot } = state;
  if (snapshot === null) return 'idle';
  if (snapshot.failure) return stateOfFailure(snapshot.failure);
  if (snapshot.ended) return 'ended';
  if (state.isGoodbye) return 'goodbye';
  switch (snapshot.connectionState) {
    case 'connecting':
      return snapshot.microphone === 'requesting' && snapshot.voiceSessionId === null
        ? 'requesting_mic'
        : 'connecting';
    case 'reconnecting':
      return 'reconnecting';
    case 'ending':
    case 'disconnected':
      return 'ending';
    case 'connected':
      return stateInRoom(snapshot, state.wasInterrupted);
  }
}

function stateInRoom(snapshot: VoiceCallSnapshot, wasInterrupted: boolean): CallStateKey {
  if (snapshot.isAgentLost) return 'agent_lost';
  if (snapshot.agentState === 'connecting' || snapshot.agentState === 'waiting') return 'waiting';
  if (snapshot.time?.pausedReason === 'provider_down') return 'paused';
  if (snapshot.agentState !== 'listening') return snapshot.agentState;
  if (wasInterrupted) return 'interrupted';
  if (snapshot.microphone === 'muted') return 'muted';
  return snapshot.microphone === 'off' ? 'typing_only' : 'listening';
}

function stateOfFailure(failure: VoiceError): CallStateKey {
  if (failure.code === 'insufficient_time') return 'idle_no_time';
  return failure.code in microphoneFailures
    ? microphoneFailures[failure.code as MicrophoneError['code']]
    : 'failed';
}
