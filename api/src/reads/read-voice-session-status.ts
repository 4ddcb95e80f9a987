// Whether a call is the signed-in user's own, and how far it is.
import type { Database } from '../clients/database.ts';
import type { AuthenticatedUser } from '../clients/supabase.ts';

/** How far a call is. */
export type VoiceSessionStatus = 'pending' | 'active' | 'ended';

const text = `
  select status from public.voice_sessions where id = $1 and user_id = $2`;

/** The status of the user's own call; null when there is none, or it is another's. */
export async function readVoiceSessionStatus(
  database: Database,
  user: AuthenticatedUser,
  voiceSessionId: string,
): Promise<VoiceSessionStatus | null> {
  const [row] = await database.readAs<{ status: VoiceSessionStatus }>(user, text, [
    voiceSessionId,
    user.id,
  ]);
  return row?.status ?? null;
}
