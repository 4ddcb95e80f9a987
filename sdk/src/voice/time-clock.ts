// Counts the shown time on between the server's reports, so that it falls smoothly and never lies long.
import type { TimePacket } from './packets.ts';
import type { CallTime } from './types.ts';

/** A shown time further off than this jumps to the truth; a smaller error is worn off unseen. */
const JUMP_MS = 2_000;
/** Milliseconds of error worn off per millisecond: the time then falls at 0.8 to 1.2 of its speed. */
const SLEW = 0.2;
/** A report older than this makes the time approximate. */
const STALE_AFTER_MS = 5_000;

interface Report {
  packet: TimePacket;
  receivedAt: number;
  /** Shown less true remaining time at the moment of the report. */
  errorMs: number;
}

/** The clock of one call. Every moment is a reading of one monotonic clock, in milliseconds. */
export class TimeClock {
  #report: Report | null = null;
  #frozenAt: number | null = null;
  #isOver = false;

  /** Takes a report of the server that arrived at `now`. */
  report(packet: TimePacket, now: number): void {
    if (this.#isOver) return;
    const shown = this.read(now);
    this.#frozenAt = null;
    const errorMs = shown && packet.isCounting ? shown.remainingMs - packet.remainingMs : 0;
    this.#report = { packet, receivedAt: now, errorMs: Math.abs(errorMs) > JUMP_MS ? 0 : errorMs };
  }

  /** Stops counting, because the agent is gone and nothing is charged, until the next report. */
  freeze(now: number): void {
    this.#frozenAt ??= now;
  }

  /** Stops for good: the call is over, and what is shown is no guess. */
  stop(now: number): void {
    this.freeze(now);
    this.#isOver = true;
  }

  /** The time to show at `now`; null before the first report. */
  read(now: number): CallTime | null {
    if (!this.#report) return null;
    const { packet, receivedAt, errorMs } = this.#report;
    const isStale = !this.#isOver && now - receivedAt > STALE_AFTER_MS;
    const elapsedMs = Math.max(0, (this.#frozenAt ?? now) - receivedAt);
    const countedMs = packet.isCounting ? elapsedMs : 0;
    const leftErrorMs = Math.sign(errorMs) * Math.max(0, Math.abs(errorMs) - elapsedMs * SLEW);
    return {
      remainingMs: Math.max(0, Math.round(packet.remainingMs - countedMs + leftErrorMs)),
      usedMs: Math.max(0, Math.round(packet.usedMs + countedMs - leftErrorMs)),
      isCounting: packet.isCounting && this.#frozenAt === null,
      pausedReason: packet.pausedReason,
      isStale,
    };
  }
}

/** Whether a view that shows whole seconds would look different. */
export function looksDifferent(before: CallTime | null, after: CallTime): boolean {
  return (
    before === null ||
    Math.floor(before.remainingMs / 1000) !== Math.floor(after.remainingMs / 1000) ||
    before.isCounting !== after.isCounting ||
    before.pausedReason !== after.pausedReason ||
    before.isStale !== after.isStale
  );
}
