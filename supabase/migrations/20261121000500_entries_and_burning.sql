-- The few internal steps every change of time is made of. Each expects that its caller has locked
-- the account row; that one lock orders everything that happens to an account.

-- Promise: writes one ledger entry and moves the grant's remaining time and the account's posted
-- time with it; tells listeners of `account_changed`. Lock: the caller's, on the account.
create function private.post_entry(
  p_account_id uuid,
  p_time_grant_id uuid,
  p_amount_ms bigint,
  p_reason text,
  p_at timestamptz,
  p_idempotency_key text default null,
  p_hold_id uuid default null,
  p_voice_session_id uuid default null,
  p_reverses_entry_id bigint default null,
  p_note text default null
)
returns public.ledger_entries
language plpgsql
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_entry public.ledger_entries;
begin
  update public.time_grants
  set remaining_ms = remaining_ms + p_amount_ms
  where id = p_time_grant_id and account_id = p_account_id;
  perform private.assert(found, 'the grant is not the account''s');
  update public.accounts
  set posted_ms = posted_ms + p_amount_ms
  where id = p_account_id
  returning * into v_account;
  insert into public.ledger_entries (
    account_id, time_grant_id, hold_id, voice_session_id, amount_ms, reason,
    idempotency_key, reverses_entry_id, balance_after_ms, note, created_at
  )
  values (
    p_account_id, p_time_grant_id, p_hold_id, p_voice_session_id, p_amount_ms, p_reason,
    p_idempotency_key, p_reverses_entry_id, v_account.posted_ms, p_note, p_at
  )
  returning * into v_entry;
  perform pg_notify(
    'account_changed',
    json_build_object(
      'accountId', v_account.id,
      'organizationId', v_account.organization_id,
      'userId', v_account.user_id
    )::text
  );
  return v_entry;
end;
$$;

-- Promise: the account's grants with time left, in the order they burn, each with the part that
-- no live call has a claim on: held time is attributed to grants in that same order. Takes no
-- lock of its own.
create function private.list_free_time(p_account_id uuid, p_held_ms bigint)
returns table (time_grant_id uuid, remaining_ms bigint, free_ms bigint, expires_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select
    g.id,
    g.remaining_ms,
    g.remaining_ms - least(
      g.remaining_ms,
      greatest(0, p_held_ms - (sum(g.remaining_ms) over burn_order - g.remaining_ms))
    )::bigint,
    g.expires_at
  from public.time_grants g
  where g.account_id = p_account_id and g.remaining_ms > 0
  window burn_order as (
    order by g.expires_at nulls last, g.priority, g.created_at, g.id rows unbounded preceding
  )
  order by g.expires_at nulls last, g.priority, g.created_at, g.id;
$$;

-- Promise: accounts.next_expiry_at is right again after grants changed. Lock: the caller's.
create function private.refresh_next_expiry(p_account_id uuid)
returns void
language sql
set search_path = ''
as $$
  update public.accounts a
  set next_expiry_at = soonest.expires_at
  from (
    select min(g.expires_at) as expires_at
    from public.time_grants g
    where g.account_id = p_account_id and g.remaining_ms > 0
  ) soonest
  where a.id = p_account_id and a.next_expiry_at is distinct from soonest.expires_at;
$$;

-- Promise: takes off the account what refunds and disputes claim, then what is past its expiry, as
-- far as no live call holds it; answers how many grants expired. What a call holds goes when the
-- call has ended without using it. Frozen time is off the account already and cannot expire.
-- Lock: the caller's, on the account.
create function private.expire_account(p_account_id uuid, p_at timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_free record;
  v_count integer := 0;
begin
  perform private.take_claimed_time(p_account_id, p_at);
  for v_free in
    select f.time_grant_id, f.free_ms
    from public.accounts a, private.list_free_time(a.id, a.held_ms) f
    where a.id = p_account_id and f.expires_at <= p_at and f.free_ms > 0
  loop
    perform private.post_entry(
      p_account_id => p_account_id,
      p_time_grant_id => v_free.time_grant_id,
      p_amount_ms => -v_free.free_ms,
      p_reason => 'expiry',
      p_at => p_at
    );
    v_count := v_count + 1;
  end loop;
  perform private.refresh_next_expiry(p_account_id);
  return v_count;
end;
$$;

-- Promise: takes the given time off the account's grants in burning order, one entry a grant.
-- Raises when the grants do not hold that much, which a hold within the balance rules out.
-- Lock: the caller's, on the account.
create function private.burn_time(
  p_account_id uuid,
  p_hold_id uuid,
  p_voice_session_id uuid,
  p_amount_ms bigint,
  p_at timestamptz
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_grant record;
  v_left_ms bigint := p_amount_ms;
begin
  for v_grant in
    select f.time_grant_id, f.remaining_ms from private.list_free_time(p_account_id, 0) f
  loop
    exit when v_left_ms = 0;
    perform private.post_entry(
      p_account_id => p_account_id,
      p_time_grant_id => v_grant.time_grant_id,
      p_amount_ms => -least(v_left_ms, v_grant.remaining_ms),
      p_reason => 'capture',
      p_at => p_at,
      p_hold_id => p_hold_id,
      p_voice_session_id => p_voice_session_id
    );
    v_left_ms := v_left_ms - least(v_left_ms, v_grant.remaining_ms);
  end loop;
  perform private.assert(v_left_ms = 0, 'a call used more time than the account''s grants have');
end;
$$;

-- Promise: locks the account, with what is past its expiry already taken off; null when there is
-- none. Every function that looks at what is available begins with it.
create function private.lock_account(p_account_id uuid)
returns public.accounts
language plpgsql
set search_path = ''
as $$
declare
  v_account public.accounts;
begin
  select * into v_account from public.accounts where id = p_account_id for no key update;
  -- The clock is read after the wait for the lock: what happened before is in the past.
  if v_account.next_expiry_at <= clock_timestamp() then
    perform private.expire_account(p_account_id, clock_timestamp());
    select * into v_account from public.accounts where id = p_account_id;
  end if;
  return v_account;
end;
$$;
