// Names the states in which a microphone could not be had.
import type { CallStateKey } from './call-state.ts';

/** States in which the microphone could not be had. */
export type MicrophoneProblem = 'mic_denied' | 'mic_missing' | 'mic_busy' | 'mic_unsupported';

/** Whether a state is about the microphone. */
export function isMicrophoneProblem(key: CallStateKey): key is MicrophoneProblem {
  return key.startsWith('mic_');
}
