// Measures whole calls on a running stack: how quick the conversation is, and how exact the charge.
import { createCaller } from '../caller/caller.ts';
import type { Bench } from './bench.ts';
import { withBenchStack } from './bench-stack.ts';
import { accessOf, measureCharges } from './call-charges.ts';
import { measureLatency } from './call-latency.ts';

/** Calls in which latencies are measured. */
const ROUNDS = 4;
/** Calls whose charge is compared with presence. */
const CHARGES = 10;

/** Calls with the speech this machine has configured, one after the other. */
export const callBench: Bench = {
  name: 'call',
  about: 'calls with the configured speech: how quick, and how exactly charged',
  goals: [],
  minutes: 6,
  run: ({ say }) =>
    withBenchStack(process.env, say, async (stack) => {
      const caller = createCaller(accessOf(stack));
      await caller.signUp();
      // The first call of a stack pays for what every later one finds ready; nobody measures it.
      const warmUp = await caller.call();
      await warmUp.sound.waitForSound(0, 60_000);
      await warmUp.hangUp();
      const latency = await measureLatency(stack, caller, ROUNDS);
      const other = createCaller(accessOf(stack));
      await other.signUp();
      const charges = await measureCharges(stack, other, CHARGES);
      return { goals: [], details: { ...latency, charges } };
    }),
};
