// Every metric of the api, declared in one place.
import {
  Counter,
  createMetricsRegistry,
  Gauge,
  Histogram,
  type Registry,
} from '@mindbot/platform/metrics';
import type { LiveCalls } from './reads/read-live-calls.ts';

/** The metrics and the registry they are shown from. */
export type ApiMetrics = ReturnType<typeof createApiMetrics>;

/**
 * Makes the metrics of one api process.
 * @param readLiveCalls and `readTaskQueue` are asked at each scrape; when one fails, its last
 * number stays.
 */
export function createApiMetrics(options: {
  readLiveCalls?: () => Promise<LiveCalls>;
  countDatabaseWaiters?: () => number;
  countEventStreams?: () => number;
  readTaskQueue?: () => Promise<{ oldest_ready_ms: number; failed_count: number }>;
  withProcess?: boolean;
}) {
  const registry: Registry = createMetricsRegistry('api', { withProcess: options.withProcess });
  const registers = [registry];
  const callsPending = new Gauge({
    name: 'mindbot_calls_pending',
    help: 'Calls that wait for their first agent, of all replicas together.',
    registers,
  });
  const leaseOverdue = new Gauge({
    name: 'mindbot_lease_overdue_seconds',
    help: 'How long ago the most overdue lease ran out. The reaper keeps it below some seconds.',
    registers,
  });
  new Gauge({
    name: 'mindbot_calls_active',
    help: 'Calls that run now, of all replicas together.',
    registers,
    async collect() {
      const calls = await options.readLiveCalls?.().catch(() => undefined);
      if (!calls) return;
      this.set(calls.activeCount);
      callsPending.set(calls.pendingCount);
      leaseOverdue.set(calls.mostOverdueMs / 1_000);
    },
  });
  new Gauge({
    name: 'mindbot_database_waiters',
    help: 'Questions that wait for a connection to Postgres in this process.',
    registers,
    collect() {
      this.set(options.countDatabaseWaiters?.() ?? 0);
    },
  });
  const queueFailed = new Gauge({
    name: 'mindbot_tasks_given_up',
    help: 'Tasks of the queue that failed as often as they may. Must be 0: see failed_tasks.',
    registers,
  });
  new Gauge({
    name: 'mindbot_task_queue_age_seconds',
    help: 'How long the oldest task waits that could run.',
    registers,
    async collect() {
      const state = await options.readTaskQueue?.().catch(() => undefined);
      if (!state) return;
      this.set(state.oldest_ready_ms / 1_000);
      queueFailed.set(state.failed_count);
    },
  });
  new Gauge({
    name: 'mindbot_event_streams',
    help: 'Event streams open at this process.',
    registers,
    collect() {
      this.set(options.countEventStreams?.() ?? 0);
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
    livekitWebhookLag: new Histogram({
      name: 'mindbot_livekit_webhook_lag_seconds',
      help: 'From an event in LiveKit to its webhook being taken, in whole seconds.',
      buckets: [1, 2, 5, 10, 30, 60, 300],
      registers,
    }),
    paymentsBegun: new Counter({
      name: 'mindbot_payments_begun_total',
      help: 'Payments asked for, by how they are to be paid.',
      labelNames: ['gateway', 'mode'],
      registers,
    }),
    gatewayWebhooks: new Counter({
      name: 'mindbot_gateway_webhooks_total',
      help: 'Webhooks of payment gateways.',
      labelNames: ['gateway', 'outcome'],
      registers,
    }),
    webhookLag: new Histogram({
      name: 'mindbot_gateway_webhook_lag_seconds',
      help: 'From the arrival of a webhook to what it told of being true here.',
      labelNames: ['gateway'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 600],
      registers,
    }),
    queuedTasks: new Counter({
      name: 'mindbot_queued_tasks_total',
      help: 'Tries at tasks of the queue.',
      labelNames: ['task', 'outcome'],
      registers,
    }),
    emails: new Counter({
      name: 'mindbot_emails_total',
      help: 'Mails handed to the mail server, by what they tell.',
      labelNames: ['kind', 'outcome'],
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
