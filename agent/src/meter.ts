// Decides, for every event of a call, what is billed and what must be done: no clock, no I/O.
import { applyDeadlines, endWith } from './meter-deadlines.ts';
import {
  advance,
  freeMsOf,
  isCounting,
  limitOf,
  remainingMsOf,
  saidMsOf,
  servedMsBy,
  wholeMs,
} from './meter-time.ts';
import type {
  MeterAction,
  MeterConfig,
  MeterEnd,
  MeterEvent,
  MeterReportAnswer,
  MeterState,
  MeterStep,
  ServedMark,
} from './meter-types.ts';

/** A failed report is sent again after this long, growing to {@link MAX_RETRY_MS}. */
const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 1_000;
/** Smaller growth of the remaining time is rounding or another call's doing, not a top-up. */
const TOP_UP_MS = 1_000;
/** Added time lets a threshold warn again only if it is not passed in a moment anyway. */
const REARM_MS = 10_000;
/** How much of the goodbye's known length is kept free before the limit. */
const GOODBYE_MARGIN_MS = 350;
/** A goodbye is taken back only when the call then has this much more than it needs for it. */
const TAKE_BACK_MS = 1_000;

/** The state of a call that was just activated. */
export function createMeter(
  config: MeterConfig,
  ledger: { usedMs: number; heldMs: number; remainingMs: number; sequence: number },
  atMs: number,
): MeterState {
  return {
    config,
    phase: 'running',
    atMs,
    createdAtMs: atMs,
    usedMs: ledger.usedMs,
    unbilledMs: 0,
    isAgentWorking: false,
    isUserPresent: false,
    hasUserJoined: false,
    userLostAtMs: null,
    isProviderDown: false,
    isAgentConnected: true,
    outageSinceMs: null,
    outageEndedAtMs: atMs,
    userSeen: null,
    providerAsked: null,
    heldMs: ledger.heldMs,
    isFinal: ledger.remainingMs <= ledger.heldMs - ledger.usedMs,
    reportedRemainingMs: ledger.remainingMs,
    reportedUsedMs: ledger.usedMs,
    sameReports: 0,
    sequence: ledger.sequence,
    pendingReport: null,
    failedReports: 0,
    lastReportAtMs: atMs,
    isRecheckWanted: false,
    nextPublishAtMs: atMs,
    armedThresholdsMs: [...config.lowTimeThresholdsMs].sort((a, b) => b - a),
    goodbyeLeadMs: config.goodbyeLeadMs,
    preparedGoodbye: null,
    goodbye: null,
    lastLook: null,
    isAgentSpeaking: false,
    quietSinceMs: atMs,
    hasAskedPresence: false,
  };
}

/** What happens next: the clock runs to the event, the event is applied, then what is due. */
export function step(state: MeterState, event: MeterEvent): MeterStep {
  if (state.phase === 'ended') return { state, actions: [] };
  const before = advance(state, event.atMs);
  const handled = handle(before, event);
  if (handled.state.phase === 'ended') return handled;
  const wasCounting = isCounting(before);
  const changed =
    wasCounting === isCounting(handled.state) && handled.actions.length === 0
      ? handled
      : withChangePublished(handled);
  return applyDeadlines(changed);
}

function withChangePublished({ state, actions }: MeterStep): MeterStep {
  const published: MeterAction = { type: 'publish_time', isChange: true };
  return {
    state: { ...state, nextPublishAtMs: state.atMs + 1_000 },
    actions: [...actions, published],
  };
}

