// The words in which the meter is told what happens and says what must be done.
import type { EndedReason } from '@mindbot/platform/ended-reasons';

/** How one call is metered. All durations in milliseconds. */
export interface MeterConfig {
  /** Between two regular reports. */
  intervalMs: number;
  /** How much the hold asks for beyond what is used. */
  leaseMs: number;
  /** Warn once when the remaining time falls to each of these. */
  lowTimeThresholdsMs: readonly number[];
  /** How long a lost caller may take to return. */
  userLostGraceMs: number;
  /** How long a provider outage or the agent's own lost network may last. */
  outageLimitMs: number;
  /** How long the agent waits for a caller who never joins. */
  joinLimitMs: number;
  /** The longest call the assistant allows, or null. */
  maxCallMs: number | null;
  /** Silence after which the agent asks whether the caller is there, or null for never. */
  idleLimitMs: number | null;
  /** How long the caller has to answer that question. */
  idleAnswerMs: number;
  /** How early to start a goodbye whose length is not known yet. */
  goodbyeLeadMs: number;
}

/** Why the agent says goodbye; decides its words and the ended reason. */
export type GoodbyeKind = 'out_of_time' | 'max_length' | 'service_lost' | 'idle';

/** What the ledger answered to a report. */
export interface MeterReportAnswer {
  outcome: 'extended' | 'fenced' | 'ended' | 'not_found' | 'conflict';
  heldMs: number;
  remainingMs: number;
  isFinal: boolean;
  endRequestedReason: EndedReason | null;
}

/** Something that happened, at `atMs` of the call's monotonic clock. */
export type MeterEvent = { atMs: number } & (
  | { type: 'tick' }
  /** The agent works; `presentSinceMs` is since when the caller is there too, null if not yet. */
  | { type: 'agent_started'; presentSinceMs: number | null }
  /** The caller is there, since `sinceMs` if nothing else kept the clock from counting. */
  | { type: 'user_joined'; sinceMs: number }
  | { type: 'user_lost' }
  /** The caller's client answered just now: until here they were surely served. */
  | { type: 'user_seen' }
  | { type: 'agent_lost' }
  | { type: 'agent_returned' }
  | { type: 'provider_down' }
  /** The caller waits for a provider from now on; a second question does not start the wait anew. */
  | { type: 'provider_asked' }
  | { type: 'provider_answered' }
  | { type: 'provider_up' }
  /** The caller said or typed something. */
  | { type: 'user_active' }
  | { type: 'agent_speaking'; isSpeaking: boolean }
  /** The account's time may have changed: the caller bought some, or a refund took some. */
  | { type: 'recheck_wanted' }
  | { type: 'goodbye_prepared'; durationMs: number }
  | { type: 'goodbye_finished' }
  | { type: 'report_answered'; sequence: number; answer: MeterReportAnswer }
  | { type: 'report_failed'; sequence: number }
  | { type: 'end_requested'; reason: EndedReason }
  /** Another worker shall carry the call on. */
  | { type: 'hand_over_wanted' }
);

/** What {@link MeterEvent} is before the runner stamps it. */
export type UnstampedMeterEvent = MeterEvent extends infer Event
  ? Event extends MeterEvent
    ? Omit<Event, 'atMs'>
    : never
  : never;

/** Something the runner must do. */
export type MeterAction =
  | { type: 'report'; sequence: number; usedMs: number }
  | { type: 'publish_time'; isChange: boolean }
  | { type: 'low_time'; thresholdMs: number; remainingMs: number }
  | { type: 'time_added'; addedMs: number; remainingMs: number; wasLeaving: boolean }
  /** The ledger answers again while a goodbye was being said. */
  | { type: 'service_back' }
  | { type: 'prepare_goodbye'; kind: GoodbyeKind }
  | { type: 'say_goodbye'; kind: GoodbyeKind; remainingMs: number }
  /** The caller spoke up during the idle goodbye. */
  | { type: 'take_back_goodbye' }
  | { type: 'ask_presence' }
  /** The meter has stopped; `end` is how the call ends should it not be given away. */
  | { type: 'hand_over'; sequence: number; end: MeterEnd }
  | MeterEnd;

/** The one end of a call. `settle` is false when another job owns the call now. */
export interface MeterEnd {
  type: 'end';
  reason: EndedReason;
  usedMs: number;
  unbilledMs: number;
  remainingMs: number;
  settle: boolean;
}

/** Why the clock stands still, as clients are told. */
export type PausedReason = 'not_started' | 'user_lost' | 'provider_down';

/** A moment until which all that was counted was surely served. */
export interface ServedMark {
  atMs: number;
  usedMs: number;
}

/** All the meter knows of a call. Never mutated. */
export interface MeterState {
  config: MeterConfig;
  phase: 'running' | 'ended';
  /** The clock at the last event; `usedMs` and `unbilledMs` are as of then. */
  atMs: number;
  createdAtMs: number;
  usedMs: number;
  unbilledMs: number;

  isAgentWorking: boolean;
  isUserPresent: boolean;
  hasUserJoined: boolean;
  userLostAtMs: number | null;
  isProviderDown: boolean;
  isAgentConnected: boolean;
  /** Since when providers or the agent's network are away. */
  outageSinceMs: number | null;
  /** Since when the last such outage is over. */
  outageEndedAtMs: number;

  /** The caller's last sign of life; null for a client that gives none. */
  userSeen: ServedMark | null;
  /** Since when the caller waits for a provider's answer. */
  providerAsked: ServedMark | null;

  /** The ledger as last heard. */
  heldMs: number;
  isFinal: boolean;
  /** The account's remaining time when `reportedUsedMs` were used. */
  reportedRemainingMs: number;
  reportedUsedMs: number;
  /** How many answered reports in a row said the same used time. */
  sameReports: number;

  sequence: number;
  /** The report not answered yet; a retry repeats it exactly. */
  pendingReport: { sequence: number; usedMs: number; retryAtMs: number | null } | null;
  failedReports: number;
  /** When the last report was sent, answered or not. */
  lastReportAtMs: number;
  /** The ledger is to be asked before the next report is due. */
  isRecheckWanted: boolean;

  nextPublishAtMs: number;
  /** Thresholds that may still warn, descending. */
  armedThresholdsMs: readonly number[];

  goodbyeLeadMs: number;
  preparedGoodbye: GoodbyeKind | null;
  goodbye: { kind: GoodbyeKind; startedAtMs: number } | null;
  /** At zero: until when the ledger is asked once more, and by which report. */
  lastLook: { untilMs: number; sequence: number | null } | null;

  isAgentSpeaking: boolean;
  /** The caller's last sign, or the end of the agent's last speech. */
  quietSinceMs: number;
  hasAskedPresence: boolean;
}

/** One step: the next state and what must be done, in order. */
export interface MeterStep {
  state: MeterState;
  actions: MeterAction[];
}
