// What the benches of a conversation's speed share: fixed providers, a stack on them, the baseline.
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import type { Stack } from '../../local/src/stack.ts';
import { type Caller, createCaller } from '../caller/caller.ts';
import type { HeadlessCall } from '../caller/headless-call.ts';
import { withBenchStack } from './bench-stack.ts';
import { accessOf } from './call-charges.ts';
import { type FixedProviders, startFixedProviders } from './fixed-providers.ts';
import { type Starter, startStarter } from './starter/starter.ts';

/** The worker makes its next job process ready meanwhile, as between two calls of real people. */
const REST_MS = 4_000;

/** Everything a speed bench works with. */
export interface SpeedStack {
  stack: Stack;
  providers: FixedProviders;
  caller: Caller;
  starter: Starter;
  /** One call of ours, after a rest. */
  callOurs(): Promise<HeadlessCall>;
  /** One call of the baseline, after a rest. */
  callStarter(): Promise<HeadlessCall>;
}

export const pass = (durationMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, durationMs));

/** How busy the machine is; figures of speed mean little without it. */
export const describeLoad = (): string => {
  const [runnable] = readFileSync('/proc/loadavg', 'utf8').split(' ')[3]?.split('/') ?? [];
  return `load ${loadavg()[0]?.toFixed(1)}, ${runnable} running`;
};

/** Starts it all, warms both up with a call nobody measures, does the work and stops all. */
export async function withSpeedStack<Result>(
  say: (text: string) => void,
  work: (speed: SpeedStack) => Promise<Result>,
): Promise<Result> {
  const providers = await startFixedProviders();
  const speech = { OPENAI_BASE_URL: providers.baseUrl, OPENAI_API_KEY: 'fixed' };
  try {
    return await withBenchStack({ ...speech, LOG_LEVEL: 'debug' }, say, async (stack) => {
      const starter = await startStarter(stack);
      try {
        const caller = createCaller(accessOf(stack));
        await caller.signUp();
        const rested = (call: () => Promise<HeadlessCall>) => async () => {
          await pass(REST_MS);
          return call();
        };
        const callOurs = rested(() => caller.call());
        const callStarter = rested(() => starter.call());
        const speed = { stack, providers, caller, starter, callOurs, callStarter };
        say('warming up');
        await warmUp(speed);
        const result = await work(speed);
        say(describeLoad());
        return result;
      } finally {
        await starter.stop();
      }
    });
  } finally {
    await providers.stop();
  }
}

async function warmUp({ callOurs, callStarter, starter }: SpeedStack): Promise<void> {
  const ours = await callOurs();
  await ours.sound.waitForSound(0, 60_000);
  await ours.hangUp();
  const other = await callStarter();
  await other.sound.waitForSound(0, 60_000);
  await starter.hangUp(other);
}
