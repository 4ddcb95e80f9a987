// PURE: decides from what was seen of a call whether its agent works, may come, or must be replaced.
import type { EndedReason } from '@mindbot/platform/ended-reasons';
import type { JobStatus } from '../clients/livekit-types.ts';

/** What was seen of a call. */
export interface AgentEvidence {
  epoch: number;
  /** Dispatches that were nobody's failure: given away, or before an agent that served well. */
  excusedDispatches: number;
  /** The agent of this epoch has taken the call. */
  hasAgent: boolean;
  /** The agent of this epoch has given the call away; whether it lives does not matter. */
  isHandedOver: boolean;
  /** Since its last report or, while none has taken the call, since the dispatch. */
  silentMs: number;
  /** An agent in the room shows signs of life. */
  isAgentAlive: boolean;
  isCallerPresent: boolean;
  /** The jobs LiveKit lists for the dispatch; it lists them late, and never that one was killed. */
  jobs: readonly JobStatus[];
  /** Whether the call has been running: then what is missing was there before. */
  isActive: boolean;
}

/** What to do. */
export type AgentVerdict =
  | { action: 'leave'; why: 'agent_present' | 'too_soon' }
  | { action: 'replace' }
  | { action: 'end'; reason: EndedReason };

/** Dispatches of one call that came to nothing, one after the other; then the call ends. */
export const DISPATCHES_MAX = 4;
/**
 * How long a dispatch may stay without a sign of its agent, growing with each try: the first gives
 * way quickly to a refused one, the later ones leave a busy machine the time it needs.
 */
const PATIENCE_MS = [3_000, 5_000, 8_000, 12_000] as const;
/**
 * How long after a word to the ledger an agent is not taken for dead. A caller's client asks after
 * four seconds without one, so that nobody waits longer for it.
 */
export const JOIN_MS_MAX = 3_000;
/** How long an agent that is in the room may take to work. */
const START_MS_MAX = 12_000;
/**
 * How long a dispatch has of which LiveKit says that a worker took it. The worker starts one process
 * after the other, so that of many calls at once (a worker was lost, and another took them all) the
 * last begins late; dispatched again, each would only make the queue longer. Below the minute for
 * which a new dispatch keeps the call's hold alive.
 */
const TAKEN_PATIENCE_MS = [20_000, 40_000, 55_000, 55_000] as const;
/** How long a caller whose network was lost may take to return; then there is nobody to serve. */
const CALLER_GRACE_MS = 20_000;

/** The verdict on a call that is live and that nobody has asked to end. */
export function judgeAgent(evidence: AgentEvidence): AgentVerdict {
  if (evidence.hasAgent) return judgeWorking(evidence);
  return judgeComing(evidence);
}

function judgeWorking(evidence: AgentEvidence): AgentVerdict {
  // An agent that lives but cannot report is left to the end of its lease: it is charged for no
  // more than it reported, and a replacement would find the same obstacle.
  if (evidence.isAgentAlive && !evidence.isHandedOver) {
    return { action: 'leave', why: 'agent_present' };
  }
  // It takes the call over while it still joins: not yet in the room, it is as alive as can be.
  if (evidence.silentMs < JOIN_MS_MAX && !evidence.isHandedOver) {
    return { action: 'leave', why: 'too_soon' };
  }
  if (evidence.isCallerPresent) return replaceOrEnd(evidence);
  if (evidence.silentMs < CALLER_GRACE_MS) return { action: 'leave', why: 'too_soon' };
  return { action: 'end', reason: 'connection_lost' };
}

function judgeComing(evidence: AgentEvidence): AgentVerdict {
  const { jobs, silentMs } = evidence;
  if (evidence.isAgentAlive && silentMs < START_MS_MAX) {
    return { action: 'leave', why: 'agent_present' };
  }
  const isOver = jobs.length > 0 && jobs.every((job) => job === 'failed' || job === 'succeeded');
  if (isOver) return replaceOrEnd(evidence);
  const patience = jobs.includes('running') ? TAKEN_PATIENCE_MS : PATIENCE_MS;
  const patienceMs = patience[dispatchesOf(evidence) - 1] ?? START_MS_MAX;
  return silentMs < patienceMs ? { action: 'leave', why: 'too_soon' } : replaceOrEnd(evidence);
}

const dispatchesOf = ({ epoch, excusedDispatches }: AgentEvidence): number =>
  epoch - excusedDispatches;

function replaceOrEnd(evidence: AgentEvidence): AgentVerdict {
  if (dispatchesOf(evidence) < DISPATCHES_MAX) return { action: 'replace' };
  return { action: 'end', reason: evidence.isActive ? 'agent_failed' : 'no_agent' };
}
