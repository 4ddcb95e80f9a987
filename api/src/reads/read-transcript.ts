// What was said in a call of the signed-in user.
import type { z } from '@hono/zod-openapi';
import type { Database } from '../clients/database.ts';
import type { AuthenticatedUser } from '../clients/supabase.ts';
import type { transcriptItemSchema } from '../schemas/voice-session.ts';

type TranscriptItem = z.infer<typeof transcriptItemSchema>;

interface TranscriptRow {
  items: TranscriptItem[];
}

// One row for the call with its items inside, so that a foreign call (no row) and a silent one (no
// items) stay apart in one round trip. A call has at most 2,000 items.
const text = `
  select coalesce((
      select jsonb_agg(jsonb_build_object(
          'id', transcript_items.item_id, 'speaker', transcript_items.speaker,
          'text', transcript_items.text, 'wasInterrupted', transcript_items.was_interrupted,
          'spokenAt', transcript_items.spoken_at
        ) order by transcript_items.position, transcript_items.spoken_at)
      from public.transcript_items
      where transcript_items.voice_session_id = voice_sessions.id
    ), '[]') as items
  from public.voice_sessions
  where voice_sessions.id = $1 and voice_sessions.user_id = $2`;

/** The transcript of the user's own call; null when there is no such call, or it is another's. */
export async function readTranscript(
  database: Database,
  user: AuthenticatedUser,
  voiceSessionId: string,
): Promise<TranscriptItem[] | null> {
  const [row] = await database.readAs<TranscriptRow>(user, text, [voiceSessionId, user.id]);
  if (!row) return null;
  return row.items.map((item) => ({ ...item, spokenAt: new Date(item.spokenAt).toISOString() }));
}
