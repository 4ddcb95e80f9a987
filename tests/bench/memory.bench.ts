// Measures what a job weighs beside the starter's, how late its loop runs, and whether its worker grows.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import type { EventLoopDelays } from '../../agent/src/event-loop.ts';
import type { HeadlessCall } from '../caller/headless-call.ts';
import { listProcesses, readProportionalBytes, workerProcesses } from '../load/process-tree.ts';
import { type Growth, makeShortCalls } from '../load/short-calls.ts';
import type { Bench, GoalResult } from './bench.ts';
import { pass, type SpeedStack, withSpeedStack } from './speed-stack.ts';
import { numbersOf, percentile } from './statistics.ts';

const ROUNDS = 3;
const QUESTIONS = ['what-can-you-do', 'how-many-minutes', 'what-can-you-do'] as const;
const SHORT_CALLS = 200;
const REPLY_LIMIT_MS = 30_000;
const SETTLE_MS = 3_000;
const MB = 1e6;

const SHARE_OF_STARTER_MAX = 1.15;
/** A worker that weighs this much more at the end than early on has grown. */
const GROWTH_MAX = 1.05;
const LOOP_P99_MS_MAX = 20;

/** One job in a call, in bytes. */
interface Weight {
  residentBytes: number;
  proportionalBytes: number;
}

/** Has a conversation and weighs the job that holds it. */
async function weigh(
  workerPid: number,
  start: () => Promise<HeadlessCall>,
  hangUp: (call: HeadlessCall) => Promise<unknown>,
): Promise<Weight> {
  const jobs = () => workerProcesses(workerPid, listProcesses()).jobs;
  const call = await start();
  await call.sound.waitForSound(0, REPLY_LIMIT_MS);
  for (const phrase of QUESTIONS) {
    const { firstReplyAt } = await call.ask(phrase);
    await call.sound.waitForSilence(firstReplyAt, REPLY_LIMIT_MS);
  }
  await pass(SETTLE_MS);
  // The worker keeps a second process ready: the one that has worked holds the call.
  const [busiest] = jobs().sort((one, other) => other.processorMs - one.processorMs);
  const proportionalBytes = busiest ? readProportionalBytes(busiest.pid) : null;
  await hangUp(call);
  if (!busiest || proportionalBytes === null) throw new Error('No job was found to be weighed.');
  return { residentBytes: busiest.residentBytes, proportionalBytes };
}

/** How late an idle process runs its timers meanwhile; call the answer to end and read it. */
function watchIdleLoop(): () => Promise<EventLoopDelays> {
  const child = fork(join(import.meta.dirname, '..', 'load', 'idle-loop.ts'), { execArgv: [] });
  return async () => {
    const told = once(child, 'message');
    child.send('stop');
    const [delays] = await told;
    return delays as EventLoopDelays;
  };
}

async function readLoopP99Ms(pool: pg.Pool): Promise<number[]> {
  const { rows } = await pool.query<{ p99: number | null }>(
    `select (usage ->> 'eventLoopP99Ms')::float8 as p99
     from voice_sessions where status = 'ended' order by created_at desc limit $1`,
    [ROUNDS],
  );
  return numbersOf(rows.map(({ p99 }) => p99));
}

async function compare({ stack, starter, callOurs, callStarter }: SpeedStack) {
  const pool = new pg.Pool({ connectionString: stack.databaseUrl, max: 1 });
  const ours: Weight[] = [];
  const theirs: Weight[] = [];
  const idle = watchIdleLoop();
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const workerPid = stack.part('agent').pid() ?? 0;
      ours.push(await weigh(workerPid, callOurs, (call) => call.hangUp()));
      theirs.push(await weigh(starter.pid, callStarter, (call) => starter.hangUp(call)));
    }
    // The usage of the last call is saved a moment after its end.
    await pass(SETTLE_MS);
    return { ours, theirs, loopP99Ms: await readLoopP99Ms(pool), idle: await idle() };
  } finally {
    await pool.end();
  }
}

const medianMb = (weights: readonly Weight[], what: keyof Weight) =>
  (percentile(
    weights.map((weight) => weight[what]),
    0.5,
  ) ?? 0) / MB;

const hasGrown = ({ earlyMb, lateMb }: Growth) =>
  earlyMb === null || lateMb === null || lateMb > earlyMb * GROWTH_MAX;

function judge(found: Awaited<ReturnType<typeof compare>>, growth: readonly Growth[]) {
  const resident = [
    medianMb(found.ours, 'residentBytes'),
    medianMb(found.theirs, 'residentBytes'),
  ] as const;
  const share = resident[0] / resident[1];
  const worstLoopMs = percentile(found.loopP99Ms, 1);
  const goals: GoalResult[] = [
    {
      id: 'P8',
      figure: `${share.toFixed(2)} × starter: ${Math.round(resident[0])} MB a job`,
      baseline: `starter ${Math.round(resident[1])} MB`,
      isHeld: share <= SHARE_OF_STARTER_MAX,
    },
    ...growth.map((row) => ({
      id: 'P8' as const,
      figure:
        `${row.process} ${row.lateMb} MB at the end of ${SHORT_CALLS} calls, ` +
        `${row.kilobytesPerCall} kB a call`,
      baseline: `${row.earlyMb} MB in the second quarter`,
      isHeld: !hasGrown(row),
    })),
    {
      id: 'P10',
      figure: `p99 ${worstLoopMs} ms in the worst of ${found.loopP99Ms.length} calls`,
      baseline: `an idle process meanwhile ${found.idle.p99Ms} ms`,
      isHeld: worstLoopMs !== null && worstLoopMs <= LOOP_P99_MS_MAX,
    },
  ];
  const proportional = {
    oursMb: medianMb(found.ours, 'proportionalBytes'),
    starterMb: medianMb(found.theirs, 'proportionalBytes'),
  };
  return { goals, details: { proportional, idleLoop: found.idle, growth: [...growth] } };
}

/** Memory of a job and a worker (P8), and the delay of a job's event loop (P10). */
export const memoryBench: Bench = {
  name: 'memory',
  about: 'what a job weighs beside the starter, how late its loop runs, whether its worker grows',
  goals: ['P8', 'P10'],
  minutes: 9,
  run: ({ say }) =>
    withSpeedStack(say, async (speed) => {
      const found = await compare(speed);
      const jobs = [found.ours, found.theirs].map((weights) =>
        Math.round(medianMb(weights, 'residentBytes')),
      );
      say(`a job weighs ${jobs.join(' MB, of the starter ')} MB; now ${SHORT_CALLS} short calls`);
      return judge(found, await makeShortCalls(speed.stack, SHORT_CALLS));
    }),
};
