// Turns the database's refusal of a new call into the problem that says the same.
import type { CallRefusal } from '../ledger-types.ts';
import { callEnded, ProblemError, userIsGone } from '../problem.ts';

/** The problem of each outcome by which `create_voice_session` refuses. */
export function refuseCall(outcome: CallRefusal): ProblemError {
  switch (outcome) {
    case 'insufficient_time':
      return new ProblemError('insufficient_time', 'The account has no time left for a call.');
    case 'too_many_calls':
      return new ProblemError('too_many_calls', 'Three calls of this account run already.');
    case 'assistant_not_found':
      return new ProblemError('assistant_not_found', 'There is no such assistant.');
    case 'idempotency_conflict':
      return new ProblemError('idempotency_conflict', 'This key started a different call.');
    case 'account_not_found':
      return userIsGone();
    case 'call_ended':
      return callEnded();
    case 'voice_unavailable':
      return voiceUnavailable();
  }
}

/** LiveKit cannot take the call; nothing was charged. */
export function voiceUnavailable(cause?: unknown): ProblemError {
  return new ProblemError('voice_unavailable', 'The voice server cannot take the call now.', {
    cause,
    headers: { 'retry-after': '2' },
  });
}
