// Runs one kind of work from so many clients at once, each beginning its next when the last is done.
import type pg from 'pg';

/** What came of it. */
export interface ClosedLoad {
  count: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

/** A work of `index`, on a connection of its own; false when there is no more to do. */
export type Work = (client: pg.PoolClient, index: number) => Promise<boolean>;

/** The value that `share` of the values do not exceed, to a hundredth; 0 for none. */
export function percentileOf(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return Math.round(value * 100) / 100;
}

/** The figures of some durations. */
export const describeDurations = (durationsMs: readonly number[]) => ({
  p50Ms: percentileOf(durationsMs, 0.5),
  p99Ms: percentileOf(durationsMs, 0.99),
  maxMs: percentileOf(durationsMs, 1),
});

/** Works until `durationMs` have passed or there is no more to do. */
export async function runClosedLoad(
  pool: pg.Pool,
  { clients, durationMs = Number.POSITIVE_INFINITY }: { clients: number; durationMs?: number },
  work: Work,
): Promise<ClosedLoad> {
  const durationsMs: number[] = [];
  let next = 0;
  // Connecting is no part of the work.
  const connected = await Promise.all(Array.from({ length: clients }, () => pool.connect()));
  const startedAt = performance.now();
  const endsAt = startedAt + durationMs;
  async function loop(client: pg.PoolClient): Promise<void> {
    for (;;) {
      const from = performance.now();
      if (from >= endsAt) return;
      const index = next;
      next += 1;
      if (!(await work(client, index))) return;
      durationsMs.push(performance.now() - from);
    }
  }
  try {
    await Promise.all(connected.map(loop));
  } finally {
    for (const client of connected) client.release();
  }
  const elapsedMs = performance.now() - startedAt;
  return {
    count: durationsMs.length,
    perSecond: Math.round((durationsMs.length * 1000) / elapsedMs),
    ...describeDurations(durationsMs),
  };
}
