// Decides how sure the ring may look of the time: only the server says that time is paused.
import type { RingMode, RingNote } from '../ring/ring-state.ts';
import type { CallState } from './call-state.ts';
import { CALL_STATES } from './call-states.ts';

/** How the arc is drawn and what is said about the time. */
export function ringLookOf(state: CallState): { mode: RingMode; note: RingNote } {
  const { ring } = CALL_STATES[state.key];
  const time = state.snapshot?.time ?? null;
  if (ring === 'outline') return { mode: 'outline', note: time ? 'left' : 'not_started' };
  if (state.isGoodbye || time === null) return { mode: ring, note: 'left' };
  const isPaused = time.pausedReason !== null;
  const isUnsure = !isPaused && (time.isStale || state.key === 'reconnecting');
  if (isPaused) return { mode: 'dashed', note: 'not_counting' };
  if (isUnsure) return { mode: ring === 'dashed' ? 'dashed' : 'frozen', note: 'checking' };
  return { mode: ring, note: pendingMsOf(state) > 0 ? 'pending' : 'left' };
}

/** Time to draw hatched: being paid, or paid and not yet counted by the agent. */
export function pendingMsOf({ topUp, paidMs }: CallState): number {
  return topUp?.status === 'pending' ? topUp.addedMs : paidMs;
}
