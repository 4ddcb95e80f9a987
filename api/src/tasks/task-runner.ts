// Runs what the api does in the background: again and again, never twice at once, until stopped.
import { withLogContext } from '@mindbot/platform/log-context';
import type { Logger } from '@mindbot/platform/logging';
import type { ApiMetrics } from '../metrics.ts';

/** Something to do in the background. */
export interface Task {
  /** Names it in logs and metrics. */
  name: string;
  /** From the end of one run to the start of the next. */
  intervalMs: number;
  /** The first run waits this long; the interval, unless given. */
  firstDelayMs?: number;
  run(): Promise<void>;
}

/** Tasks that run. */
export interface RunningTasks {
  /** Starts no further run and resolves when those under way have ended. */
  stop(): Promise<void>;
}

/** Each wait is this much longer or shorter at random, so that replicas do not work in step. */
const JITTER = 0.1;

/** Starts the tasks. One that fails is logged and tried again in its turn. */
export function startTasks(
  tasks: readonly Task[],
  parts: { logger: Logger; metrics: Pick<ApiMetrics, 'taskRuns'>; random?: () => number },
): RunningTasks {
  const { logger, metrics, random = Math.random } = parts;
  const stopping = new AbortController();
  const loops = tasks.map(async (task) => {
    let waitMs = task.firstDelayMs ?? task.intervalMs;
    while (await pause(waitMs * (1 + JITTER * (2 * random() - 1)), stopping.signal)) {
      await withLogContext({ task: task.name }, () => runOnce(task));
      waitMs = task.intervalMs;
    }
  });

  async function runOnce(task: Task): Promise<void> {
    try {
      await task.run();
      metrics.taskRuns.inc({ task: task.name, outcome: 'done' });
    } catch (error) {
      metrics.taskRuns.inc({ task: task.name, outcome: 'failed' });
      logger.error({ err: error, task: task.name }, 'a task failed; it will be tried again');
    }
  }

  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

/** Waits; answers whether to go on, which is false once the signal is aborted. */
function pause(waitMs: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = (goesOn: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(goesOn);
    };
    const onAbort = () => end(false);
    const timer = setTimeout(() => end(true), waitMs);
    signal.addEventListener('abort', onAbort);
  });
}
