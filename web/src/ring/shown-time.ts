// Decides which words show the time left, by how often the caller wants them to change.
import { timeCopy } from '../copy/call.ts';
import { formatBalance, formatClock, formatSpokenClock } from '../format.ts';
import { fillMessage } from '../message.ts';
import type { TimerMode } from '../settings.ts';
import { LOW_MS } from './ring-state.ts';

/** The digits of the time left and how a screen reader says them; null while it is to be hidden. */
export type ShownTime = { digits: string; spoken: string } | null;

/** What to show for a time left in milliseconds. */
export function shownTime(remainingMs: number, mode: TimerMode, isUnsure: boolean): ShownTime {
  if (mode === 'low' && remainingMs >= LOW_MS + 1000) return null;
  const roundedMs = roundDown(remainingMs, stepOf(remainingMs, mode, isUnsure));
  const format = mode === 'minute' ? formatBalance : formatClock;
  const digits = format(roundedMs);
  return {
    digits: isUnsure ? fillMessage(timeCopy.approximate, { time: digits }) : digits,
    spoken: fillMessage(timeCopy.spokenLeft, { time: formatSpokenClock(roundedMs) }),
  };
}

// Under a minute, whole minutes would say nothing any more, so the steps become ten seconds.
function stepOf(remainingMs: number, mode: TimerMode, isUnsure: boolean): number {
  if (mode === 'minute') return remainingMs >= 60_000 ? 60_000 : 10_000;
  return isUnsure ? 10_000 : 1000;
}

function roundDown(valueMs: number, stepMs: number): number {
  return Math.floor(valueMs / stepMs) * stepMs;
}
