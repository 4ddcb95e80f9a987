// What time alone brings about in a call, and when to look again: pure, no clock of its own.
import { isCounting, limitOf, remainingMsOf, reportableMsOf, wholeMs } from './meter-time.ts';
import type { MeterAction, MeterEnd, MeterState, MeterStep } from './meter-types.ts';

/** Near zero the ledger is asked this often, so that a top-up is noticed. */
const FINAL_REPORT_MS = 2_500;
const LAST_REPORT_MS = 1_000;
const LAST_REPORT_WINDOW_MS = 10_000;
/** A pause is told to the ledger this soon after the report before. */
const PAUSE_REPORT_MS = 250;
/** At zero the ledger is asked once more; this is how long its answer may take. */
const LAST_LOOK_MS = 250;
/** How long before its limit a goodbye is made ready. */
const PREPARE_GOODBYE_MS = 20_000;
/** The idle goodbye ends the call after this much more than its length, at the latest. */
const IDLE_GOODBYE_SLACK_MS = 1_500;
const PUBLISH_MS = 1_000;

/** Ends the call in this state; every later event is ignored. */
export function endWith(
  state: MeterState,
  reason: MeterEnd['reason'],
  options: { settle: boolean } = { settle: true },
): MeterStep {
  const end: MeterEnd = {
    type: 'end',
    reason,
    usedMs: wholeMs(state.usedMs),
    unbilledMs: wholeMs(state.unbilledMs),
    remainingMs: wholeMs(remainingMsOf(state)),
    settle: options.settle,
  };
  return { state: { ...state, phase: 'ended' }, actions: [end] };
}

/** When the next report is due; null while one is on its way. */
function reportDueAtMs(state: MeterState): number | null {
  if (state.pendingReport !== null) return state.pendingReport.retryAtMs;
  if (state.lastLook !== null && state.lastLook.sequence === null) return state.atMs;
  const dueAtMs = plannedReportAtMs(state);
  if (!state.isRecheckWanted) return dueAtMs;
  // However often a client asks, the ledger is asked once a second at most.
  return Math.min(dueAtMs, Math.max(state.atMs, state.lastReportAtMs + LAST_REPORT_MS));
}

/** When the next report is due if nobody asks for it sooner. */
function plannedReportAtMs(state: MeterState): number {
  const { intervalMs, leaseMs } = state.config;
  const regularAtMs = state.lastReportAtMs + intervalMs;
  if (!isCounting(state)) {
    // A hold lives as long as its unused time, until the same time was reported twice: only then
    // does the ledger know of the pause and keep the hold for a whole lease.
    const isPauseKnown = state.sameReports > 0 && state.reportedUsedMs === wholeMs(state.usedMs);
    return isPauseKnown
      ? regularAtMs
      : state.lastReportAtMs + Math.min(PAUSE_REPORT_MS, intervalMs);
  }
  const leftMs = state.heldMs - state.usedMs;
  if (state.isFinal) {
    const intoWindowAtMs = state.atMs + leftMs - LAST_REPORT_WINDOW_MS;
    const finalAtMs = state.lastReportAtMs + Math.min(FINAL_REPORT_MS, intervalMs);
    const lastAtMs = state.lastReportAtMs + Math.min(LAST_REPORT_MS, intervalMs);
    return Math.min(finalAtMs, Math.max(lastAtMs, intoWindowAtMs));
  }
  // An unusually small hold (another call holds the rest) must not run dry between two reports.
  const halfSpentAtMs = state.atMs + leftMs - leaseMs / 2;
  return Math.min(regularAtMs, Math.max(state.lastReportAtMs + LAST_REPORT_MS, halfSpentAtMs));
}

/** When an absence becomes the end of the call, and with which reason. */
function absenceLimitOf(state: MeterState): { atMs: number; reason: MeterEnd['reason'] } | null {
  const { joinLimitMs, userLostGraceMs, outageLimitMs } = state.config;
  const limits: { atMs: number; reason: MeterEnd['reason'] }[] = [];
  if (!state.hasUserJoined) {
    limits.push({ atMs: state.createdAtMs + joinLimitMs, reason: 'connection_lost' });
  }
  if (state.userLostAtMs !== null) {
    limits.push({ atMs: state.userLostAtMs + userLostGraceMs, reason: 'connection_lost' });
  }
  if (state.outageSinceMs !== null) {
    limits.push({ atMs: state.outageSinceMs + outageLimitMs, reason: 'agent_failed' });
  }
  return limits.reduce<(typeof limits)[number] | null>(
    (first, limit) => (first === null || limit.atMs < first.atMs ? limit : first),
    null,
  );
}

/** When silence calls for a question, a goodbye or the end; null while it does not matter. */
function idleDueAtMs(state: MeterState): number | null {
  const { idleLimitMs, idleAnswerMs } = state.config;
  if (state.goodbye?.kind === 'idle') {
    return state.goodbye.startedAtMs + state.goodbyeLeadMs + IDLE_GOODBYE_SLACK_MS;
  }
  if (idleLimitMs === null || !isCounting(state)) return null;
  if (state.isAgentSpeaking || state.goodbye !== null) return null;
  return state.quietSinceMs + (state.hasAskedPresence ? idleAnswerMs : idleLimitMs);
}

function applyIdle(state: MeterState): MeterStep {
  const dueAtMs = idleDueAtMs(state);
  if (dueAtMs === null || state.atMs < dueAtMs) return { state, actions: [] };
  if (state.goodbye?.kind === 'idle') return endWith(state, 'idle');
  if (!state.hasAskedPresence) {
    return {
      state: { ...state, hasAskedPresence: true, quietSinceMs: state.atMs },
      actions: [{ type: 'ask_presence' }],
    };
  }
  return sayGoodbye(state, 'idle');
}

