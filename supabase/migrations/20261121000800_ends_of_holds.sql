-- The three ends of a hold: captured, released, expired. Each ends its call with it, so a live
-- hold without a live call cannot be.

-- Promise: ends a live call: gives its hold back, burns what was used of it, records why. Answers
-- what was charged, never more than was held. A hold of which nothing was used is released, one
-- that was used has p_status: captured or expired. Lock: the caller's, on the account.
create function private.settle_call(
  p_account_id uuid,
  p_voice_session_id uuid,
  p_used_ms bigint,
  p_status text,
  p_ended_reason text,
  p_unbilled_ms bigint default 0
)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  v_hold public.holds;
  v_now timestamptz := clock_timestamp();
  v_charged_ms bigint := 0;
begin
  select * into v_hold
  from public.holds
  where voice_session_id = p_voice_session_id and status = 'live';
  if found then
    v_charged_ms := greatest(v_hold.used_ms, least(p_used_ms, v_hold.held_ms));
    update public.holds
    set status = case when v_charged_ms = 0 then 'released' else p_status end,
      used_ms = v_charged_ms
    where id = v_hold.id;
    update public.accounts
    set held_ms = held_ms - v_hold.held_ms, used_ms = used_ms - v_hold.used_ms
    where id = p_account_id;
    perform private.burn_time(
      p_account_id, v_hold.id, p_voice_session_id, v_charged_ms, v_now
    );
  end if;
  update public.voice_sessions
  set status = 'ended',
    ended_reason = coalesce(end_requested_reason, p_ended_reason),
    ended_at = v_now,
    charged_ms = v_charged_ms,
    unbilled_ms = least(greatest(coalesce(p_unbilled_ms, 0), 0), 604800000)
  where id = p_voice_session_id and status <> 'ended';
  -- What the hold had kept from a refund, a freeze or its expiry may be due now.
  perform private.expire_account(p_account_id, v_now);
  return v_charged_ms;
end;
$$;

create type public.capture_hold_result as (
  outcome text, charged_ms bigint, balance_ms bigint, ended_reason text
);
comment on column public.capture_hold_result.outcome is
  'captured | already_ended | fenced | not_found';

-- Promise: ends a call and charges what it used: the most of any report, at most what was held,
-- soonest to expire first. The first end stands; later ones get its record.
-- Lock: the account row. Outcomes: captured; already_ended; fenced; not_found.
create function public.capture_hold(
  p_voice_session_id uuid,
  p_epoch integer,
  p_used_ms bigint,
  p_ended_reason text,
  p_unbilled_ms bigint default 0,
  p_limit_to_elapsed boolean default false
)
returns public.capture_hold_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_call public.voice_sessions;
  v_outcome text := 'captured';
  v_used_ms bigint := p_used_ms;
begin
  perform private.assert(p_used_ms >= 0, 'the used time is negative or missing');
  v_account := private.lock_account_of_call(p_voice_session_id);
  if v_account.id is null then
    return row('not_found', null, null, null)::public.capture_hold_result;
  end if;
  select * into v_call from public.voice_sessions where id = p_voice_session_id;
  if v_call.status = 'ended' then
    v_outcome := 'already_ended';
  elsif v_call.epoch is distinct from p_epoch then
    return row('fenced', null, null, null)::public.capture_hold_result;
  else
    if p_limit_to_elapsed then
      v_used_ms := least(p_used_ms, private.elapsed_ms(v_call.started_at, clock_timestamp()));
    end if;
    perform private.settle_call(
      v_account.id, p_voice_session_id, v_used_ms, 'captured', p_ended_reason, p_unbilled_ms
    );
    select * into v_call from public.voice_sessions where id = p_voice_session_id;
  end if;
  select * into v_account from public.accounts where id = v_account.id;
  return row(
    v_outcome, v_call.charged_ms, v_account.posted_ms, v_call.ended_reason
  )::public.capture_hold_result;
end;
$$;

