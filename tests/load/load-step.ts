// Holds so many calls at once on a running stack and tells what they took and what became of them.
import { roomNameOf } from '@mindbot/platform/dispatch-metadata';
import type pg from 'pg';
import type { Stack } from '../../local/src/stack.ts';
import { numbersOf, percentile } from '../bench/statistics.ts';
import { startFleet } from '../caller/fleet.ts';
import type { FleetCall } from '../caller/fleet-call.ts';
import { overlapMs, readServerStays } from '../caller/presence.ts';
import {
  listProcesses,
  readProportionalBytes,
  watchMachine,
  workerProcesses,
} from './process-tree.ts';

/** How a step is held. */
export interface LoadStepOptions {
  stack: Stack;
  pool: pg.Pool;
  calls: number;
  /** Speaking and listening callers; the others are silent. */
  isTalking: boolean;
  /** How long all calls are held once the last has begun. */
  holdMs: number;
  /** From one call's start to the next. */
  startGapMs: number;
}

/** What a step showed; memory in megabytes, processor time in cores. */
export interface LoadStep {
  calls: number;
  /** Counted at the end of the hold. */
  alive: number;
  failures: string[];
  /** From asking for a call to its agent in the room, and to the first counted moment. */
  agentP50Ms: number | null;
  agentP95Ms: number | null;
  countingP95Ms: number | null;
  redispatched: number;
  busyShare: number;
  cores: Record<string, number>;
  jobResidentMb: number | null;
  jobProportionalMb: number | null;
  workerResidentMb: number | null;
  inferenceResidentMb: number | null;
  /** Of all calls' own figures: the median and the worst. */
  eventLoopP50Ms: number | null;
  eventLoopP99Ms: number | null;
  worstEventLoopP99Ms: number | null;
  answers: number;
  answerMedianMs: number | null;
  answerP95Ms: number | null;
  /** The most any call was charged more, or less, than caller and agent were together. */
  mostOverchargedMs: number | null;
  mostUnderchargedMs: number | null;
  endedReasons: string;
}

interface EndedCall {
  endedReason: string;
  chargedMs: number;
  epoch: number;
  usage: Record<string, number | null>;
}

const COUNT_LIMIT_MS = 60_000;
const END_LIMIT_MS = 60_000;
const MB = 1e6;

/** Whose processor time is told apart; all of them are children of this process. */
const PARTS: Record<string, RegExp> = {
  api: /api\/src\/main\.ts/,
  livekit: /livekit-server/,
  postgres: /\/postgres -D/,
  postgrest: /supabase.*lite|lite\S* start/,
  callers: /fleet-process\.ts/,
};

function rootsOf(workerPid: number): Record<string, number[]> {
  const processes = listProcesses();
  const own = processes.filter(({ parent }) => parent === process.pid);
  const { jobs, inference } = workerProcesses(workerPid, processes);
  const byPart = Object.entries(PARTS).map(([name, pattern]) => [
    name,
    own.filter(({ command }) => pattern.test(command)).map(({ pid }) => pid),
  ]);
  return {
    ...Object.fromEntries(byPart),
    jobs: jobs.map(({ pid }) => pid),
    inference: inference ? [inference.pid] : [],
  };
}

/** The jobs that hold these calls, by what they logged when they began. */
function jobPidsOf(stack: Stack, calls: readonly FleetCall[]): number[] {
  const ids = new Set(calls.map(({ voiceSessionId }) => voiceSessionId));
  return stack.logs('agent').flatMap((line) => {
    if (!line.includes('call started')) return [];
    const { voiceSessionId, pid } = JSON.parse(line.slice(line.indexOf('{')));
    return ids.has(voiceSessionId) && typeof pid === 'number' ? [pid] : [];
  });
}

async function readEndedCalls(pool: pg.Pool, ids: readonly string[]): Promise<EndedCall[]> {
  const { rows } = await pool.query<EndedCall>(
    `select ended_reason as "endedReason", charged_ms::float8 as "chargedMs", epoch, usage
     from voice_sessions where id = any($1::uuid[]) and status = 'ended'
     order by array_position($1::uuid[], id)`,
    [ids],
  );
  return rows;
}

