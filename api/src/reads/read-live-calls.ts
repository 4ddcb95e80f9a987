// How the calls stand that have not ended, for the metrics.
import type { Database } from '../clients/database.ts';

/** All replicas' calls together. */
export interface LiveCalls {
  /** Calls that have an agent. */
  activeCount: number;
  /** Calls that wait for their first one. */
  pendingCount: number;
  /** How long ago the most overdue lease ran out, milliseconds; 0 when none has. */
  mostOverdueMs: number;
}

const text = `
  select count(*) filter (where s.status = 'active') as active_count,
    count(*) filter (where s.status = 'pending') as pending_count,
    greatest(0, max(extract(epoch from clock_timestamp() - h.expires_at) * 1000)::bigint)
      as most_overdue_ms
  from public.voice_sessions s
  join public.holds h on h.voice_session_id = s.id and h.status = 'live'
  where s.status <> 'ended'`;

/** Reads them in one look. */
export async function readLiveCalls(database: Database): Promise<LiveCalls> {
  const [row] = await database.query<Record<string, number | null>>(text);
  return {
    activeCount: row?.active_count ?? 0,
    pendingCount: row?.pending_count ?? 0,
    mostOverdueMs: row?.most_overdue_ms ?? 0,
  };
}
