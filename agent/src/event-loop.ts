// Tells how late a job's event loop runs its timers: what delays sound and meter alike.
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Delays in milliseconds, to a tenth; null before anything was measured. */
export interface EventLoopDelays {
  p50Ms: number | null;
  p99Ms: number | null;
  maxMs: number | null;
}

/** One look each; rare enough to cost nothing, often enough to see what sound would notice. */
const RESOLUTION_MS = 10;
const NS_PER_MS = 1e6;

/** Watches from `start` to `stop`. */
export class EventLoopWatch {
  private readonly histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  start(): void {
    this.histogram.enable();
  }

  stop(): void {
    this.histogram.disable();
  }

  /** What was seen so far. */
  delays(): EventLoopDelays {
    if (this.histogram.count === 0) return { p50Ms: null, p99Ms: null, maxMs: null };
    // The histogram holds the time from look to look, of which the delay is what exceeds the plan.
    const delayOf = (intervalNs: number) =>
      Math.max(0, Math.round((intervalNs / NS_PER_MS - RESOLUTION_MS) * 10) / 10);
    return {
      p50Ms: delayOf(this.histogram.percentile(50)),
      p99Ms: delayOf(this.histogram.percentile(99)),
      maxMs: delayOf(this.histogram.max),
    };
  }
}