/** Waits until all calls have ended and their agents have left word of them. */
async function awaitEnds(pool: pg.Pool, ids: readonly string[]): Promise<EndedCall[]> {
  const endsAt = performance.now() + END_LIMIT_MS;
  for (;;) {
    const ended = await readEndedCalls(pool, ids);
    const isTold = ended.every(
      ({ usage, endedReason }) => endedReason === 'no_agent' || 'answers' in usage,
    );
    if ((ended.length === ids.length && isTold) || performance.now() > endsAt) return ended;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

const rounded = (value: number | null | undefined) =>
  value === null || value === undefined ? null : Math.round(value);

/** Makes the calls, holds them, ends them. */
export async function runLoadStep(options: LoadStepOptions): Promise<LoadStep> {
  const { stack, pool, holdMs, isTalking, startGapMs } = options;
  const fleet = await startFleet({ stack, calls: options.calls, isTalking, startGapMs });
  try {
    const { calls } = fleet;
    await Promise.allSettled(calls.map((call) => call.counting({ timeoutMs: COUNT_LIMIT_MS })));
    const workerPid = stack.part('agent').pid() ?? 0;
    const use = watchMachine(() => rootsOf(workerPid));
    await new Promise((resolve) => setTimeout(resolve, holdMs));
    const { busyShare, cores } = use();
    const alive = calls.filter((call) => call.isInRoom && call.countingAfterMs !== null);
    const processes = listProcesses();
    const { worker, inference } = workerProcesses(workerPid, processes);
    const jobPids = jobPidsOf(stack, calls);
    const resident = processes.filter(({ pid }) => jobPids.includes(pid));
    const proportional = numbersOf(jobPids.map(readProportionalBytes));
    await Promise.allSettled(calls.map((call) => call.hangUp()));
    const ids = calls.map(({ voiceSessionId }) => voiceSessionId).filter((id) => id !== '');
    const ended = await awaitEnds(pool, ids);
    const mb = (bytes: readonly number[]) => {
      const median = percentile(bytes, 0.5);
      return median === null ? null : Math.round(median / MB);
    };
    return {
      calls: calls.length,
      alive: alive.length,
      failures: calls.flatMap(({ failure }) => failure ?? []),
      ...describeStarts(calls),
      redispatched: ended.filter(({ epoch }) => epoch > 1).length,
      busyShare,
      cores,
      jobResidentMb: mb(resident.map(({ residentBytes }) => residentBytes)),
      jobProportionalMb: mb(proportional),
      workerResidentMb: worker ? mb([worker.residentBytes]) : null,
      inferenceResidentMb: inference ? mb([inference.residentBytes]) : null,
      ...describeUsage(ended),
      ...describeCharges(stack, ids, ended),
      endedReasons: [...new Set(ended.map(({ endedReason }) => endedReason))].sort().join(', '),
    };
  } finally {
    await fleet.stop();
  }
}

function describeStarts(calls: readonly FleetCall[]) {
  const agentMs = numbersOf(
    calls.map((call) => {
      const [first] = call.log.all('agentJoined');
      return first ? first.at - call.startedAt : null;
    }),
  );
  return {
    agentP50Ms: percentile(agentMs, 0.5),
    agentP95Ms: percentile(agentMs, 0.95),
    countingP95Ms: percentile(numbersOf(calls.map((call) => call.countingAfterMs)), 0.95),
  };
}

function describeUsage(ended: readonly EndedCall[]) {
  const all = (name: string) => numbersOf(ended.map(({ usage }) => usage[name]));
  return {
    eventLoopP50Ms: rounded(percentile(all('eventLoopP50Ms'), 0.5)),
    eventLoopP99Ms: rounded(percentile(all('eventLoopP99Ms'), 0.5)),
    worstEventLoopP99Ms: rounded(percentile(all('eventLoopP99Ms'), 1)),
    answers: all('answers').reduce((sum, count) => sum + count, 0),
    answerMedianMs: percentile(all('answerMedianMs'), 0.5),
    answerP95Ms: percentile(all('answerP95Ms'), 0.95),
  };
}

function describeCharges(stack: Stack, ids: readonly string[], ended: readonly EndedCall[]) {
  const lines = stack.logs('livekit');
  const differences =
    ended.length === ids.length
      ? ended.map(({ chargedMs }, index) => {
          const stays = readServerStays(lines, roomNameOf(ids[index] ?? ''));
          return chargedMs - overlapMs(stays, performance.now());
        })
      : [];
  if (differences.length === 0) return { mostOverchargedMs: null, mostUnderchargedMs: null };
  return {
    mostOverchargedMs: Math.round(Math.max(0, ...differences)),
    mostUnderchargedMs: Math.round(Math.max(0, ...differences.map((value) => -value))),
  };
}
