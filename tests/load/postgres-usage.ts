// Reads what a PostgreSQL server spends on a load: processor time of all its processes, and its log.
import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';

/** What was spent between two readings. */
export interface PostgresUsage {
  /** Processor time a second, in cores; null where the system does not tell. */
  cores: number | null;
  walBytes: number;
  /** Whole pages in that log, written once for each page after a checkpoint. */
  walPages: number;
  /** Updates that touched no index, as a share of all. */
  hotShare: number | null;
}

interface Reading {
  at: number;
  processorMs: number | null;
  walBytes: number;
  walPages: number;
  updates: number;
  hotUpdates: number;
}

/** The kernel counts processor time in hundredths of a second wherever Node runs. */
const TICK_MS = 10;

/** Starts to watch; the function it gives tells what was spent since. */
export async function watchPostgres(pool: pg.Pool): Promise<() => Promise<PostgresUsage>> {
  const { rows } = await pool.query<{ file: string }>(`select pg_read_file('postmaster.pid') file`);
  const pid = Number(rows[0]?.file.split('\n')[0]);
  const before = await read(pool, pid);
  return async () => {
    const after = await read(pool, pid);
    const isMeasured = before.processorMs !== null && after.processorMs !== null;
    const spentMs = isMeasured ? Number(after.processorMs) - Number(before.processorMs) : null;
    const updates = after.updates - before.updates;
    return {
      cores: spentMs === null ? null : spentMs / (after.at - before.at),
      walBytes: after.walBytes - before.walBytes,
      walPages: after.walPages - before.walPages,
      hotShare: updates === 0 ? null : (after.hotUpdates - before.hotUpdates) / updates,
    };
  };
}

async function read(pool: pg.Pool, pid: number): Promise<Reading> {
  // A connection hands its counts over at most once a second unless asked to.
  const { rows } = await pool.query<Record<'bytes' | 'pages' | 'updates' | 'hot', string>>(
    `select wal_bytes::bigint as bytes, wal_fpi as pages, t.updates, t.hot
     from pg_stat_wal, (
       select sum(n_tup_upd) as updates, sum(n_tup_hot_upd) as hot
       from pg_stat_user_tables where schemaname = 'public'
     ) t`,
  );
  const [row] = rows;
  if (!row) throw new Error('PostgreSQL keeps no statistics.');
  return {
    at: performance.now(),
    processorMs: readProcessorMs(pid),
    walBytes: Number(row.bytes),
    walPages: Number(row.pages),
    updates: Number(row.updates),
    hotUpdates: Number(row.hot),
  };
}

/** Of a process and its children, those that have ended included; null without /proc. */
function readProcessorMs(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  let ticks = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = readStat(name);
    if (!fields) continue;
    const [parent, own, ended] = fields;
    if (Number(name) === pid) ticks += own + ended;
    else if (parent === pid) ticks += own;
  }
  return ticks * TICK_MS;
}

/** Parent, own ticks, ticks of children waited for; null for a process that has gone. */
function readStat(name: string): [number, number, number] | null {
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = (index: number) => Number(fields[index]);
    return [ticks(1), ticks(11) + ticks(12), ticks(13) + ticks(14)];
  } catch {
    return null;
  }
}