function handle(state: MeterState, event: MeterEvent): MeterStep {
  const only = (changes: Partial<MeterState>): MeterStep => ({
    state: { ...state, ...changes },
    actions: [],
  });
  switch (event.type) {
    case 'tick':
      return only({});
    case 'agent_started':
      return only(startedChanges(state, event.presentSinceMs));
    case 'user_joined':
      return only(joinedChanges(state, event.sinceMs));
    case 'user_lost':
      if (!state.isUserPresent) return only({});
      return only({
        ...givenBack(state, state.userSeen),
        isUserPresent: false,
        userLostAtMs: state.atMs,
      });
    case 'user_seen':
      return only({ userSeen: markOf(state) });
    case 'agent_lost':
      return only(outageChanges(state, { isAgentConnected: false }));
    case 'agent_returned':
      return only(outageChanges(state, { isAgentConnected: true }));
    case 'provider_down':
      return only({
        ...givenBack(state, state.providerAsked),
        ...outageChanges(state, { isProviderDown: true }),
        providerAsked: null,
      });
    case 'provider_asked':
      return only({ providerAsked: state.providerAsked ?? markOf(state) });
    case 'provider_answered':
      return only({ providerAsked: null });
    case 'provider_up':
      return only(outageChanges(state, { isProviderDown: false }));
    case 'user_active':
      return userActive(state);
    case 'agent_speaking':
      return only({ isAgentSpeaking: event.isSpeaking, quietSinceMs: state.atMs });
    case 'recheck_wanted':
      return only({ isRecheckWanted: true });
    case 'goodbye_prepared':
      return only({ goodbyeLeadMs: event.durationMs + GOODBYE_MARGIN_MS });
    case 'goodbye_finished':
      return state.goodbye?.kind === 'idle' ? endWith(state, 'idle') : only({});
    case 'report_answered':
      return reportAnswered(state, event.sequence, event.answer);
    case 'report_failed':
      return reportFailed(state, event.sequence);
    case 'end_requested':
      return endWith(state, event.reason);
    case 'hand_over_wanted':
      return handOver(state);
  }
}

/** Stops for good here; the call goes on elsewhere from what is used now. */
function handOver(state: MeterState): MeterStep {
  // Whoever says goodbye has but seconds left with the caller, and had better finish.
  if (state.goodbye !== null || state.lastLook !== null) return { state, actions: [] };
  const ended = endWith(state, 'shutdown');
  const [end] = ended.actions as [MeterEnd];
  return {
    state: ended.state,
    actions: [{ type: 'hand_over', sequence: state.sequence + 1, end }],
  };
}

/** The agent works from now; what both were present before is counted too. */
function startedChanges(state: MeterState, presentSinceMs: number | null): Partial<MeterState> {
  if (state.isAgentWorking) return {};
  const started = { isAgentWorking: true, quietSinceMs: state.atMs };
  if (presentSinceMs === null) return started;
  return { ...started, ...joinedChanges({ ...state, ...started }, presentSinceMs) };
}

/** The caller is there; the time since they are is counted unless something else stood in its way. */
function joinedChanges(state: MeterState, sinceMs: number): Partial<MeterState> {
  const joined = {
    isUserPresent: true,
    hasUserJoined: true,
    userLostAtMs: null,
    quietSinceMs: state.atMs,
    userSeen: state.userSeen === null ? null : markOf(state),
  };
  if (state.isUserPresent || !isCounting({ ...state, ...joined })) return joined;
  const fromMs = Math.max(sinceMs, state.userLostAtMs ?? state.createdAtMs, state.outageEndedAtMs);
  const countedMs = Math.min(Math.max(0, state.atMs - fromMs), freeMsOf(state));
  const usedMs = state.usedMs + countedMs;
  const unbilledMs = Math.max(0, state.unbilledMs - countedMs);
  return {
    ...joined,
    userSeen: joined.userSeen && { ...joined.userSeen, usedMs },
    usedMs,
    unbilledMs,
  };
}

const markOf = ({ atMs, usedMs }: MeterState): ServedMark => ({ atMs, usedMs });

/**
 * What turns out not to have been served is not charged: all that was counted since the mark, as far
 * as the ledger was not told of it, and no more than a loss takes to be noticed.
 */
function givenBack(state: MeterState, mark: ServedMark | null): Partial<MeterState> {
  const usedMs = Math.max(servedMsBy(state, mark), saidMsOf(state));
  if (usedMs >= state.usedMs) return {};
  return { usedMs, unbilledMs: state.unbilledMs + state.usedMs - usedMs };
}

