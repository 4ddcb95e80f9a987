// Makes many short calls on one worker and watches what it weighs after each: a leak shows in hundreds.
import type { Stack } from '../../local/src/stack.ts';
import { accessOf } from '../bench/call-charges.ts';
import { numbersOf, percentile } from '../bench/statistics.ts';
import { type Caller, createCaller } from '../caller/caller.ts';
import { listProcesses, workerProcesses } from './process-tree.ts';

/** What the worker's lasting processes weighed, in megabytes, and how that went. */
export interface Growth {
  process: 'worker' | 'inference';
  /** Medians of the second and the last quarter: the first fills caches. */
  earlyMb: number | null;
  lateMb: number | null;
  /** Of the later three quarters, by least squares; negative for a process that shrank. */
  kilobytesPerCall: number | null;
}

const AT_ONCE = 2;
const COUNT_LIMIT_MS = 60_000;
/** No user calls so often that a limit is met. */
const CALLS_PER_USER = 4;
const MB = 1e6;

/** Calls silently, waits until time is counted, hangs up; so often, two at once. */
export async function makeShortCalls(stack: Stack, count: number): Promise<Growth[]> {
  const worker: number[] = [];
  const inference: number[] = [];
  let begun = 0;

  async function callOnce(caller: Caller): Promise<void> {
    const call = await caller.call({ hasMicrophone: false, isListening: false });
    await call.waitFor('time', {
      where: ({ isCounting }) => isCounting,
      timeoutMs: COUNT_LIMIT_MS,
    });
    await call.hangUp();
    const seen = workerProcesses(stack.part('agent').pid() ?? 0, listProcesses());
    worker.push(seen.worker?.residentBytes ?? 0);
    inference.push(seen.inference?.residentBytes ?? 0);
  }

  async function line(): Promise<void> {
    while (begun < count) {
      const caller = createCaller(accessOf(stack));
      await caller.signUp();
      for (let calls = 0; calls < CALLS_PER_USER && begun < count; calls += 1) {
        begun += 1;
        await callOnce(caller);
      }
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, line));
  return [describeGrowth('worker', worker), describeGrowth('inference', inference)];
}

/** How a row of weights went, in bytes. */
export function describeGrowth(process: Growth['process'], bytes: readonly number[]): Growth {
  const quarter = Math.floor(bytes.length / 4);
  const medianMb = (from: number, to?: number) => {
    const median = percentile(bytes.slice(from, to), 0.5);
    return median === null ? null : Math.round(median / MB);
  };
  const slope = slopeOf(numbersOf(bytes.slice(quarter)));
  return {
    process,
    earlyMb: medianMb(quarter, 2 * quarter),
    lateMb: medianMb(3 * quarter),
    kilobytesPerCall: slope === null ? null : Math.round(slope / 100) / 10,
  };
}

/** How much each value exceeds the one before it, by least squares; null for less than two. */
function slopeOf(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let product = 0;
  let square = 0;
  for (const [index, value] of values.entries()) {
    product += (index - middle) * (value - mean);
    square += (index - middle) ** 2;
  }
  return product / square;
}
