// Finds the sentence that stands beneath the ring and is read out when a state asks for it.
import { callStateCopy } from '../copy/call.ts';
import { failureText } from '../failure-text.ts';
import type { CallState } from './call-state.ts';

/** The sentence of a state: the row's, its second one once the wait is long, or the failure's own. */
export function lineOf(state: CallState): string {
  if (state.key === 'failed') return failureText(state.snapshot?.failure?.code ?? 'other');
  const copy: { line: string; slowLine?: string } = callStateCopy[state.key];
  return state.isSlow && copy.slowLine ? copy.slowLine : copy.line;
}

/** The sentence as shown: a muted microphone is never hidden by what the agent does meanwhile. */
export function shownLineOf(state: CallState): string {
  const isAgentBusy = state.key === 'speaking' || state.key === 'thinking';
  const isMuted = state.snapshot?.microphone === 'muted';
  return isAgentBusy && isMuted && !state.isSlow ? callStateCopy.muted.line : lineOf(state);
}
