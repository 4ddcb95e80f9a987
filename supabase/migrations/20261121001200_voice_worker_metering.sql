-- What an agent at work may do with its call's time. Each function acts on the call and the epoch
-- in the signed token and takes neither from its caller.

create type private.claimed_call as (voice_session_id uuid, epoch integer);

-- Promise: the call and epoch the request's token names; nulls when it names none.
create function private.claimed_call()
returns private.claimed_call
language plpgsql
stable
set search_path = ''
as $$
declare
  v_claims jsonb := nullif(current_setting('request.jwt.claims', true), '')::jsonb;
  v_result private.claimed_call;
begin
  if v_claims ->> 'role' = 'voice_worker' then
    v_result.voice_session_id := (v_claims ->> 'voice_session_id')::uuid;
    v_result.epoch := (v_claims ->> 'epoch')::integer;
  end if;
  return v_result;
end;
$$;

create type public.worker_activate_result as (
  outcome text,
  voice_session_id uuid,
  user_id uuid,
  user_display_name text,
  assistant jsonb,
  used_ms bigint,
  held_ms bigint,
  remaining_ms bigint,
  sequence bigint,
  is_resumed boolean,
  transcript jsonb
);
comment on column public.worker_activate_result.outcome is
  'active | fenced | ended | not_found';

-- Promise: marks the call as having an agent and answers all that agent needs: its assistant, the
-- used time and sequence to go on from, and for a call that had an agent before, the last of what
-- was said. Safe to repeat by the same process, as p_process_id says; of two that were sent with
-- the same token only the first gets the call. The hold lives at least 30 s longer.
-- Lock: the account row. Outcomes: active; fenced (also when another process has this epoch);
-- ended; not_found.
create function public.worker_activate(p_process_id uuid default null)
returns public.worker_activate_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_claim private.claimed_call := private.claimed_call();
  v_account public.accounts;
  v_call public.voice_sessions;
  v_hold public.holds;
  v_assistant public.assistants;
  v_now timestamptz;
  v_result public.worker_activate_result;
begin
  v_account := private.lock_account_of_call(v_claim.voice_session_id);
  select * into v_call from public.voice_sessions where id = v_claim.voice_session_id;
  v_result.outcome := case
    when v_call.id is null then 'not_found'
    when v_call.status = 'ended' then 'ended'
    when v_call.epoch is distinct from v_claim.epoch then 'fenced'
    when v_call.activated_epoch = v_call.epoch
      and v_call.activated_by is distinct from p_process_id then 'fenced'
    else 'active'
  end;
  if v_result.outcome <> 'active' then
    return v_result;
  end if;
  select * into strict v_assistant from public.assistants where id = v_call.assistant_id;
  v_now := clock_timestamp();
  update public.voice_sessions
  set status = 'active',
    activated_epoch = epoch,
    activated_by = p_process_id,
    started_epoch = coalesce(started_epoch, epoch),
    started_at = coalesce(started_at, v_now),
    -- The agent ends a call of full length itself; a minute later the reaper does.
    latest_end_at = coalesce(
      latest_end_at,
      v_now + v_assistant.max_call_ms * interval '1 millisecond' + interval '1 minute'
    )
  where id = v_call.id
  returning * into v_call;
  update public.holds
  set expires_at = greatest(expires_at, v_now + interval '30 seconds'), reported_at = v_now
  where voice_session_id = v_call.id and status = 'live'
  returning * into strict v_hold;
  return row(
    'active', v_call.id, v_call.user_id,
    (select p.display_name from public.profiles p where p.id = v_call.user_id),
    private.describe_assistant(v_assistant),
    v_hold.used_ms, v_hold.held_ms, v_account.posted_ms - v_account.used_ms, v_hold.sequence,
    v_call.started_epoch < v_call.epoch,
    private.list_last_transcript_items(v_call.id, 20)
  )::public.worker_activate_result;
end;
$$;

-- Promise: what an agent needs to know of its assistant, as JSON.
create function private.describe_assistant(p_assistant public.assistants)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', p_assistant.id,
    'slug', p_assistant.slug,
    'name', p_assistant.name,
    'instructions', p_assistant.instructions,
    'greeting', p_assistant.greeting,
    'voice', p_assistant.voice,
    'language', p_assistant.language,
    'tools', to_jsonb(p_assistant.tools),
    'maxCallMs', p_assistant.max_call_ms,
    'idleTimeoutMs', p_assistant.idle_timeout_ms
  );
$$;

-- Promise: the last items of a call's transcript, oldest first, as JSON; an empty list for none.
create function private.list_last_transcript_items(p_voice_session_id uuid, p_limit integer)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(
    jsonb_agg(
      jsonb_build_object(
        'itemId', t.item_id,
        'position', t.position,
        'speaker', t.speaker,
        'text', t.text,
        'wasInterrupted', t.was_interrupted,
        'spokenAt', t.spoken_at
      )
      order by t.position, t.spoken_at
    ),
    '[]'
  )
  from (
    select *
    from public.transcript_items
    where voice_session_id = p_voice_session_id
    order by position desc, spoken_at desc
    limit p_limit
  ) t;
$$;

-- Promise: extend_hold for the token's call. Used time is also bound by the time since the call
-- started, so that no agent, stolen token or wild clock charges faster than time passes.
create function public.worker_extend(p_sequence bigint, p_used_ms bigint, p_lease_ms bigint)
returns public.extend_hold_result
language sql
security definer
set search_path = ''
as $$
  select (e).*
  from private.claimed_call() c
  cross join lateral public.extend_hold(
    c.voice_session_id, c.epoch, p_sequence, p_used_ms, p_lease_ms, true
  ) e;
$$;

-- Promise: capture_hold for the token's call, bound as worker_extend is.
create function public.worker_capture(
  p_used_ms bigint,
  p_ended_reason text,
  p_unbilled_ms bigint default 0
)
returns public.capture_hold_result
language sql
security definer
set search_path = ''
as $$
  select (e).*
  from private.claimed_call() c
  cross join lateral public.capture_hold(
    c.voice_session_id, c.epoch, p_used_ms, p_ended_reason, p_unbilled_ms, true
  ) e;
$$;

create type public.worker_get_balance_result as (
  outcome text, remaining_ms bigint, posted_ms bigint
);
comment on column public.worker_get_balance_result.outcome is
  'ok | fenced | not_found';

-- Promise: what the account of the token's call has left, live use already off it.
-- Lock: as account_balance. Outcomes: ok; fenced; not_found.
create function public.worker_get_balance()
returns public.worker_get_balance_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_claim private.claimed_call := private.claimed_call();
  v_call public.voice_sessions;
  v_balance public.account_balance_result;
begin
  select * into v_call from public.voice_sessions where id = v_claim.voice_session_id;
  if not found then
    return row('not_found', null, null)::public.worker_get_balance_result;
  elsif v_call.epoch is distinct from v_claim.epoch then
    return row('fenced', null, null)::public.worker_get_balance_result;
  end if;
  v_balance := public.account_balance(v_call.account_id);
  return row('ok', v_balance.remaining_ms, v_balance.posted_ms)::public.worker_get_balance_result;
end;
$$;
