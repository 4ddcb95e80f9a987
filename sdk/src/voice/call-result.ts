// The outcomes that the methods of a call share.
import type { VoiceError } from './types.ts';

/** A method did what it was asked. */
export const DONE: { data: null; error: null } = { data: null, error: null };

/** A failure as a result. */
const failure = <Failure extends VoiceError>(error: Failure): { data: null; error: Failure } => ({
  data: null,
  error,
});

/** The failures that more than one method knows. */
export const failed = {
  aborted: () => failure({ code: 'aborted', message: 'The call was cancelled.' }),
  notConnected: () => failure({ code: 'not_connected', message: 'The call is not connected.' }),
  agentAbsent: () =>
    failure({ code: 'agent_absent', message: 'No agent is in the call to hear it.' }),
  emptyMessage: () => failure({ code: 'empty_message', message: 'The message has no words.' }),
  joinFailed: (cause: unknown) =>
    failure({ code: 'join_failed', message: 'The voice server could not be reached.', cause }),
  audioBlocked: (cause: unknown) =>
    failure({
      code: 'audio_blocked',
      message: 'The browser still holds back the sound: call startAudio from a click.',
      cause,
    }),
} as const;
