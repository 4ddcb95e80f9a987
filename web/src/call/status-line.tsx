// The sentence beneath the ring; its place is kept when it is empty, so that nothing jumps.

import { callCopy } from '../copy/call.ts';
import { useSettings } from '../settings.ts';
import type { CallState } from './call-state.ts';
import { shownLineOf } from './state-line.ts';

/** The sentence of the state, or what the microphone needs. */
export function StatusLine({ state }: { state: CallState }) {
  const { isHoldToTalk } = useSettings();
  const failure = state.snapshot?.microphoneError;
  const line = shownLineOf(state);
  const isHolding = isHoldToTalk && state.key === 'muted';
  return (
    <p className="status-line" data-state={state.key}>
      {isHolding ? callCopy.holdLine : line}
      {failure && line === '' && callCopy.microphoneLost}
    </p>
  );
}
