// Stands in for the sdk's view of a call when the sdk's voice part itself could not be loaded.
import type { VoiceCallSnapshot } from '@mindbot/sdk/voice';

/** A call that never was, because the network failed before it could begin. */
export function failedSnapshot(): VoiceCallSnapshot {
  return {
    voiceSessionId: null,
    connectionState: 'disconnected',
    agentState: 'connecting',
    isAgentLost: false,
    microphone: 'off',
    microphoneError: null,
    isAudioBlocked: false,
    time: null,
    transcript: [],
    ended: null,
    failure: { code: 'network_error', message: 'The voice library was not loaded', cause: null },
  };
}
