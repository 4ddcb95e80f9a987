// Starts the worker: reads the environment, registers with LiveKit, drains when told to stop.
import { fileURLToPath } from 'node:url';
import { AgentServer, initializeLogger, ServerOptions } from '@livekit/agents';
import { EnvironmentError } from '@mindbot/platform/env';
import { stopErrorReports } from '@mindbot/platform/error-reports';
import { createLogger, type Logger } from '@mindbot/platform/logging';
import { monotonicClock } from './call-clock.ts';
import { CallLimit } from './call-limit.ts';
import { prepareErrorReports } from './call-trace.ts';
import { type AgentEnvironment, readAgentEnvironment } from './environment.ts';
import { frameworkLogOptions } from './framework-log.ts';
import { createHandOverOrders } from './hand-over.ts';
import { stopOnSignal } from './stop-on-signal.ts';
import { observeJobs } from './worker-observability.ts';

/** Importing the framework on a busy machine takes seconds. */
const INITIALIZE_TIMEOUT_MS = 60_000;
/** A job may have to retry its settlement for a lease and some. */
const JOB_SHUTDOWN_SLACK_MS = 30_000;
/** LiveKit may be away for long; the supervisor need not restart us for it. */
const RECONNECT_ATTEMPTS = 1_000;
/**
 * LiveKit gives no job to a worker that reports its `agents.target_load` (0.7 unless configured) or
 * more, whatever the worker's own threshold; a threshold above 1 is meant to take calls on a busy
 * machine all the same.
 */
const HIGHEST_REPORTED_LOAD = 0.65;

/** What `loadFunc` answers for a worker that has all the calls it may have. */
const fullLoad = (env: AgentEnvironment) => Math.max(1, env.AGENT_LOAD_THRESHOLD);

function createServer(env: AgentEnvironment, logger: Logger): AgentServer {
  const limit: CallLimit = new CallLimit({
    maxCalls: env.AGENT_MAX_CALLS,
    runningJobIds: () => server.activeJobs.map(({ job }) => job.id),
    nowMs: monotonicClock.nowMs,
    logger,
  });
  const options = new ServerOptions({
    agent: fileURLToPath(new URL('./job.ts', import.meta.url)),
    agentName: env.AGENT_NAME,
    wsURL: env.LIVEKIT_URL,
    apiKey: env.LIVEKIT_API_KEY,
    apiSecret: env.LIVEKIT_API_SECRET,
    production: true,
    host: '127.0.0.1',
    port: env.AGENT_HEALTH_PORT,
    loadThreshold: env.AGENT_LOAD_THRESHOLD,
    numIdleProcesses: env.AGENT_IDLE_PROCESSES,
    initializeProcessTimeout: INITIALIZE_TIMEOUT_MS,
    shutdownProcessTimeout: env.METER_LEASE_MS + JOB_SHUTDOWN_SLACK_MS,
    maxRetry: RECONNECT_ATTEMPTS,
    requestFunc: (request) => limit.answer(request),
  });
  const measureLoad = options.loadFunc;
  const highestLoad = env.AGENT_LOAD_THRESHOLD > 1 ? HIGHEST_REPORTED_LOAD : 1;
  options.loadFunc = async (worker) => {
    if (limit.load >= 1) return fullLoad(env);
    return Math.min(highestLoad, await measureLoad(worker));
  };
  const server: AgentServer = new AgentServer(options);
  return server;
}

async function main(): Promise<void> {
  const env = readAgentEnvironment();
  const logger = createLogger('agent', { level: env.LOG_LEVEL, format: env.LOG_FORMAT });
  initializeLogger(frameworkLogOptions(env));
  // The WebRTC library logs every room event of the jobs otherwise.
  process.env.NODE_ENV ??= 'production';
  await prepareErrorReports(env);
  const orders = createHandOverOrders();
  await observeJobs(env, logger);
  const server = createServer(env, logger);
  const { AGENT_DRAIN_TIMEOUT_MS: drainTimeoutMs } = env;
  stopOnSignal({ server, drainTimeoutMs, handOver: orders.send, logger });
  server.event.on('worker_registered', (workerId: string) => {
    logger.info({ workerId, agentName: env.AGENT_NAME }, 'worker is registered');
  });
  await server.run();
}

main().catch((error: unknown) => {
  const logger = createLogger('agent');
  if (error instanceof EnvironmentError) logger.fatal(error.message);
  else logger.fatal({ err: error }, 'worker failed');
  void stopErrorReports().finally(() => process.exit(1));
});