-- Promise: locks the account that pays for a call, as lock_account does; null for no such call.
create function private.lock_account_of_call(p_voice_session_id uuid)
returns public.accounts
language sql
set search_path = ''
as $$
  select a.*
  from public.voice_sessions s
  cross join lateral private.lock_account(s.account_id) a
  where s.id = p_voice_session_id;
$$;

create type public.release_hold_result as (outcome text, ended_reason text);
comment on column public.release_hold_result.outcome is
  'released | already_ended | in_use | not_found';

-- Promise: ends a call that has used nothing, without charge.
-- Lock: the account row. Outcomes: released; already_ended; in_use (time was reported: capture
-- it); not_found.
create function public.release_hold(p_voice_session_id uuid, p_ended_reason text)
returns public.release_hold_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_call record;
begin
  v_account := private.lock_account_of_call(p_voice_session_id);
  if v_account.id is null then
    return row('not_found', null)::public.release_hold_result;
  end if;
  select s.status, s.ended_reason, s.end_requested_reason, h.used_ms into v_call
  from public.voice_sessions s
  left join public.holds h on h.voice_session_id = s.id
  where s.id = p_voice_session_id;
  if v_call.status = 'ended' then
    return row('already_ended', v_call.ended_reason)::public.release_hold_result;
  end if;
  if v_call.used_ms > 0 then
    return row('in_use', null)::public.release_hold_result;
  end if;
  perform private.settle_call(v_account.id, p_voice_session_id, 0, 'captured', p_ended_reason);
  return row(
    'released', coalesce(v_call.end_requested_reason, p_ended_reason)
  )::public.release_hold_result;
end;
$$;

create type public.expire_holds_result as (
  voice_session_id uuid, room_name text, charged_ms bigint, ended_reason text
);

-- Promise: why a call whose lease ran out has ended, as far as the database knows.
create function private.explain_expiry(p_call public.voice_sessions, p_available_ms bigint)
returns text
language sql
stable
set search_path = ''
as $$
  select case
    when p_call.status = 'pending' then 'no_agent'
    when p_call.latest_end_at <= clock_timestamp() then 'max_length'
    when p_available_ms = 0 then 'out_of_time'
    else 'agent_failed'
  end;
$$;

-- Promise: ends the calls whose lease ran out more than a second ago, charging what was last
-- reported. Every api replica runs it at once, with no leader: an account in use is passed over,
-- unless its call is five seconds overdue; then its lock is waited for, so that a busy account
-- cannot keep a dead call alive.
-- Lock: account rows, in the order of their ids, one reaper at a time on each.
create function public.expire_holds(p_limit integer)
returns setof public.expire_holds_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_grace constant interval := interval '1 second';
  v_patience constant interval := interval '5 seconds';
  v_due record;
  v_account public.accounts;
  v_call public.voice_sessions;
  v_reason text;
begin
  perform private.assert(p_limit between 1 and 1000, 'the limit is not between 1 and 1000');
  for v_due in
    select h.account_id, h.voice_session_id,
      h.expires_at + v_patience < clock_timestamp() as is_late
    from public.holds h
    where h.status = 'live' and h.expires_at + v_grace < clock_timestamp()
    order by h.account_id, h.voice_session_id
    limit p_limit
  loop
    if not v_due.is_late then
      perform from public.accounts where id = v_due.account_id for no key update skip locked;
      continue when not found;
    end if;
    v_account := private.lock_account(v_due.account_id);
    -- The call may have ended or reported while the lock was awaited.
    continue when not exists (
      select from public.holds h
      where h.voice_session_id = v_due.voice_session_id
        and h.status = 'live' and h.expires_at + v_grace < clock_timestamp()
    );
    select * into v_call from public.voice_sessions where id = v_due.voice_session_id;
    v_reason := private.explain_expiry(v_call, v_account.posted_ms - v_account.held_ms);
    perform private.settle_call(
      v_account.id, v_call.id, 0, 'expired', v_reason
    );
    return query
      select s.id, s.room_name, s.charged_ms, s.ended_reason
      from public.voice_sessions s where s.id = v_call.id;
  end loop;
end;
$$;
