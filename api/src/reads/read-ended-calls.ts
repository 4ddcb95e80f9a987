// Which of the given calls are over, for whoever clears up after them.
import type { Database } from '../clients/database.ts';

const text = `
  select id from public.voice_sessions
  where id = any($1::uuid[]) and status = 'ended'
    and ended_at < clock_timestamp() - $2 * interval '1 millisecond'`;

/** Ids of those that ended at least `sinceMs` ago; a call we do not know is not among them. */
export async function readEndedCalls(
  database: Pick<Database, 'query'>,
  ids: readonly string[],
  sinceMs: number,
): Promise<ReadonlySet<string>> {
  const rows = await database.query<{ id: string }>(text, [ids, sinceMs]);
  return new Set(rows.map(({ id }) => id));
}
