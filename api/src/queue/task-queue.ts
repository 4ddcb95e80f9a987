// Works on the queue of tasks within this process: durable, retried, and taken over when a process
// is killed.
import { EventEmitter } from 'node:events';
import { runMigrations, runTaskList, type WorkerEvents, type WorkerPool } from 'graphile-worker';
import pg from 'pg';
import { callFunction } from '../clients/call-function.ts';
import type { Services } from '../services.ts';
import type { TaskHandler } from './define-handler.ts';
import { handlers as allHandlers } from './handlers.ts';
import { createQueueLogger } from './queue-logger.ts';
import { withinOrigin } from './within-origin.ts';

/** How the queue behaves; tests are in more of a hurry. */
export interface TaskQueueOptions {
  /** Tasks this process works on at once. */
  concurrency?: number;
  /** How often it is looked for tasks whose time has come. */
  pollIntervalMs?: number;
  /** How often this process says that it lives, and looks who does not. */
  heartbeatMs?: number;
  /** Who was silent for this long is dead, and its tasks are others'. */
  deadAfterMs?: number;
  handlers?: Readonly<Record<string, TaskHandler>>;
}

/** A queue that is worked on. */
export interface TaskQueue {
  /** Resolves once tasks are worked on; never, while the database is away. */
  started: Promise<void>;
  /** Takes no further task and resolves when those under way have ended. */
  stop(): Promise<void>;
}

const RESTART_MS = 2_000;
/** One listens; the others take, finish and fail tasks, for a moment each. */
const POOL_SIZE = 4;

/** Starts working on the queue, and goes on doing so until stopped, whatever becomes of Postgres. */
export function startTaskQueue(services: Services, options: TaskQueueOptions = {}): TaskQueue {
  const { logger } = services;
  const stopping = new AbortController();
  const { promise: started, resolve: onStarted } = Promise.withResolvers<void>();
  const pool = new pg.Pool({
    connectionString: services.environment.DATABASE_URL,
    max: POOL_SIZE,
    application_name: 'mindbot-api-tasks',
    connectionTimeoutMillis: 3_000,
    keepAlive: true,
  });
  const noteBreak = (error: Error) => logger.warn({ err: error }, 'a connection of tasks broke');
  pool.on('error', noteBreak);
  pool.on('connect', (client) => client.on('error', noteBreak));

  async function workUntilStopped(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await workOnce(services, pool, options, stopping.signal, onStarted);
      } catch (error) {
        logger.warn({ err: error }, 'the task queue stopped; it starts again in a moment');
      }
      await pause(RESTART_MS, stopping.signal);
    }
  }

  const ended = workUntilStopped();
  return {
    started,
    async stop() {
      stopping.abort();
      await ended;
      await pool.end();
    },
  };
}

/** Works until told to stop, or until the library gives up because Postgres is away too long. */
async function workOnce(
  services: Services,
  pool: pg.Pool,
  options: TaskQueueOptions,
  signal: AbortSignal,
  onStarted: () => void,
): Promise<void> {
  const { logger, metrics } = services;
  const events = new EventEmitter() as WorkerEvents;
  events.on('job:error', ({ job }) => {
    metrics.queuedTasks.inc({ task: job.task_identifier, outcome: 'failed' });
  });
  events.on('job:success', ({ job }) => {
    metrics.queuedTasks.inc({ task: job.task_identifier, outcome: 'done' });
  });
  events.on('job:failed', ({ job, error }) => {
    const { task_identifier: task, id: taskId, key } = job;
    metrics.queuedTasks.inc({ task, outcome: 'given_up' });
    logger.error({ err: error, task, taskId, key }, 'a task was given up; see failed_tasks');
  });
  const shared = { pgPool: pool, logger: createQueueLogger(logger), events };
  await runMigrations(shared);
  if (signal.aborted) return;
  const worker = runTaskList(
    {
      ...shared,
      concurrency: options.concurrency ?? 4,
      pollInterval: options.pollIntervalMs ?? 1_000,
      noHandleSignals: true,
    },
    bindHandlers(options.handlers ?? allHandlers, services),
    pool,
  );
  const stopBeating = beat(services, worker, options);
  const stop = () => void Promise.resolve(worker.gracefulShutdown()).catch(() => {});
  signal.addEventListener('abort', stop, { once: true });
  onStarted();
  try {
    await worker.promise;
  } finally {
    signal.removeEventListener('abort', stop);
    await stopBeating();
  }
}

function bindHandlers(handlers: Readonly<Record<string, TaskHandler>>, services: Services) {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      (payload: unknown, { job }: { job: { id: string; attempts: number } }) =>
        withinOrigin({ task: name, taskId: job.id, attempt: job.attempts }, payload, (rest) =>
          handle(rest, services),
        ),
    ]),
  );
}

/** Says again and again that this worker lives. The returned function stops that and says goodbye. */
function beat(
  { database, logger }: Services,
  worker: WorkerPool,
  options: TaskQueueOptions,
): () => Promise<void> {
  const { heartbeatMs = 3_000, deadAfterMs = 12_000 } = options;
  const workerId = worker.id;
  const beatOnce = async () => {
    try {
      const { released_count: count } = await callFunction<{ released_count: number }>(
        database,
        'beat_task_worker',
        { p_worker_id: workerId, p_dead_after_ms: deadAfterMs },
      );
      if (count > 0) logger.warn({ count }, 'took over the tasks of a process that died');
    } catch (error) {
      logger.warn({ err: error }, 'a heartbeat of the task queue did not reach the database');
    }
  };
  let last = beatOnce();
  const timer = setInterval(() => {
    last = last.then(beatOnce);
  }, heartbeatMs);
  return async () => {
    clearInterval(timer);
    await last;
    const forget = { p_worker_id: workerId };
    await callFunction(database, 'forget_task_worker', forget).catch(() => {});
  };
}

function pause(waitMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, waitMs);
    signal.addEventListener('abort', end);
  });
}
