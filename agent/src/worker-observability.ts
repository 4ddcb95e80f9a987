// Opens the worker's eyes: hears its jobs, misses those that die, and shows the numbers.
import type { Logger } from '@mindbot/platform/logging';
import { type AgentMetrics, createAgentMetrics } from './agent-metrics.ts';
import type { AgentEnvironment } from './environment.ts';
import { startMetricsServer } from './metrics-server.ts';
import { openObservationIntake } from './observation-intake.ts';

/** How often it is looked whether all jobs still live. */
const ROLL_CALL_MS = 2_000;

/** Where numbers are shown. */
export type MetricsEnvironment = Pick<
  AgentEnvironment,
  'AGENT_METRICS_PORT' | 'AGENT_METRICS_HOST' | 'AGENT_METRICS_TOKEN'
>;

/**
 * Starts all of it. Call it before the first job is started: jobs inherit the address. A port that
 * is taken costs the numbers, never a call.
 */
export async function observeJobs(env: MetricsEnvironment, logger: Logger): Promise<AgentMetrics> {
  const metrics = createAgentMetrics({ withProcess: true });
  await openObservationIntake(metrics.observe);
  const rollCall = setInterval(() => {
    for (const pid of metrics.missJobs()) logger.error({ pid }, 'a job is gone without a word');
  }, ROLL_CALL_MS);
  rollCall.unref();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => metrics.draining.set(1));
  }
  try {
    await startMetricsServer({
      registry: metrics.registry,
      host: env.AGENT_METRICS_HOST,
      port: env.AGENT_METRICS_PORT,
      token: env.AGENT_METRICS_TOKEN,
    });
  } catch (error) {
    logger.error({ err: error, port: env.AGENT_METRICS_PORT }, 'metrics are not shown');
  }
  return metrics;
}