function sayGoodbye(state: MeterState, kind: NonNullable<MeterState['goodbye']>['kind']) {
  const remainingMs = wholeMs(remainingMsOf(state));
  return {
    state: { ...state, goodbye: { kind, startedAtMs: state.atMs } },
    actions: [{ type: 'say_goodbye' as const, kind, remainingMs }],
  };
}

/** Ends at the limit (after one last look when it is the balance), or says and prepares goodbye. */
function applyLimit(state: MeterState): MeterStep {
  const limit = limitOf(state);
  if (limit === null) return { state, actions: [] };
  const leftMs = limit.usedMs - state.usedMs;
  if (leftMs <= 0) {
    if (limit.kind === 'max_length') return endWith(state, 'max_length');
    if (limit.kind === 'service_lost') return endWith(state, 'agent_failed');
    if (state.lastLook === null) {
      const lastLook = { untilMs: state.atMs + LAST_LOOK_MS, sequence: null };
      return { state: { ...state, lastLook }, actions: [] };
    }
    if (state.atMs >= state.lastLook.untilMs) return endWith(state, 'out_of_time');
    return { state, actions: [] };
  }
  if (!isCounting(state)) return { state, actions: [] };
  const actions: MeterAction[] = [];
  let next = state;
  if (leftMs <= PREPARE_GOODBYE_MS && next.preparedGoodbye !== limit.kind) {
    next = { ...next, preparedGoodbye: limit.kind };
    actions.push({ type: 'prepare_goodbye', kind: limit.kind });
  }
  if (leftMs > next.goodbyeLeadMs || (next.goodbye !== null && next.goodbye.kind !== 'idle')) {
    return { state: next, actions };
  }
  const said = sayGoodbye(next, limit.kind);
  return { state: said.state, actions: [...actions, ...said.actions] };
}

/** Warns once for the lowest threshold just passed; the ones above it are passed as well. */
function applyThresholds(state: MeterState): MeterStep {
  const remainingMs = remainingMsOf(state);
  const passed = state.armedThresholdsMs.filter((thresholdMs) => remainingMs <= thresholdMs);
  if (passed.length === 0 || !isCounting(state)) return { state, actions: [] };
  const armedThresholdsMs = state.armedThresholdsMs.filter((t) => remainingMs > t);
  const next = { ...state, armedThresholdsMs };
  if (state.goodbye !== null) return { state: next, actions: [] };
  const thresholdMs = Math.min(...passed);
  return {
    state: next,
    actions: [{ type: 'low_time', thresholdMs, remainingMs: wholeMs(remainingMs) }],
  };
}

function applyReport(state: MeterState): MeterStep {
  const dueAtMs = reportDueAtMs(state);
  if (dueAtMs === null || state.atMs < dueAtMs) return { state, actions: [] };
  const isRetry = state.pendingReport !== null;
  const sequence = isRetry ? state.sequence : state.sequence + 1;
  const usedMs = state.pendingReport?.usedMs ?? reportableMsOf(state);
  const lastLook = state.lastLook && !isRetry ? { ...state.lastLook, sequence } : state.lastLook;
  return {
    state: {
      ...state,
      sequence,
      lastLook,
      lastReportAtMs: state.atMs,
      isRecheckWanted: false,
      pendingReport: { sequence, usedMs, retryAtMs: null },
    },
    actions: [{ type: 'report', sequence, usedMs }],
  };
}

function applyPublish(state: MeterState): MeterStep {
  if (state.atMs < state.nextPublishAtMs) return { state, actions: [] };
  return {
    state: { ...state, nextPublishAtMs: state.atMs + PUBLISH_MS },
    actions: [{ type: 'publish_time', isChange: false }],
  };
}

function applyAbsence(state: MeterState): MeterStep {
  const limit = absenceLimitOf(state);
  if (limit === null || state.atMs < limit.atMs) return { state, actions: [] };
  return endWith(state, limit.reason);
}

/** Does everything that is due at `state.atMs`. */
export function applyDeadlines(step: MeterStep): MeterStep {
  let { state } = step;
  const actions = [...step.actions];
  const rules = [applyAbsence, applyLimit, applyIdle, applyThresholds, applyReport, applyPublish];
  for (const rule of rules) {
    if (state.phase === 'ended') break;
    const applied = rule(state);
    state = applied.state;
    actions.push(...applied.actions);
  }
  return { state, actions };
}

/** The next moment at which {@link applyDeadlines} has something to do; null when ended. */
export function nextWakeAtMs(state: MeterState): number | null {
  if (state.phase === 'ended') return null;
  const moments = [
    state.nextPublishAtMs,
    reportDueAtMs(state),
    absenceLimitOf(state)?.atMs ?? null,
    idleDueAtMs(state),
    state.lastLook?.untilMs ?? null,
  ];
  if (isCounting(state)) {
    const limit = limitOf(state);
    const inMs = (usedMs: number) => (usedMs > 0 ? state.atMs + usedMs : null);
    if (limit !== null) {
      const leftMs = limit.usedMs - state.usedMs;
      moments.push(inMs(leftMs), inMs(leftMs - state.goodbyeLeadMs));
      moments.push(inMs(leftMs - PREPARE_GOODBYE_MS));
    }
    const remainingMs = remainingMsOf(state);
    for (const thresholdMs of state.armedThresholdsMs)
      moments.push(inMs(remainingMs - thresholdMs));
  }
  return Math.min(...moments.filter((moment) => moment !== null));
}
