// A page of the signed-in user's calls, newest first, narrowed by words said and by date.
import type { Database } from '../clients/database.ts';
import type { AuthenticatedUser } from '../clients/supabase.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { readAssistantSummaries } from './read-assistants.ts';
import {
  toVoiceSessionListItem,
  type VoiceSessionListItem,
  type VoiceSessionRow,
  voiceSessionColumns,
} from './voice-session-row.ts';

/** Which calls to read. Moments are ISO strings. */
export interface VoiceSessionQuery {
  organizationId: string;
  limit: number;
  cursor?: string | undefined;
  query?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

const text = `
  select ${voiceSessionColumns},
    to_char(voice_sessions.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
      as created_at_exactly
  from public.voice_sessions
  where voice_sessions.user_id = $1 and voice_sessions.organization_id = $2
    and ($3::timestamptz is null or (voice_sessions.created_at, voice_sessions.id) < ($3, $4::uuid))
    and ($5::timestamptz is null or voice_sessions.created_at >= $5)
    and ($6::timestamptz is null or voice_sessions.created_at < $6)
    and ($7::text is null or exists (
      select from public.transcript_items
      where transcript_items.voice_session_id = voice_sessions.id
        and transcript_items.text ilike $7
    ))
  order by voice_sessions.created_at desc, voice_sessions.id desc
  limit $8`;

/** Calls before the cursor, newest first. */
export async function readVoiceSessionPage(
  database: Database,
  user: AuthenticatedUser,
  query: VoiceSessionQuery,
): Promise<{ items: VoiceSessionListItem[]; nextCursor: string | null }> {
  const place = query.cursor ? decodeCursor(query.cursor) : null;
  const rows = await database.readAs<VoiceSessionRow & { created_at_exactly: string }>(user, text, [
    user.id,
    query.organizationId,
    place?.createdAt ?? null,
    place?.id ?? null,
    query.from ?? null,
    query.to ?? null,
    query.query ? `%${escapePattern(query.query)}%` : null,
    query.limit + 1,
  ]);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const assistants = await readAssistantSummaries(
    database,
    page.map((row) => row.assistant_id),
  );
  return {
    items: page.map((row) => toVoiceSessionListItem(row, assistants)),
    nextCursor:
      rows.length > query.limit && last
        ? encodeCursor({ createdAt: last.created_at_exactly, id: last.id })
        : null,
  };
}

/** The text as `ilike` finds it literally. */
function escapePattern(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
