// The calls a watcher looks at: those nobody attends to, or one of which it was told something.
import type { Database } from '../clients/database.ts';
import { toWatchedCall, type WatchedCall, type WatchedCallRow } from '../ledger-types.ts';

const columns = `
  voice_sessions.id, voice_sessions.room_name, voice_sessions.user_id, voice_sessions.epoch,
  voice_sessions.dispatch_id, voice_sessions.status, assistants.max_call_ms,
  voice_sessions.end_requested_reason is not null as is_end_requested,
  voice_sessions.activated_epoch is not distinct from voice_sessions.epoch as has_agent,
  voice_sessions.handed_over_epoch is not distinct from voice_sessions.epoch as is_handed_over,
  voice_sessions.excused_dispatches`;

const unattendedText = `
  select ${columns}, unattended.silent_ms
  from public.list_unattended_voice_sessions(
    p_limit => $1, p_pending_after_ms => $2, p_silent_after_ms => $3
  ) unattended
  join public.voice_sessions on voice_sessions.id = unattended.voice_session_id
  join public.assistants on assistants.id = voice_sessions.assistant_id
  where voice_sessions.user_id is not null
  order by unattended.silent_ms desc`;

const oneText = `
  select ${columns},
    (extract(epoch from clock_timestamp() - case
      when voice_sessions.activated_epoch is not distinct from voice_sessions.epoch
        then greatest(holds.reported_at, voice_sessions.dispatched_at)
      else voice_sessions.dispatched_at
    end) * 1000)::bigint as silent_ms
  from public.voice_sessions
  join public.holds on holds.voice_session_id = voice_sessions.id
  join public.assistants on assistants.id = voice_sessions.assistant_id
  where voice_sessions.id = $1 and voice_sessions.user_id is not null`;

/** Calls without a working agent, longest silent first; times in milliseconds. */
export async function readUnattendedCalls(
  database: Database,
  query: { limit: number; pendingAfterMs: number; silentAfterMs: number },
): Promise<WatchedCall[]> {
  const rows = await database.query<WatchedCallRow>(unattendedText, [
    query.limit,
    query.pendingAfterMs,
    query.silentAfterMs,
  ]);
  return rows.map(toWatchedCall);
}

/** One call, whatever its state; null when there is none. */
export async function readWatchedCall(
  database: Database,
  voiceSessionId: string,
): Promise<WatchedCall | null> {
  const [row] = await database.query<WatchedCallRow>(oneText, [voiceSessionId]);
  return row ? toWatchedCall(row) : null;
}
