// Decides how the ring looks from the time left: the fixed scale of ten minutes and its thresholds.

/** What a whole ring stands for; more time keeps it closed. */
export const RING_SCALE_MS = 600_000;
/** The places of the two notches, and where the colours change. */
export const LOW_MS = 120_000;
export const CRITICAL_MS = 30_000;
/** What one pip under the last half minute stands for. */
const PIP_MS = 5_000;

/** How the arc is drawn. `outline`: no time runs yet; `dashed`: held up; `frozen`: not sure of it. */
export type RingMode = 'solid' | 'outline' | 'dashed' | 'frozen';

/** What is said about the time besides its digits. */
export type RingNote = 'left' | 'not_started' | 'not_counting' | 'checking' | 'pending';

/** How urgent the time left is, by the whole seconds shown. */
export type TimeLevel = 'plenty' | 'low' | 'critical' | 'empty';

/** Level of a time left in milliseconds; follows the shown second, so colour and digits agree. */
export function timeLevel(remainingMs: number): TimeLevel {
  const shownMs = Math.floor(remainingMs / 1000) * 1000;
  if (shownMs <= 0) return 'empty';
  if (shownMs <= CRITICAL_MS) return 'critical';
  return shownMs <= LOW_MS ? 'low' : 'plenty';
}

/** Length of the arc in seconds of the ring's 600; stepwise (every 10 s) when nothing may move. */
export function arcSeconds(remainingMs: number, isStill: boolean): number {
  const stepMs = isStill && remainingMs > CRITICAL_MS ? 10_000 : 1000;
  const shownMs = Math.ceil(Math.floor(remainingMs / 1000) / (stepMs / 1000)) * stepMs;
  return Math.max(0, Math.min(shownMs, RING_SCALE_MS)) / 1000;
}

/** How many of the six pips are lit; none outside the last half minute. */
export function litPips(remainingMs: number): number {
  if (timeLevel(remainingMs) !== 'critical') return 0;
  return Math.ceil(Math.floor(remainingMs / 1000) / (PIP_MS / 1000));
}

/** How the arc gets from one time to the next. */
export type ArcMotion = 'tick' | 'refill' | 'jump';

/** A tick glides, added time sweeps in, and a correction by more than two seconds is not animated. */
export function arcMotion(previousMs: number, nextMs: number, wasTimeAdded: boolean): ArcMotion {
  if (wasTimeAdded && nextMs > previousMs) return 'refill';
  return Math.abs(nextMs - previousMs) > 2000 ? 'jump' : 'tick';
}
