// Every metric of the api, declared in one place.
import {
  Counter,
  createMetricsRegistry,
  Gauge,
  Histogram,
  type Registry,
} from '@mindbot/platform/metrics';

/** The metrics and the registry they are shown from. */
export type ApiMetrics = ReturnType<typeof createApiMetrics>;

/**
 * Makes the metrics of one api process.
 * @param countActiveCalls is asked at each scrape; when it fails, the last number stays.
 */
export function createApiMetrics(options: {
  countActiveCalls?: () => Promise<number>;
  withProcess?: boolean;
}) {
  const registry: Registry = createMetricsRegistry('api', { withProcess: options.withProcess });
  const registers = [registry];
  new Gauge({
    name: 'mindbot_calls_active',
    help: 'Calls that run now, of all replicas together.',
    registers,
    async collect() {
      const count = await options.countActiveCalls?.().catch(() => undefined);
      if (count !== undefined) this.set(count);
    },
  });
  return {
    registry,
    callsCreated: new Counter({
      name: 'mindbot_calls_created_total',
      help: 'Calls asked for, by what became of them.',
      labelNames: ['outcome'],
      registers,
    }),
    callsEnded: new Counter({
      name: 'mindbot_calls_ended_total',
      help: 'Calls this process ended because nobody else did, by reason.',
      labelNames: ['reason'],
      registers,
    }),
    secondsCaptured: new Counter({
      name: 'mindbot_seconds_captured_total',
      help: 'Seconds charged by this process.',
      registers,
    }),
    holdsExpired: new Counter({
      name: 'mindbot_holds_expired_total',
      help: 'Holds whose lease ran out.',
      registers,
    }),
    redispatches: new Counter({
      name: 'mindbot_redispatches_total',
      help: 'Agents sent again, by what became of the one before.',
      labelNames: ['cause'],
      registers,
    }),
    livekitWebhooks: new Counter({
      name: 'mindbot_livekit_webhooks_total',
      help: 'Webhooks of LiveKit.',
      labelNames: ['event', 'outcome'],
      registers,
    }),
    ledgerViolations: new Gauge({
      name: 'mindbot_ledger_violations',
      help: 'Sums of the ledger that did not agree at the last check. Must be 0.',
      registers,
    }),
    taskRuns: new Counter({
      name: 'mindbot_task_runs_total',
      help: 'Runs of background tasks.',
      labelNames: ['task', 'outcome'],
      registers,
    }),
    rateLimited: new Counter({
      name: 'mindbot_rate_limited_total',
      help: 'Requests refused because there were too many.',
      labelNames: ['limit'],
      registers,
    }),
    httpRequestDuration: new Histogram({
      name: 'mindbot_http_request_duration_seconds',
      help: 'How long requests take.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
  };
}
