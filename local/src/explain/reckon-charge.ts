// Reckons from a call's story alone what it should have cost, to be held against what was charged.
import type { CallRecord, StoryLine } from './read-story.ts';

/** A time in which the clock stood still. */
export interface Pause {
  /** Why: `user_lost`, `provider_down`, or `no_agent` between two agents. */
  reason: string;
  durationMs: number;
}

/** What the story says of the time. */
export interface Reckoning {
  /** From the first counted moment to the end; null when nothing was ever counted. */
  presentMs: number | null;
  pauses: Pause[];
  /** Present less the pauses. */
  countedMs: number;
  /** Charged less counted: negative is a present to the caller. */
  differenceMs: number;
}

/**
 * What the agent saw and when the ledger heard of it lie so far apart at most: the agent counts from
 * the moment both were connected, and each pause and the end are told a little after they happened.
 */
export const TOLERANCE_MS = 1_500;

const ends = new Set(['captured', 'expired', 'released']);

/** Reckons it. A running call is reckoned up to `now`. */
export function reckonCharge(call: CallRecord, now: Date): Reckoning {
  const pauses: Pause[] = [];
  let firstAt: number | null = null;
  let stopped: { at: number; reason: string } | null = null;
  let endedAt = (call.endedAt ?? now).getTime();
  let isOver = false;
  for (const { at, kind, detail, source } of call.lines as StoryLine[]) {
    const atMs = at.getTime();
    if (kind === 'joined' || kind === 'resumed') {
      firstAt ??= atMs;
      // The agent's own measure is exact; the moments were noted when the ledger heard of them.
      const durationMs = Number(detail.pausedMs ?? Math.min(atMs, endedAt) - (stopped?.at ?? 0));
      if (stopped) pauses.push({ reason: stopped.reason, durationMs });
      stopped = null;
    } else if (isOver) {
      // What an agent tells of a call that has ended changes nothing of its price.
    } else if (kind === 'paused') {
      stopped ??= { at: atMs, reason: String(detail.reason) };
    } else if (kind === 'fenced' && firstAt !== null) {
      // The agent before was dead since its last report, at the latest.
      stopped ??= { at: atMs, reason: source === 'agent' ? 'handed_over' : 'no_agent' };
    } else if (ends.has(kind)) {
      endedAt = atMs;
      isOver = true;
    }
  }
  if (firstAt === null) {
    return { presentMs: null, pauses, countedMs: 0, differenceMs: call.chargedMs };
  }
  if (stopped) pauses.push({ reason: stopped.reason, durationMs: endedAt - stopped.at });
  const presentMs = endedAt - firstAt;
  const pausedMs = pauses.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const countedMs = Math.max(0, presentMs - pausedMs);
  const chargedMs = call.status === 'ended' ? call.chargedMs : (call.hold?.usedMs ?? 0);
  return { presentMs, pauses, countedMs, differenceMs: chargedMs - countedMs };
}
