// The arithmetic of a call's time: what counts, what remains, where it must end.
import type { GoodbyeKind, MeterState, PausedReason, ServedMark } from './meter-types.ts';

/** True while this very moment is paid for. */
export function isCounting(state: MeterState): boolean {
  return (
    state.phase === 'running' &&
    state.isAgentWorking &&
    state.isUserPresent &&
    state.isAgentConnected &&
    !state.isProviderDown
  );
}

/** Why the clock stands still, null while it runs. */
export function pausedReasonOf(state: MeterState): PausedReason | null {
  if (isCounting(state)) return null;
  if (!state.isAgentWorking || !state.hasUserJoined) return 'not_started';
  return state.isUserPresent ? 'provider_down' : 'user_lost';
}

/** What may be used at most before the ledger or the assistant's limit says stop. */
export function freeMsOf(state: MeterState): number {
  const mostMs = Math.min(state.heldMs, state.config.maxCallMs ?? Number.POSITIVE_INFINITY);
  return Math.max(0, mostMs - state.usedMs);
}

/**
 * The most that is counted between two looks at the clock. A meter wakes every second, so a longer
 * gap means that the agent's process stood still: it served nobody, and what it hears on waking,
 * that the caller hung up perhaps, happened somewhere in the gap.
 */
export const STANDSTILL_MS = 2_000;

/**
 * Lets the clock run to `atMs`. Time beyond what may be used is never counted, however late the
 * event comes: it goes to `unbilledMs`, as does all time in which the clock or the process stands
 * still.
 */
export function advance(state: MeterState, atMs: number): MeterState {
  const elapsedMs = Math.max(0, atMs - state.atMs);
  const countableMs = Math.min(elapsedMs, STANDSTILL_MS, freeMsOf(state));
  const countedMs = isCounting(state) ? countableMs : 0;
  return {
    ...state,
    atMs: Math.max(atMs, state.atMs),
    usedMs: state.usedMs + countedMs,
    unbilledMs: state.unbilledMs + elapsedMs - countedMs,
  };
}

/**
 * The time this call can still use. Once nothing is available beyond the hold, it is what is left
 * of the hold; before that, the account's remaining time as last heard, counted on.
 */
export function remainingMsOf(state: MeterState): number {
  const heldLeftMs = Math.max(0, state.heldMs - state.usedMs);
  if (state.isFinal) return heldLeftMs;
  const expectedMs = state.reportedRemainingMs - (state.usedMs - state.reportedUsedMs);
  return Math.max(heldLeftMs, expectedMs);
}

/** The used time at which the call must stop as things stand, and what would be the reason. */
export function limitOf(state: MeterState): { usedMs: number; kind: GoodbyeKind } | null {
  const { maxCallMs } = state.config;
  const isHeldTheLimit = state.isFinal || state.failedReports > 0;
  const heldLimit = isHeldTheLimit
    ? {
        usedMs: state.heldMs,
        kind: state.isFinal ? ('out_of_time' as const) : ('service_lost' as const),
      }
    : null;
  if (maxCallMs !== null && (heldLimit === null || maxCallMs < heldLimit.usedMs)) {
    return { usedMs: maxCallMs, kind: 'max_length' };
  }
  return heldLimit;
}

/** A client or a provider that is silent for longer is in doubt: what is counted waits to be told. */
const DOUBT_MS = 3_000;
/**
 * No loss takes longer to be noticed. Without this, a client could leave questions unanswered for as
 * long as it likes and then vanish, and would have paid for nothing.
 */
const DOUBT_MS_MAX = 20_000;

/** What was used up to the mark while nothing contradicts it, else all that was used. */
export function servedMsBy(state: MeterState, mark: ServedMark | null): number {
  if (mark === null || state.atMs - mark.atMs > DOUBT_MS_MAX) return state.usedMs;
  return Math.min(mark.usedMs, state.usedMs);
}

/** What the ledger knows or is being told: it never takes a lower report. */
export const saidMsOf = ({ reportedUsedMs, pendingReport }: MeterState): number =>
  Math.max(reportedUsedMs, pendingReport?.usedMs ?? 0);

/** The used time to report: what is in doubt is told when the doubt is over. */
export function reportableMsOf(state: MeterState): number {
  const served = [state.userSeen, state.providerAsked].map((mark) => {
    const isInDoubt = mark !== null && isCounting(state) && state.atMs - mark.atMs > DOUBT_MS;
    return isInDoubt ? servedMsBy(state, mark) : state.usedMs;
  });
  return wholeMs(Math.max(Math.min(...served), saidMsOf(state)));
}

/** Whole milliseconds for the ledger; a started millisecond is not charged. */
export const wholeMs = (durationMs: number): number => Math.floor(durationMs + 1e-6);
