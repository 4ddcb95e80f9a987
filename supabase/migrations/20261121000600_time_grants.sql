-- Time comes onto an account, leaves it unused, is given or taken back.

create type public.grant_time_result as (
  outcome text, time_grant_id uuid, entry_id bigint, balance_ms bigint
);
comment on column public.grant_time_result.outcome is
  'granted | replayed | conflict | account_not_found | invalid_amount';

-- Promise: puts time on an account once per idempotency key.
-- Lock: the account row. Outcomes: granted; replayed (the first result); conflict (the key was
-- used for another account, source, amount or priority); account_not_found; invalid_amount
-- (not between 1 ms and ten years). The first expiry stands: callers derive it from their clock.
create function public.grant_time(
  p_account_id uuid,
  p_idempotency_key text,
  p_source text,
  p_granted_ms bigint,
  p_priority integer,
  p_expires_at timestamptz
)
returns public.grant_time_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_grant public.time_grants;
  v_entry public.ledger_entries;
  v_result public.grant_time_result;
begin
  if p_granted_ms is null or p_granted_ms not between 1 and 315360000000 then
    v_result.outcome := 'invalid_amount';
    return v_result;
  end if;
  v_account := private.lock_account(p_account_id);
  if v_account.id is null then
    v_result.outcome := 'account_not_found';
    return v_result;
  end if;
  insert into public.time_grants (
    account_id, source, granted_ms, remaining_ms, priority, expires_at, idempotency_key,
    created_at
  )
  values (
    p_account_id, p_source, p_granted_ms, 0, p_priority, p_expires_at, p_idempotency_key,
    clock_timestamp()
  )
  on conflict (idempotency_key) do nothing
  returning * into v_grant;
  if v_grant.id is null then
    select * into strict v_grant
    from public.time_grants where idempotency_key = p_idempotency_key;
    if (v_grant.account_id, v_grant.source, v_grant.granted_ms, v_grant.priority::integer)
      is distinct from (p_account_id, p_source, p_granted_ms, p_priority) then
      v_result.outcome := 'conflict';
      return v_result;
    end if;
    select * into strict v_entry
    from public.ledger_entries where time_grant_id = v_grant.id and reason = 'grant';
    v_result := row('replayed', v_grant.id, v_entry.id, v_account.posted_ms);
    return v_result;
  end if;
  v_entry := private.post_entry(
    p_account_id => p_account_id,
    p_time_grant_id => v_grant.id,
    p_amount_ms => p_granted_ms,
    p_reason => 'grant',
    p_at => v_grant.created_at,
    p_idempotency_key => p_idempotency_key
  );
  -- What a call holds of a claimed grant may now be held of this one.
  perform private.take_claimed_time(p_account_id, v_grant.created_at);
  perform private.refresh_next_expiry(p_account_id);
  v_result := row('granted', v_grant.id, v_entry.id, v_entry.balance_after_ms);
  return v_result;
end;
$$;

create type public.reverse_entry_result as (
  outcome text, entry_id bigint, amount_ms bigint, balance_ms bigint
);
comment on column public.reverse_entry_result.outcome is
  'reversed | replayed | conflict | not_found | not_reversible | nothing_left';

-- Promise: how much reversing the entry would move: minus what is left of a granted card and
-- claimed by no live call, or plus a capture not yet given back. Lock: the caller's.
create function private.reversible_ms(p_entry public.ledger_entries, p_held_ms bigint)
returns bigint
language sql
stable
set search_path = ''
as $$
  select coalesce(
    case p_entry.reason
      when 'grant' then (
        select -f.free_ms
        from private.list_free_time(p_entry.account_id, p_held_ms) f
        where f.time_grant_id = p_entry.time_grant_id
      )
      when 'capture' then (
        select -p_entry.amount_ms
        where not exists (
          select from public.ledger_entries r where r.reverses_entry_id = p_entry.id
        )
      )
    end,
    0
  );
$$;

-- Promise: corrects an entry by another one, once per idempotency key. A grant's reversal takes
-- back only what is neither burned nor held; a capture's gives the time back to the card it came
-- from, which then lives another 30 days if it had expired.
-- Lock: the account row. Outcomes: reversed; replayed; conflict (the key reversed another entry);
-- not_found; not_reversible (anything else: an expiry, a claim, a reversal); nothing_left.
create function public.reverse_entry(p_entry_id bigint, p_idempotency_key text, p_note text)
returns public.reverse_entry_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_entry public.ledger_entries;
  v_account public.accounts;
  v_reversal public.ledger_entries;
  v_amount_ms bigint;
  v_result public.reverse_entry_result;
