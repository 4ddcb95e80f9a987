// The one clock of a call: monotonic, so that no correction of the machine's time is ever billed.
import { performance } from 'node:perf_hooks';

/** Time and timers, replaced by a simulated clock in tests. */
export interface CallClock {
  /** Milliseconds since some fixed moment; never goes back. */
  nowMs: () => number;
  /** Calls `callback` once after `delayMs`; returns how to cancel it. */
  setTimer: (delayMs: number, callback: () => void) => () => void;
}

/** The longest delay Node's timers take without firing at once. */
const MAX_DELAY_MS = 2_147_483_647;

/** The process's monotonic clock. */
export const monotonicClock: CallClock = {
  nowMs: () => performance.now(),
  setTimer: (delayMs, callback) => {
    const timer = setTimeout(callback, Math.min(Math.max(0, delayMs), MAX_DELAY_MS));
    return () => clearTimeout(timer);
  },
};
