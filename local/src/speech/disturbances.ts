// Makes the sandbox slow or broken on purpose, for benches and fault tests.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { OpenAiError } from './openai-error.ts';

/** The three parts that can be disturbed. */
export const PARTS = ['stt', 'llm', 'tts'] as const;
export type Part = (typeof PARTS)[number];

/** What to do to a part: fail with a status, hang until the client gives up, or be slow. */
export const faultSchema = z.object({
  part: z.enum(PARTS),
  mode: z.enum(['fail', 'hang', 'slow', 'none']),
  /** HTTP status of `fail`. */
  status: z.int().min(400).max(599).default(500),
  /** Delay of `slow`. */
  delayMs: z.int().min(0).max(60_000).default(0),
  /** How many requests are disturbed; without it all, until `none`. */
  count: z.int().min(1).optional(),
});
export type Fault = z.infer<typeof faultSchema>;

/** How long one request took. */
export type Timing = { part: Part; startedAt: string; durationMs: number };

/** Fixed delays of every request, milliseconds. */
export type Delays = Record<Part, number>;

/** Disturbs requests and remembers how long the undisturbed work in them took. */
export type Disturbances = {
  set: (fault: Fault) => void;
  clear: () => void;
  /** Waits, fails or hangs as told. @throws {OpenAiError} for `fail`, and when a hang is given up. */
  before: (part: Part, signal: AbortSignal) => Promise<void>;
  /** Notes the time of real work, for those who measure what is beyond it. */
  note: (part: Part, startedAtMs: number) => void;
  timings: () => readonly Timing[];
};

const KEPT_TIMINGS = 500;

/** Starts with no faults. */
export function createDisturbances(delays: Delays): Disturbances {
  const faults = new Map<Part, Fault>();
  const timings: Timing[] = [];
  return {
    set: (fault) => {
      if (fault.mode === 'none') faults.delete(fault.part);
      else faults.set(fault.part, { ...fault });
    },
    clear: () => faults.clear(),
    before: async (part, signal) => {
      const fault = faults.get(part);
      if (fault?.count !== undefined) {
        fault.count -= 1;
        if (fault.count === 0) faults.delete(part);
      }
      if (fault?.mode === 'fail') {
        throw new OpenAiError(fault.status as 500, 'This failure was ordered by a test.');
      }
      if (fault?.mode === 'hang') await untilAborted(signal);
      const delayMs = delays[part] + (fault?.delayMs ?? 0);
      if (delayMs > 0) await sleep(delayMs);
    },
    note: (part, startedAtMs) => {
      const durationMs = Math.round(performance.now() - startedAtMs);
      const startedAt = new Date(performance.timeOrigin + startedAtMs).toISOString();
      timings.push({ part, startedAt, durationMs });
      if (timings.length > KEPT_TIMINGS) timings.shift();
    },
    timings: () => timings,
  };
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const giveUp = () => reject(new OpenAiError(503, 'The client gave up on a hanging request.'));
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
}
