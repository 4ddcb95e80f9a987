// The meter's settings for one call, from the environment and the assistant's own limits.
import type { AgentEnvironment } from './environment.ts';
import type { Assistant } from './ledger-answers.ts';
import type { MeterConfig } from './meter-types.ts';

/** A provider or network outage may last this long before the call is given up. */
const OUTAGE_LIMIT_MS = 30_000;
/** A caller has this long to join after the agent did. */
const JOIN_LIMIT_MS = 60_000;
/** How long the caller has to answer "Are you still there?". */
const IDLE_ANSWER_MS = 15_000;
/** What a goodbye takes at most while its length is not known. */
const GOODBYE_LEAD_MS = 5_000;

/** A limit of zero means none. */
export function meterConfig(
  env: Pick<
    AgentEnvironment,
    'METER_INTERVAL_MS' | 'METER_LEASE_MS' | 'LOW_TIME_THRESHOLDS_MS' | 'USER_LOST_GRACE_MS'
  >,
  assistant: Pick<Assistant, 'maxCallMs' | 'idleTimeoutMs'>,
): MeterConfig {
  return {
    intervalMs: env.METER_INTERVAL_MS,
    leaseMs: env.METER_LEASE_MS,
    lowTimeThresholdsMs: env.LOW_TIME_THRESHOLDS_MS,
    userLostGraceMs: env.USER_LOST_GRACE_MS,
    outageLimitMs: OUTAGE_LIMIT_MS,
    joinLimitMs: JOIN_LIMIT_MS,
    maxCallMs: assistant.maxCallMs || null,
    idleLimitMs: assistant.idleTimeoutMs || null,
    idleAnswerMs: IDLE_ANSWER_MS,
    goodbyeLeadMs: GOODBYE_LEAD_MS,
  };
}
