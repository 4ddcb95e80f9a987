// Settles a call once it is decided, however often it is asked to and however long the ledger is away.
import type { EndedReason } from '@mindbot/platform/ended-reasons';
import type { Logger } from '@mindbot/platform/logging';
import type { CallClock } from './call-clock.ts';
import type { CaptureAnswer } from './ledger-answers.ts';

const FIRST_RETRY_MS = 200;
const MAX_RETRY_MS = 2_000;

/** What the ledger is told at the end of a call. */
export interface Capture {
  usedMs: number;
  unbilledMs: number;
  reason: EndedReason;
}

/** What settling needs. `limitMs` is when the lease reaper must have done it instead. */
export interface SettlementOptions {
  capture: (end: Capture) => Promise<CaptureAnswer>;
  clock: CallClock;
  logger: Logger;
  limitMs: number;
}

/**
 * Makes the one settlement of a call. The first request decides; every later one gets the same
 * promise. Resolves with null when the ledger could not be reached within the limit: the lease
 * then runs out and the call is charged as last reported.
 */
export function createSettlement(options: SettlementOptions) {
  const { clock, logger } = options;
  let settled: Promise<CaptureAnswer | null> | null = null;

  async function settle(end: Capture): Promise<CaptureAnswer | null> {
    const giveUpAtMs = clock.nowMs() + options.limitMs;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await options.capture(end);
      } catch (error) {
        const delayMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
        logger.warn({ err: error, attempt, usedMs: end.usedMs }, 'call could not be settled yet');
        if (clock.nowMs() + delayMs > giveUpAtMs) {
          logger.error({ ...end }, 'call left to the lease reaper: the ledger stayed away');
          return null;
        }
        await new Promise<void>((resolve) => clock.setTimer(delayMs, resolve));
      }
    }
  }

  return (end: Capture): Promise<CaptureAnswer | null> => {
    settled ??= settle(end);
    return settled;
  };
}

/** How often the ledger is told that a call is given away; each try may take seconds. */
const HAND_OVER_ATTEMPTS = 3;

/** Tells the ledger so, at once again when no answer came; null when none came at all. */
export async function insistOnHandOver<Answer>(
  handOver: () => Promise<Answer>,
  logger: Logger,
): Promise<Answer | null> {
  for (let attempt = 1; attempt <= HAND_OVER_ATTEMPTS; attempt += 1) {
    try {
      return await handOver();
    } catch (error) {
      logger.warn({ err: error, attempt }, 'call could not be handed over yet');
    }
  }
  return null;
}
