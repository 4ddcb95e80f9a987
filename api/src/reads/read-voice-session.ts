// One call of the signed-in user with its receipt: what paid for it, and what came of it.
import type { z } from '@hono/zod-openapi';
import type { Database } from '../clients/database.ts';
import type { AuthenticatedUser } from '../clients/supabase.ts';
import type { voiceSessionSchema } from '../schemas/voice-session.ts';
import { readAssistantSummaries } from './read-assistants.ts';
import {
  toVoiceSessionListItem,
  type VoiceSessionRow,
  voiceSessionColumns,
} from './voice-session-row.ts';

type VoiceSession = z.infer<typeof voiceSessionSchema>;

interface VoiceSessionDetailRow extends VoiceSessionRow {
  captures: { id: number; timeGrantId: string; source: string; amountMs: number; after: number }[];
  leads: VoiceSession['leads'];
  tickets: VoiceSession['tickets'];
}

const text = `
  select ${voiceSessionColumns},
    coalesce((
      select jsonb_agg(jsonb_build_object(
          'id', ledger_entries.id, 'timeGrantId', ledger_entries.time_grant_id,
          'source', time_grants.source, 'amountMs', -ledger_entries.amount_ms,
          'after', ledger_entries.balance_after_ms
        ) order by ledger_entries.id)
      from public.ledger_entries
      join public.time_grants on time_grants.id = ledger_entries.time_grant_id
      where ledger_entries.voice_session_id = voice_sessions.id
        and ledger_entries.reason = 'capture'
    ), '[]') as captures,
    coalesce((
      select jsonb_agg(jsonb_build_object(
          'id', leads.id, 'name', leads.name, 'email', leads.email, 'phone', leads.phone,
          'interest', leads.interest
        ) order by leads.created_at)
      from public.leads where leads.voice_session_id = voice_sessions.id
    ), '[]') as leads,
    coalesce((
      select jsonb_agg(jsonb_build_object(
          'id', tickets.id, 'number', tickets.number, 'subject', tickets.subject
        ) order by tickets.number)
      from public.tickets where tickets.voice_session_id = voice_sessions.id
    ), '[]') as tickets
  from public.voice_sessions
  where voice_sessions.id = $1 and voice_sessions.user_id = $2`;

/** The user's own call; null when there is no such call, or it is another's. */
export async function readVoiceSession(
  database: Database,
  user: AuthenticatedUser,
  voiceSessionId: string,
): Promise<VoiceSession | null> {
  const [row] = await database.readAs<VoiceSessionDetailRow>(user, text, [voiceSessionId, user.id]);
  if (!row) return null;
  const assistants = await readAssistantSummaries(database, [row.assistant_id]);
  const first = row.captures[0];
  return {
    ...toVoiceSessionListItem(row, assistants),
    balanceBeforeMs: first ? first.after + first.amountMs : null,
    balanceAfterMs: row.captures.at(-1)?.after ?? null,
    timeGrantsUsed: row.captures.map(({ timeGrantId, source, amountMs }) => ({
      timeGrantId,
      source: source as VoiceSession['timeGrantsUsed'][number]['source'],
      amountMs,
    })),
    leads: row.leads,
    tickets: row.tickets,
  };
}
