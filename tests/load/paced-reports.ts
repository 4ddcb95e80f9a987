// Has each of many calls report at its own moment of every interval, as real ones do, and times it.
import type pg from 'pg';
import { describeDurations } from './closed-load.ts';
import type { LiveCall } from './live-calls.ts';
import { type PostgresUsage, watchPostgres } from './postgres-usage.ts';

/** What came of it; durations count from the moment a report was due, queueing included. */
export interface PacedReports extends PostgresUsage {
  calls: number;
  reports: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  over100Ms: number;
}

/** How one report is made. */
export type Report = (client: pg.PoolClient, call: LiveCall, advanceMs: number) => Promise<void>;

const STEP_MS = 2;

/**
 * Runs for `durationMs` after `warmUpMs` that are not counted. Reports that come due are sent whether
 * or not earlier ones were answered: a server that falls behind is seen to.
 */
export async function runPacedReports(
  pool: pg.Pool,
  calls: readonly LiveCall[],
  options: { intervalMs: number; durationMs: number; warmUpMs: number; report: Report },
): Promise<PacedReports> {
  const { intervalMs, durationMs, warmUpMs, report } = options;
  const durationsMs: number[] = [];
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let reading: (() => Promise<PostgresUsage>) | null = null;
  const startedAt = performance.now();
  let measuredFrom = startedAt + warmUpMs;
  let sent = 0;

  async function send(index: number, dueAt: number): Promise<void> {
    const call = calls[index % calls.length];
    if (!call) return;
    const client = await pool.connect();
    try {
      await report(client, call, intervalMs);
    } finally {
      client.release();
    }
    if (dueAt >= measuredFrom) durationsMs.push(performance.now() - dueAt);
  }

  const gapMs = intervalMs / calls.length;
  const endsAt = startedAt + warmUpMs + durationMs;
  for (let now = startedAt; now < endsAt && failures.length === 0; now = performance.now()) {
    if (reading === null && now >= measuredFrom) {
      reading = await watchPostgres(pool);
      measuredFrom = performance.now();
    }
    for (; startedAt + sent * gapMs <= now; sent += 1) {
      // A timer that wakes late is the sender's fault and not the server's.
      const sending = send(sent, now)
        .catch((error) => failures.push(error))
        .then(() => void running.delete(sending));
      running.add(sending);
    }
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
  const elapsedMs = performance.now() - measuredFrom;
  if (!reading) throw new Error('Nothing was measured: the load ended within its warm-up.');
  return {
    calls: calls.length,
    reports: durationsMs.length,
    perSecond: Math.round((durationsMs.length * 1000) / elapsedMs),
    ...describeDurations(durationsMs),
    over100Ms: durationsMs.filter((ms) => ms > 100).length,
    ...(await reading()),
  };
}
