// The columns every view of a call shows, and how a row of them becomes what the api answers.
import type { z } from '@hono/zod-openapi';
import type { assistantSummarySchema } from '../schemas/assistant.ts';
import type { voiceSessionListItemSchema } from '../schemas/voice-session.ts';

/** A call as lists show it. */
export type VoiceSessionListItem = z.infer<typeof voiceSessionListItemSchema>;

/** A row of {@link voiceSessionColumns}. */
export interface VoiceSessionRow {
  id: string;
  status: VoiceSessionListItem['status'];
  assistant_id: string;
  created_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  ended_reason: VoiceSessionListItem['endedReason'];
  charged_ms: number | null;
  unbilled_ms: number | null;
  transcript_preview: string | null;
}

/** The columns of a call, for a statement from `voice_sessions`. */
export const voiceSessionColumns = `
  voice_sessions.id, voice_sessions.status, voice_sessions.assistant_id,
  voice_sessions.created_at, voice_sessions.started_at, voice_sessions.ended_at,
  voice_sessions.ended_reason,
  case when voice_sessions.status = 'ended' then voice_sessions.charged_ms end as charged_ms,
  case when voice_sessions.status = 'ended' then voice_sessions.unbilled_ms end as unbilled_ms,
  (
    select left(transcript_items.text, 160) from public.transcript_items
    where transcript_items.voice_session_id = voice_sessions.id
      and transcript_items.speaker = 'user'
    order by transcript_items.position
    limit 1
  ) as transcript_preview`;

/** The row as the api answers it. Assistants of calls are never deleted, so theirs is known. */
export function toVoiceSessionListItem(
  row: VoiceSessionRow,
  assistants: ReadonlyMap<string, z.infer<typeof assistantSummarySchema>>,
): VoiceSessionListItem {
  const assistant = assistants.get(row.assistant_id);
  if (!assistant) throw new Error('a call names an assistant that is not there');
  return {
    id: row.id,
    status: row.status,
    assistant,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    endedReason: row.ended_reason,
    chargedMs: row.charged_ms,
    unbilledMs: row.unbilled_ms,
    transcriptPreview: row.transcript_preview,
  };
}
