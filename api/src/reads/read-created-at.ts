// When a call was made, by the clock of the database.
import type { Database } from '../clients/database.ts';

const text = 'select created_at from public.voice_sessions where id = $1';

/** The moment a call was made, as an ISO string. */
export async function readCreatedAt(database: Database, voiceSessionId: string): Promise<string> {
  const [row] = await database.query<{ created_at: Date }>(text, [voiceSessionId]);
  if (!row) throw new Error('a call that was just made is not there');
  return row.created_at.toISOString();
}
