// Reads what a PostgreSQL server spends on a load: processor time of all its processes, and its log.
import type pg from 'pg';
import { listProcesses, treeOf } from './process-tree.ts';

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

/** Of the server and its processes, those that have ended included; null without /proc. */
function readProcessorMs(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const tree = treeOf(pid, listProcesses());
  const own = tree.reduce((sum, { processorMs }) => sum + processorMs, 0);
  return own + (tree[0]?.endedChildrenMs ?? 0);
}