begin
  perform private.assert(p_idempotency_key is not null, 'a reversal needs an idempotency key');
  select * into v_entry from public.ledger_entries where id = p_entry_id;
  if v_entry.id is null then
    v_result.outcome := 'not_found';
    return v_result;
  end if;
  v_account := private.lock_account(v_entry.account_id);
  v_result.balance_ms := v_account.posted_ms;
  select * into v_reversal
  from public.ledger_entries
  where reason = 'reversal' and idempotency_key = p_idempotency_key;
  if v_reversal.id is not null then
    v_result.outcome :=
      case when v_reversal.reverses_entry_id = p_entry_id then 'replayed' else 'conflict' end;
    if v_result.outcome = 'replayed' then
      v_result.entry_id := v_reversal.id;
      v_result.amount_ms := v_reversal.amount_ms;
    end if;
    return v_result;
  end if;
  v_amount_ms := private.reversible_ms(v_entry, v_account.held_ms);
  if v_entry.reason not in ('grant', 'capture') or v_amount_ms = 0 then
    v_result.outcome := case
      when v_entry.reason in ('grant', 'capture') then 'nothing_left' else 'not_reversible'
    end;
    return v_result;
  end if;
  if v_amount_ms > 0 then
    update public.time_grants
    set expires_at = clock_timestamp() + interval '30 days'
    where id = v_entry.time_grant_id and expires_at <= clock_timestamp();
  end if;
  v_reversal := private.post_entry(
    p_account_id => v_entry.account_id,
    p_time_grant_id => v_entry.time_grant_id,
    p_amount_ms => v_amount_ms,
    p_reason => 'reversal',
    p_at => clock_timestamp(),
    p_idempotency_key => p_idempotency_key,
    p_voice_session_id => v_entry.voice_session_id,
    p_reverses_entry_id => p_entry_id,
    p_note => left(p_note, 500)
  );
  -- Time given back to a grant that a refund or dispute claims goes the claim's way.
  perform private.take_claimed_time(v_entry.account_id, v_reversal.created_at);
  perform private.refresh_next_expiry(v_entry.account_id);
  v_result :=
    row('reversed', v_reversal.id, v_amount_ms, v_reversal.balance_after_ms);
  return v_result;
end;
$$;

create type public.expire_time_grants_result as (outcome text, count integer);
comment on column public.expire_time_grants_result.outcome is
  'expired';

-- Promise: takes expired time off at most p_limit accounts; answers how many grants gave time
-- up. Run by every api replica at once: an account another one works on is left to it.
-- Lock: the account rows, in the order of their ids. Outcome: expired.
create function public.expire_time_grants(p_limit integer)
returns public.expire_time_grants_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account_id uuid;
  v_result public.expire_time_grants_result := row('expired', 0);
begin
  perform private.assert(p_limit between 1 and 10000, 'the limit is not between 1 and 10000');
  for v_account_id in
    select a.id
    from public.accounts a
    where a.next_expiry_at <= clock_timestamp() and a.held_ms < a.posted_ms
    order by a.id
    limit p_limit
    for no key update skip locked
  loop
    v_result.count :=
      v_result.count + private.expire_account(v_account_id, clock_timestamp());
  end loop;
  return v_result;
end;
$$;

create type public.account_balance_result as (
  posted_ms bigint,
  held_ms bigint,
  available_ms bigint,
  remaining_ms bigint,
  next_expiry_at timestamptz
);

-- Promise: what the account has now, what is past its expiry not counted. Null columns when there
-- is no such account. Lock: none, unless something is due to expire; then the account row.
create function public.account_balance(p_account_id uuid)
returns public.account_balance_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_result public.account_balance_result;
begin
  select * into v_account from public.accounts where id = p_account_id;
  if v_account.next_expiry_at <= clock_timestamp() then
    v_account := private.lock_account(p_account_id);
  end if;
  v_result := row(
    v_account.posted_ms,
    v_account.held_ms,
    v_account.posted_ms - v_account.held_ms,
    v_account.posted_ms - v_account.used_ms,
    v_account.next_expiry_at
  );
  return v_result;
end;
$$;
