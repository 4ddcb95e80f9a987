-- A call from the api's side: begun, dispatched, dispatched again, asked to end.

create type public.create_voice_session_result as (
  outcome text,
  voice_session_id uuid,
  room_name text,
  epoch integer,
  assistant_id uuid,
  account_id uuid,
  available_ms bigint,
  status text,
  created_at timestamptz
);
comment on column public.create_voice_session_result.outcome is
  'created | replayed | idempotency_conflict | insufficient_time | '
  'assistant_not_found | too_many_calls | account_not_found';

-- Promise: the active assistant an organization's caller asked for by id or slug, or its default.
create function private.find_assistant(p_organization_id uuid, p_slug_or_id text)
returns uuid
language sql
stable
set search_path = ''
as $$
  select a.id
  from public.assistants a
  where a.organization_id = p_organization_id
    and a.is_active
    and case
      when p_slug_or_id is null then a.is_default
      else a.slug = p_slug_or_id or a.id::text = lower(p_slug_or_id)
    end;
$$;

-- Promise: begins a call and reserves its first lease, in one transaction and once per account
-- and idempotency key. available_ms is what the call may use in all, its own hold included.
-- Lock: the account row. Outcomes: created; replayed (the first call, whatever its status now);
-- idempotency_conflict (the key began a call with another assistant); insufficient_time;
-- assistant_not_found; too_many_calls (three live ones of one user); account_not_found.
create function public.create_voice_session(
  p_user_id uuid,
  p_organization_id uuid,
  p_assistant_slug_or_id text,
  p_idempotency_key text,
  p_lease_ms bigint,
  p_join_window_ms bigint
)
returns public.create_voice_session_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_live_calls_max constant integer := 3;
  v_account public.accounts;
  v_call public.voice_sessions;
  v_hold public.place_hold_result;
  v_result public.create_voice_session_result;
begin
  select (a).* into v_account
  from private.lock_account(private.find_account(p_user_id, p_organization_id)) a;
  if v_account.id is null then
    v_result.outcome := 'account_not_found';
    return v_result;
  end if;
  v_result.account_id := v_account.id;
  v_result.available_ms := v_account.posted_ms - v_account.held_ms;
  select * into v_call
  from public.voice_sessions
  where account_id = v_account.id and idempotency_key = p_idempotency_key;
  if found then
    if v_call.requested_assistant is distinct from p_assistant_slug_or_id then
      v_result.outcome := 'idempotency_conflict';
      return v_result;
    end if;
    return private.describe_replayed_call(v_call, v_result.available_ms);
  end if;
  v_result.assistant_id := private.find_assistant(p_organization_id, p_assistant_slug_or_id);
  if v_result.assistant_id is null then
    v_result.outcome := 'assistant_not_found';
    return v_result;
  end if;
  if p_user_id is not null and v_live_calls_max <= (
    select count(*)
    from public.voice_sessions s
    where s.account_id = v_account.id and s.user_id = p_user_id and s.status <> 'ended'
  ) then
    v_result.outcome := 'too_many_calls';
    return v_result;
  end if;
  if v_result.available_ms < private.shortest_hold_ms() then
    v_result.outcome := 'insufficient_time';
    return v_result;
  end if;
  v_call := private.insert_call(
    v_account, p_user_id, v_result.assistant_id, p_idempotency_key, p_assistant_slug_or_id
  );
  v_hold := public.place_hold(
    gen_random_uuid(), v_account.id, v_call.id, p_lease_ms, p_join_window_ms
  );
  perform private.assert(v_hold.outcome = 'held', 'a new call could not get its hold');
  v_result.outcome := 'created';
  v_result.voice_session_id := v_call.id;
  v_result.room_name := v_call.room_name;
  v_result.epoch := v_call.epoch;
  v_result.status := v_call.status;
  v_result.created_at := v_call.created_at;
  return v_result;
end;
$$;

-- Promise: the answer to a repeated creation: the first call as it stands now. Takes no lock.
create function private.describe_replayed_call(
  p_call public.voice_sessions,
  p_available_ms bigint
)
returns public.create_voice_session_result
language sql
stable
set search_path = ''
as $$
  select
    'replayed', p_call.id, p_call.room_name, p_call.epoch, p_call.assistant_id,
    p_call.account_id,
    p_available_ms + coalesce(
      (
        select h.held_ms
        from public.holds h
        where h.voice_session_id = p_call.id and h.status = 'live'
      ),
      0
    ),
    p_call.status, p_call.created_at;
$$;

-- Promise: the account that pays for a member's calls, or with no user the organization's own.
create function private.find_account(p_user_id uuid, p_organization_id uuid)
returns uuid
language sql
stable
set search_path = ''
as $$
  select a.id
  from public.accounts a
  where a.organization_id = p_organization_id
    and a.user_id is not distinct from p_user_id
    and (
      p_user_id is null
      or exists (
        select from public.memberships m
        where m.organization_id = p_organization_id and m.user_id = p_user_id
      )
    );
