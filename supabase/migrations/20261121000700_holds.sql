-- Time reserved for a running call: placed, then extended by cumulative reports. What ends a hold
-- is in the next migration. Modelled on prepaid telephony: reserve, update, terminate.

-- Promise: the least time worth beginning a call with; less would be cut before a word is said.
create function private.shortest_hold_ms()
returns bigint
language sql
immutable
set search_path = ''
as $$
  select 1000::bigint;
$$;

create type public.place_hold_result as (outcome text, held_ms bigint, available_ms bigint);
comment on column public.place_hold_result.outcome is
  'held | insufficient_time | account_not_found | conflict';

-- Promise: reserves up to a lease for a call that has none yet, within what is available. The
-- hold's id is the caller's, so a replay finds it.
-- Lock: the account row. Outcomes: held (also on replay); insufficient_time (less than a second
-- is available); account_not_found; conflict (the id or the call's hold exists with other
-- content, or the call is not this account's or has ended).
create function public.place_hold(
  p_hold_id uuid,
  p_account_id uuid,
  p_voice_session_id uuid,
  p_lease_ms bigint,
  p_expires_in_ms bigint
)
returns public.place_hold_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_hold public.holds;
  v_result public.place_hold_result;
begin
  perform private.assert(p_lease_ms between 1000 and 600000, 'the lease is not 1 s to 10 min');
  perform private.assert(p_expires_in_ms between 1 and 3600000, 'the hold lives up to an hour');
  v_account := private.lock_account(p_account_id);
  if v_account.id is null then
    v_result.outcome := 'account_not_found';
    return v_result;
  end if;
  v_result.available_ms := v_account.posted_ms - v_account.held_ms;
  select * into v_hold
  from public.holds
  where id = p_hold_id or voice_session_id = p_voice_session_id;
  if found then
    v_result.outcome := case
      when (v_hold.id, v_hold.account_id, v_hold.voice_session_id)
        = (p_hold_id, p_account_id, p_voice_session_id) then 'held'
      else 'conflict'
    end;
    v_result.held_ms := v_hold.held_ms;
    return v_result;
  end if;
  if not exists (
    select from public.voice_sessions s
    where s.id = p_voice_session_id and s.account_id = p_account_id and s.status <> 'ended'
  ) then
    v_result.outcome := 'conflict';
    return v_result;
  end if;
  if v_result.available_ms < private.shortest_hold_ms() then
    v_result.outcome := 'insufficient_time';
    return v_result;
  end if;
  v_result.held_ms := least(p_lease_ms, v_result.available_ms);
  insert into public.holds (id, account_id, voice_session_id, held_ms, expires_at)
  values (
    p_hold_id, p_account_id, p_voice_session_id, v_result.held_ms,
    clock_timestamp() + p_expires_in_ms * interval '1 millisecond'
  );
  update public.accounts set held_ms = held_ms + v_result.held_ms where id = p_account_id;
  v_result.outcome := 'held';
  v_result.available_ms := v_result.available_ms - v_result.held_ms;
  return v_result;
end;
$$;

create type public.extend_hold_result as (
  outcome text,
  held_ms bigint,
  used_ms bigint,
  remaining_ms bigint,
  available_ms bigint,
  is_final boolean,
  sequence bigint,
  end_requested_reason text,
  expires_at timestamptz
);
comment on column public.extend_hold_result.outcome is
  'extended | conflict | fenced | ended | not_found';

-- Promise: takes a report of the time a call has used so far and makes its hold used + lease, or
-- used + what is left. Used never shrinks and never passes what was held. A paused meter reports
-- the same time again and stays alive. A report seen before, or an older one, changes nothing and
-- gets the current state. With p_limit_to_elapsed, for callers who are not trusted, used also
-- never passes the time since the call started.
-- Lock: the account row. Outcomes: extended; conflict (the sequence came before with another
-- time); fenced (a newer dispatch has the call); ended (used_ms is what was charged and
-- end_requested_reason why it ended); not_found.
-- Durability: while the account has as much time free as all its calls hold, the disk is not
-- awaited. A server that crashes then forgets the reports of its last half second; each is made
-- good by the call's next one, since reports are cumulative, and the time for it is still there.
-- Otherwise one account's calls would wait for the disk one after the other, its row locked
-- (docs/decisions/0007). Whatever is written later and awaited, such as a new call's hold or a
-- capture, makes all earlier reports safe with it.
-- The number of calls a server carries is bound by this function: two reads, one write of two
-- rows, no index. It stays in one piece although it is long: at 7,000 a second each function
-- called from here is felt.
create function public.extend_hold(
  p_voice_session_id uuid,
  p_epoch integer,
  p_sequence bigint,
  p_used_ms bigint,
  p_lease_ms bigint,
  p_limit_to_elapsed boolean default false
)
returns public.extend_hold_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account record;
  v_call record;
  v_now timestamptz;
  v_outcome text;
  v_used_ms bigint;
  v_held_ms bigint;
  v_durability text;
begin
  if num_nulls(p_epoch, p_sequence, p_used_ms, p_lease_ms) > 0
    or p_sequence < 1 or p_used_ms < 0 or p_lease_ms not between 1000 and 600000 then
    perform private.assert(false, 'a report needs a sequence, a used time and a sane lease');
  end if;
  select a.id, a.posted_ms, a.held_ms, a.used_ms, a.next_expiry_at into v_account
  from public.holds h
  join public.accounts a on a.id = h.account_id
  where h.voice_session_id = p_voice_session_id
  for no key update of a;
  if not found then
    return row('not_found', 0, 0, 0, 0, true, 0, null, null)::public.extend_hold_result;
  end if;
  v_now := clock_timestamp();
  if v_account.next_expiry_at <= v_now then
    v_account := private.lock_account(v_account.id);
  end if;
  -- Read only now: whoever changes a hold has the account's lock first.
  select h.id, h.held_ms, h.used_ms, h.reported_used_ms, h.sequence, h.expires_at,
    s.epoch, s.status, s.started_at, s.latest_end_at,
    coalesce(s.ended_reason, s.end_requested_reason) as end_reason
  into v_call
  from public.holds h
  join public.voice_sessions s on s.id = h.voice_session_id
  where h.voice_session_id = p_voice_session_id;
  v_outcome := case
    when v_call.status = 'ended' then 'ended'
    when v_call.epoch <> p_epoch then 'fenced'
    when p_sequence > v_call.sequence then null
    when p_sequence = v_call.sequence and p_used_ms <> v_call.reported_used_ms then 'conflict'
    else 'extended'
  end;
  if v_outcome is null then
    v_used_ms := greatest(v_call.used_ms, least(
      p_used_ms,
      v_call.held_ms,
      case when p_limit_to_elapsed then private.elapsed_ms(v_call.started_at, v_now) end
    ));
    v_held_ms := least(
      v_used_ms + p_lease_ms, v_account.posted_ms - v_account.held_ms + v_call.held_ms
    );
    with extended as (
      update public.holds
      set held_ms = v_held_ms,
        used_ms = v_used_ms,
        reported_used_ms = p_used_ms,
        sequence = p_sequence,
        reported_at = v_now,
        -- A counting meter needs its lease no longer than the time in it; a paused one lives by
        -- its reports. With nothing left to use there is nothing to pause for.
        expires_at = least(v_call.latest_end_at, v_now + interval '1 millisecond' * case
          when v_used_ms = v_call.used_ms and v_held_ms > v_used_ms then p_lease_ms
          else v_held_ms - v_used_ms
        end)
      where id = v_call.id
      returning expires_at
    )
    update public.accounts a
    set held_ms = a.held_ms + v_held_ms - v_call.held_ms,
      used_ms = a.used_ms + v_used_ms - v_call.used_ms
    from extended
    where a.id = v_account.id
    returning 'extended', a.posted_ms, a.held_ms, a.used_ms, v_held_ms, v_used_ms,
      p_sequence, extended.expires_at
    into v_outcome, v_account.posted_ms, v_account.held_ms, v_account.used_ms,
      v_call.held_ms, v_call.used_ms, v_call.sequence, v_call.expires_at;
    if v_account.posted_ms - v_account.held_ms >= v_account.held_ms then
      -- Assigned, not performed: so it costs no query.
      v_durability := set_config('synchronous_commit', 'off', true);
    end if;
  end if;
  return row(
    v_outcome, v_call.held_ms, v_call.used_ms, v_account.posted_ms - v_account.used_ms,
    v_account.posted_ms - v_account.held_ms, v_account.posted_ms = v_account.held_ms,
    v_call.sequence, v_call.end_reason, v_call.expires_at
  )::public.extend_hold_result;
end;
$$;

-- Promise: the time a call has lasted by the database's clock, for bounds. One second is allowed
-- for clocks that run unevenly; a call no agent has taken has lasted none.
create function private.elapsed_ms(p_started_at timestamptz, p_now timestamptz)
returns bigint
language sql
immutable
set search_path = ''
as $$
  select coalesce((extract(epoch from p_now - p_started_at) * 1000)::bigint + 1000, 0);
$$;
