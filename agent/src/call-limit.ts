// Keeps a worker from taking more calls than it can hold: one more would spoil all it has.
import type { Logger } from '@mindbot/platform/logging';

/** A call is asked about before its job shows among the running ones, at most so long. */
const START_MS_MAX = 60_000;

/** What the limit needs. */
export interface CallLimitOptions {
  maxCalls: number;
  /** The ids of the jobs that run now. */
  runningJobIds: () => readonly string[];
  /** Milliseconds since some fixed moment. */
  nowMs: () => number;
  logger: Logger;
}

/** An offered job. */
export interface OfferedJob {
  id: string;
  accept(): Promise<void>;
  reject(): Promise<void>;
}

/** Counts a worker's calls, those included whose jobs are only starting. */
export class CallLimit {
  private readonly options: CallLimitOptions;
  private readonly startingSinceMs = new Map<string, number>();

  constructor(options: CallLimitOptions) {
    this.options = options;
  }

  /** Takes the job while there is room; LiveKit offers a refused one to another worker at once. */
  async answer(job: OfferedJob): Promise<void> {
    const calls = this.calls;
    const { maxCalls, nowMs, logger } = this.options;
    if (calls >= maxCalls) {
      logger.warn({ jobId: job.id, calls, maxCalls }, 'worker is full and takes no more calls');
      await job.reject();
      return;
    }
    this.startingSinceMs.set(job.id, nowMs());
    await job.accept();
  }

  /** 1 for a worker that can take no more calls: then LiveKit does not even ask. */
  get load(): number {
    return this.calls / this.options.maxCalls;
  }

  private get calls(): number {
    const { runningJobIds, nowMs } = this.options;
    const running = runningJobIds();
    for (const [id, sinceMs] of this.startingSinceMs) {
      const hasGone = nowMs() - sinceMs > START_MS_MAX;
      if (hasGone || running.includes(id)) this.startingSinceMs.delete(id);
    }
    return running.length + this.startingSinceMs.size;
  }
}