function outageChanges(state: MeterState, changes: Partial<MeterState>): Partial<MeterState> {
  const next = { ...state, ...changes };
  const isOut = next.isProviderDown || !next.isAgentConnected;
  const hasEnded = state.outageSinceMs !== null && !isOut;
  return {
    ...changes,
    outageEndedAtMs: hasEnded ? state.atMs : state.outageEndedAtMs,
    outageSinceMs: isOut ? (state.outageSinceMs ?? state.atMs) : null,
    quietSinceMs: state.atMs,
  };
}

function userActive(state: MeterState): MeterStep {
  const next = { ...state, quietSinceMs: state.atMs, hasAskedPresence: false };
  if (state.goodbye?.kind !== 'idle') return { state: next, actions: [] };
  return { state: { ...next, goodbye: null }, actions: [{ type: 'take_back_goodbye' }] };
}

function reportFailed(state: MeterState, sequence: number): MeterStep {
  const pending = state.pendingReport;
  if (pending === null || pending.sequence !== sequence) return { state, actions: [] };
  const failedReports = state.failedReports + 1;
  const delayMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (failedReports - 1));
  const pendingReport = { ...pending, retryAtMs: state.atMs + delayMs };
  return { state: { ...state, failedReports, pendingReport }, actions: [] };
}

function reportAnswered(state: MeterState, sequence: number, answer: MeterReportAnswer): MeterStep {
  const pending = state.pendingReport;
  if (pending === null || pending.sequence !== sequence) return { state, actions: [] };
  if (answer.outcome === 'ended') {
    return endWith(state, answer.endRequestedReason ?? 'agent_failed');
  }
  // A conflict means that another job reports for this call: like fencing, it is not ours now.
  if (answer.outcome !== 'extended') return endWith(state, 'agent_failed', { settle: false });
  if (answer.endRequestedReason !== null) return endWith(state, answer.endRequestedReason);
  return extended(state, pending.usedMs, answer);
}

/** Takes over what the ledger holds now, and notices time that was added. */
function extended(state: MeterState, usedMs: number, answer: MeterReportAnswer): MeterStep {
  const expectedMs = state.reportedRemainingMs - (usedMs - state.reportedUsedMs);
  const addedMs = answer.remainingMs - expectedMs;
  const wasServiceLost = state.failedReports > 0;
  let next: MeterState = {
    ...state,
    heldMs: answer.heldMs,
    isFinal: answer.isFinal,
    reportedRemainingMs: answer.remainingMs,
    reportedUsedMs: usedMs,
    sameReports: usedMs === state.reportedUsedMs ? state.sameReports + 1 : 0,
    pendingReport: null,
    failedReports: 0,
  };
  if (next.lastLook !== null) {
    if (answer.heldMs > next.usedMs) next = { ...next, lastLook: null };
    else if (next.lastLook.sequence === state.sequence) return endWith(next, 'out_of_time');
  }
  const actions: MeterAction[] = [];
  const isLeaving = next.goodbye !== null && next.goodbye.kind !== 'idle';
  const limit = limitOf(next);
  const leftMs = limit === null ? Number.POSITIVE_INFINITY : limit.usedMs - next.usedMs;
  const takesBack = isLeaving && leftMs > next.goodbyeLeadMs + TAKE_BACK_MS;
  if (takesBack) next = { ...next, goodbye: null, preparedGoodbye: null };
  if (addedMs >= TOP_UP_MS) {
    const remainingMs = remainingMsOf(next);
    const armed = next.config.lowTimeThresholdsMs.filter((t) => remainingMs > t + REARM_MS);
    next = { ...next, armedThresholdsMs: armed.sort((a, b) => b - a) };
    actions.push({
      type: 'time_added',
      addedMs: wholeMs(addedMs),
      remainingMs: wholeMs(remainingMs),
      wasLeaving: takesBack,
    });
  } else if (takesBack && wasServiceLost) {
    actions.push({ type: 'service_back' });
  }
  return { state: next, actions: [...actions, { type: 'publish_time', isChange: true }] };
}