$$;

-- Promise: the row of a new call and the name of its room. Lock: the caller's, on the account.
create function private.insert_call(
  p_account public.accounts,
  p_user_id uuid,
  p_assistant_id uuid,
  p_idempotency_key text,
  p_requested_assistant text
)
returns public.voice_sessions
language sql
set search_path = ''
as $$
  insert into public.voice_sessions (
    id, organization_id, account_id, user_id, assistant_id, room_name, idempotency_key,
    requested_assistant, created_at, dispatched_at
  )
  select
    c.id, p_account.organization_id, p_account.id, p_user_id, p_assistant_id, 'call-' || c.id,
    p_idempotency_key, p_requested_assistant, clock_timestamp(), clock_timestamp()
  from (select gen_random_uuid() as id) c
  returning *;
$$;

create type public.fence_voice_session_result as (outcome text, epoch integer);
comment on column public.fence_voice_session_result.outcome is
  'fenced | stale | ended | not_found';

-- Promise: how long agents must have served since a call was last fenced for the dispatches before
-- to be excused: a long call may lose its agent more often than one in which none ever works.
create function private.excusing_service_ms()
returns bigint
language sql
immutable
set search_path = ''
as $$
  select 30000::bigint;
$$;

-- Promise: takes a call away from the agent that has it, for a new dispatch: its reports are
-- refused from now on and its hold lives at least p_rejoin_window_ms longer. All dispatches so far
-- are excused when the caller was served well since the last time.
-- Lock: the account row. Outcomes: fenced (with the new epoch); stale (somebody else fenced it
-- first: with the current epoch); ended; not_found.
create function public.fence_voice_session(
  p_voice_session_id uuid,
  p_expected_epoch integer,
  p_rejoin_window_ms bigint
)
returns public.fence_voice_session_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_call public.voice_sessions;
  v_used_ms bigint;
  v_now timestamptz;
begin
  perform private.assert(p_rejoin_window_ms between 1 and 600000, 'the window is up to 10 min');
  v_account := private.lock_account_of_call(p_voice_session_id);
  if v_account.id is null then
    return row('not_found', null)::public.fence_voice_session_result;
  end if;
  select * into v_call from public.voice_sessions where id = p_voice_session_id;
  if v_call.status = 'ended' then
    return row('ended', v_call.epoch)::public.fence_voice_session_result;
  end if;
  if v_call.epoch is distinct from p_expected_epoch then
    return row('stale', v_call.epoch)::public.fence_voice_session_result;
  end if;
  v_now := clock_timestamp();
  update public.holds
  set expires_at = greatest(expires_at, v_now + p_rejoin_window_ms * interval '1 millisecond')
  where voice_session_id = p_voice_session_id and status = 'live'
  returning used_ms into v_used_ms;
  update public.voice_sessions
  set epoch = epoch + 1, dispatch_id = null, dispatched_at = v_now,
    fenced_used_ms = coalesce(v_used_ms, fenced_used_ms),
    excused_dispatches = case
      when v_used_ms - fenced_used_ms >= private.excusing_service_ms() then epoch
      else excused_dispatches
    end
  where id = p_voice_session_id;
  return row('fenced', v_call.epoch + 1)::public.fence_voice_session_result;
end;
$$;

create type public.set_voice_session_dispatch_result as (outcome text);
comment on column public.set_voice_session_dispatch_result.outcome is
  'recorded | fenced | ended | not_found';

-- Promise: notes which LiveKit dispatch the call's current epoch went out with, and which request and
-- which trace brought it about, if one did.
-- Lock: the call's row. Outcomes: recorded; fenced; ended; not_found.
create function public.set_voice_session_dispatch(
  p_voice_session_id uuid,
  p_epoch integer,
  p_dispatch_id text,
  p_request_id text default null,
  p_traceparent text default null
)
returns public.set_voice_session_dispatch_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_call public.voice_sessions;
begin
  select * into v_call
  from public.voice_sessions where id = p_voice_session_id for no key update;
  if not found then
    return row('not_found')::public.set_voice_session_dispatch_result;
  elsif v_call.status = 'ended' then
    return row('ended')::public.set_voice_session_dispatch_result;
  elsif v_call.epoch is distinct from p_epoch then
    return row('fenced')::public.set_voice_session_dispatch_result;
  end if;
  update public.voice_sessions
  set dispatch_id = p_dispatch_id,
    request_id = coalesce(left(p_request_id, 128), request_id),
    traceparent = coalesce(p_traceparent, traceparent)
  where id = p_voice_session_id;
  return row('recorded')::public.set_voice_session_dispatch_result;
end;
$$;
