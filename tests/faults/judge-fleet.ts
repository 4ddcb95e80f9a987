// Judges many calls at once: what each was charged beside how long a working agent was with its caller.
import { roomNameOf } from '@mindbot/platform/dispatch-metadata';
import type { FleetCall } from '../caller/fleet-call.ts';
import { endAtLosses, overlapMs, readServerStays } from '../caller/presence.ts';
import type { FaultStack } from './fault-stack.ts';
import { awaitEnd, type CallRecord, CHARGE_TOLERANCE_MS, recordsOf } from './judge-call.ts';

/** From when on an agent, or a caller, did no more work: a reading of `performance.now()`. */
export interface Loss {
  identity: string;
  at: number;
}

/** The process that holds a call, by the newest start its agent has logged. */
export function jobOf(stack: Pick<FaultStack, 'logs'>, id: string): { pid: number; epoch: number } {
  const started = recordsOf(stack, 'agent', id).findLast(({ msg }) => msg === 'call started');
  if (!started) throw new Error(`No agent has started the call ${id}.`);
  return { pid: Number(started.pid), epoch: Number(started.epoch) };
}

/** The agent that is with a call now stops working: to be noted when it is killed or frozen. */
export function lossOf(call: FleetCall, at = performance.now()): Loss[] {
  const identity = call.log.last('agentJoined')?.payload.identity;
  return identity ? [{ identity, at }] : [];
}

/** When a part logged a line about a call, at or after `from`, as `performance.now()`; or null. */
export function loggedAt(
  stack: Pick<FaultStack, 'logs'>,
  part: string,
  { id, msg, from }: { id: string; msg: string; from: number },
): number | null {
  for (const record of recordsOf(stack, part, id)) {
    const at = Date.parse(String(record.time)) - performance.timeOrigin;
    // The log tells whole milliseconds.
    if (record.msg === msg && at >= from - 1) return at;
  }
  return null;
}

/** How soon a call got over the loss of its agent, in milliseconds from it; null: not at all. */
export interface Recovery {
  toldMs: number | null;
  replacedMs: number | null;
  backMs: number | null;
}

/** When the caller was told of a loss, another agent was sent, and the time counted again. */
export function recoveryOf(
  stack: Pick<FaultStack, 'logs'>,
  call: FleetCall,
  { at, backAt }: { at: number; backAt: number | null | undefined },
): Recovery {
  const { voiceSessionId: id } = call;
  const replacedAt = loggedAt(stack, 'api', {
    id,
    msg: 'the agent of a call is replaced',
    from: at,
  });
  const since = (moment: number | null | undefined) => (moment ? moment - at : null);
  return { toldMs: since(call.toldAt(at)), replacedMs: since(replacedAt), backMs: since(backAt) };
}

/** One call and the truth about it. */
export interface JudgedCall {
  call: FleetCall;
  record: CallRecord;
  /** How long caller and working agent were in the room together. */
  presentMs: number;
}

/** What a fleet showed. */
export interface FleetJudgement {
  calls: JudgedCall[];
  violations: string[];
  figures: {
    calls: number;
    chargedMs: number;
    presentMs: number;
    /** The most any call was charged less than it got. */
    giftMs: number;
    /** The most any call was charged more than it got; within what two clocks may differ. */
    excessMs: number;
  };
}

/**
 * Waits until every call has ended and compares.
 * @param options.giftMsMax what a call may have been given at most, for each loss it had.
 */
export async function judgeFleet(
  stack: FaultStack,
  calls: readonly FleetCall[],
  options: { losses: readonly Loss[]; giftMsMax: number; timeoutMs?: number },
): Promise<FleetJudgement> {
  const violations: string[] = [];
  const judged: JudgedCall[] = [];
  for (const call of calls) {
    const id = call.voiceSessionId;
    try {
      const record = await awaitEnd(stack, id, options.timeoutMs);
      const stays = readServerStays(stack.logs('livekit'), roomNameOf(id));
      const presentMs = overlapMs(endAtLosses(stays, options.losses), performance.now());
      judged.push({ call, record, presentMs: Math.round(presentMs) });
      const own = options.losses.filter(({ identity }) =>
        stays.some((stay) => stay.identity === identity),
      );
      const differenceMs = Math.round(record.chargedMs - presentMs);
      const giftMsMax = CHARGE_TOLERANCE_MS + options.giftMsMax * own.length;
      if (differenceMs > CHARGE_TOLERANCE_MS || -differenceMs > giftMsMax) {
        violations.push(`${id}: charged ${record.chargedMs} ms for ${Math.round(presentMs)} ms`);
      }
    } catch (error) {
      violations.push(String(error));
    }
  }
  const differences = judged.map(({ record, presentMs }) => record.chargedMs - presentMs);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    calls: judged,
    violations,
    figures: {
      calls: judged.length,
      chargedMs: sum(judged.map(({ record }) => record.chargedMs)),
      presentMs: sum(judged.map(({ presentMs }) => presentMs)),
      giftMs: Math.max(0, ...differences.map((difference) => -difference)),
      excessMs: Math.max(0, ...differences),
    },
  };
}

/** Holds that should have ended by now: their lease ran out more than `afterMs` ago. */
export async function findStuckHolds(stack: FaultStack, afterMs: number): Promise<string[]> {
  const rows = await stack.query<{ voice_session_id: string }>(
    `select voice_session_id from public.holds
     where status = 'live' and expires_at < clock_timestamp() - $1 * interval '1 millisecond'`,
    [afterMs],
  );
  return rows.map((row) => `the time of ${row.voice_session_id} is still held`);
}

/** The greatest of what was measured, in whole milliseconds; null when nothing was. */
export function worstOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.round(Math.max(...known));
}
