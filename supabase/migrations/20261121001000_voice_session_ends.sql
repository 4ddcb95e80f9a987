-- A call from the api's side: asked to end, watched, and what LiveKit says about it.

create type public.request_voice_session_end_result as (outcome text, status text);
comment on column public.request_voice_session_end_result.outcome is
  'requested | ended | not_found';

-- Promise: asks a call to end, for the first reason given. Its agent learns of it with the next
-- report; a call no agent has taken yet ends at once, without charge. With a user, only that
-- user's call is found.
-- Lock: the account row. Outcomes: requested; ended (now or before); not_found.
create function public.request_voice_session_end(
  p_voice_session_id uuid,
  p_user_id uuid,
  p_reason text
)
returns public.request_voice_session_end_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_call public.voice_sessions;
begin
  perform private.assert(private.is_ended_reason(p_reason), 'the reason is not of the list');
  v_account := private.lock_account_of_call(p_voice_session_id);
  select * into v_call
  from public.voice_sessions s
  where s.id = p_voice_session_id and (p_user_id is null or s.user_id = p_user_id);
  if v_call.id is null then
    return row('not_found', null)::public.request_voice_session_end_result;
  end if;
  if v_call.status = 'ended' then
    return row('ended', 'ended')::public.request_voice_session_end_result;
  end if;
  update public.voice_sessions
  set end_requested_reason = coalesce(end_requested_reason, p_reason)
  where id = p_voice_session_id;
  if v_call.status = 'pending' then
    perform private.settle_call(v_account.id, p_voice_session_id, 0, 'captured', p_reason);
    return row('ended', 'ended')::public.request_voice_session_end_result;
  end if;
  return row('requested', v_call.status)::public.request_voice_session_end_result;
end;
$$;

create type public.list_unattended_voice_sessions_result as (
  voice_session_id uuid,
  room_name text,
  epoch integer,
  dispatch_id text,
  status text,
  assistant_id uuid,
  user_id uuid,
  silent_ms bigint,
  attempts integer
);

-- Promise: the live calls nobody attends to, longest silent first: no agent has taken the current
-- dispatch for p_pending_after_ms, or the one that did has not reported for p_silent_after_ms.
-- Calls already asked to end are left to their lease. attempts counts dispatches. Takes no lock.
create function public.list_unattended_voice_sessions(
  p_limit integer,
  p_pending_after_ms bigint,
  p_silent_after_ms bigint
)
returns setof public.list_unattended_voice_sessions_result
language sql
stable
security definer
set search_path = ''
as $$
  with live as (
    select s.*,
      s.activated_epoch is not distinct from s.epoch as has_agent,
      extract(epoch from clock_timestamp() - case
        when s.activated_epoch is not distinct from s.epoch
          then greatest(h.reported_at, s.dispatched_at)
        else s.dispatched_at
      end) * 1000 as silent_ms
    from public.voice_sessions s
    join public.holds h on h.voice_session_id = s.id and h.status = 'live'
    where s.status <> 'ended' and s.end_requested_reason is null
  )
  select l.id, l.room_name, l.epoch, l.dispatch_id, l.status, l.assistant_id, l.user_id,
    l.silent_ms::bigint, l.epoch
  from live l
  where l.silent_ms >= case when l.has_agent then p_silent_after_ms else p_pending_after_ms end
  order by l.silent_ms desc
  limit least(p_limit, 1000);
$$;

create type public.record_livekit_event_result as (outcome text);
comment on column public.record_livekit_event_result.outcome is
  'recorded | replayed';

-- Promise: tells a LiveKit webhook seen for the first time from a repeated one, for a week; older
-- ones are removed a few at a time.
-- Lock: the event's row. Outcomes: recorded; replayed.
create function public.record_livekit_event(
  p_event_id text,
  p_type text,
  p_room_name text,
  p_created_at timestamptz
)
returns public.record_livekit_event_result
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.livekit_events (id, type, room_name, created_at)
  values (p_event_id, p_type, nullif(p_room_name, ''), p_created_at)
  on conflict (id) do nothing;
  if not found then
    return row('replayed')::public.record_livekit_event_result;
  end if;
  delete from public.livekit_events
  where id in (
    select e.id
    from public.livekit_events e
    where e.received_at < now() - interval '7 days'
    order by e.received_at
    limit 10
    for update skip locked
  );
  return row('recorded')::public.record_livekit_event_result;
end;
$$;

create type public.delete_transcript_result as (outcome text);
comment on column public.delete_transcript_result.outcome is
  'deleted | in_progress | not_found';

-- Promise: deletes for good what was said in a user's ended call, and keeps its agent from adding
-- to it; the ledger and the length of the call stay.
-- Lock: the call's row. Outcomes: deleted (also on repetition); in_progress; not_found.
create function public.delete_transcript(p_voice_session_id uuid, p_user_id uuid)
returns public.delete_transcript_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_call public.voice_sessions;
begin
  select * into v_call
  from public.voice_sessions
  where id = p_voice_session_id and user_id = p_user_id
  for no key update;
  if not found then
    return row('not_found')::public.delete_transcript_result;
  elsif v_call.status <> 'ended' then
    return row('in_progress')::public.delete_transcript_result;
  end if;
  update public.voice_sessions
  set transcript_deleted_at = coalesce(transcript_deleted_at, clock_timestamp()), summary = null
  where id = p_voice_session_id;
  delete from public.transcript_items where voice_session_id = p_voice_session_id;
  return row('deleted')::public.delete_transcript_result;
end;
$$;
