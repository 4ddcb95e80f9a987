// How much free time a new user of an organization gets.
import type { Database } from '../clients/database.ts';

const text = 'select trial_ms from public.organizations where id = $1';

/** The trial of an organization in milliseconds; 0 when there is none. */
export async function readTrialMs(database: Database, organizationId: string): Promise<number> {
  const [row] = await database.query<{ trial_ms: number }>(text, [organizationId]);
  return row?.trial_ms ?? 0;
}
