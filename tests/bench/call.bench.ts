// Measures whole calls on a running stack: how quick the conversation is, and how exact the charge.
import type { Stack } from '../../local/src/stack.ts';
import { createCaller } from '../caller/caller.ts';
import { accessOf, type Charge, measureCharges } from './call-charges.ts';
import { type LatencyResults, measureLatency } from './call-latency.ts';

/** How much to measure. */
export interface CallBenchOptions {
  /** Calls in which latencies are measured. */
  rounds?: number;
  /** Calls whose charge is compared with presence. */
  charges?: number;
}

/** See {@link LatencyResults} and {@link Charge}. */
export interface CallBenchResults extends LatencyResults {
  charges: Charge[];
}

/** Makes the calls, one after the other; some six minutes. */
export async function run(
  stack: Stack,
  { rounds = 4, charges = 10 }: CallBenchOptions = {},
): Promise<CallBenchResults> {
  const caller = createCaller(accessOf(stack));
  await caller.signUp();
  // The first call of a stack pays for what every later one finds ready; nobody measures it.
  const warmUp = await caller.call();
  await warmUp.sound.waitForSound(0, 60_000);
  await warmUp.hangUp();
  const latency = await measureLatency(stack, caller, rounds);
  const other = createCaller(accessOf(stack));
  await other.signUp();
  return { ...latency, charges: await measureCharges(stack, other, charges) };
}
