// How many calls run now, for the metrics.
import type { Database } from '../clients/database.ts';

const text = `
  select count(*) as active_calls from public.voice_sessions
  where status <> 'ended' and status = 'active'`;

/** Calls that have an agent and have not ended, of all replicas together. */
export async function countActiveCalls(database: Database): Promise<number> {
  const [row] = await database.query<{ active_calls: number }>(text);
  return row?.active_calls ?? 0;
}
