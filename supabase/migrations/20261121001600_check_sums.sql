-- The proof that nothing was lost: every way the sums of accounts, entries and calls could be
-- wrong. check_ledger(), the last migration, asks them all at once.

create type public.check_ledger_result as (violation text, account_id uuid, detail jsonb);

-- Promise: how the sums of each account disagree with what they are sums of. Takes no lock.
create function private.check_accounts()
returns setof public.check_ledger_result
language sql
stable
set search_path = ''
as $$
  -- Summed once for all and joined: a sum per account would be quadratic on fresh tables.
  with entries as (
    select e.account_id, sum(e.amount_ms) as entries_ms
    from public.ledger_entries e group by e.account_id
  ),
  grants as (
    select g.account_id, sum(g.remaining_ms) as grants_ms,
      min(g.expires_at) filter (where g.remaining_ms > 0) as soonest_expiry_at
    from public.time_grants g group by g.account_id
  ),
  holds as (
    select h.account_id, sum(h.held_ms) as holds_held_ms, sum(h.used_ms) as holds_used_ms
    from public.holds h where h.status = 'live' group by h.account_id
  ),
  sums as (
    select a.*,
      coalesce(e.entries_ms, 0) as entries_ms,
      coalesce(g.grants_ms, 0) as grants_ms,
      g.soonest_expiry_at,
      coalesce(h.holds_held_ms, 0) as holds_held_ms,
      coalesce(h.holds_used_ms, 0) as holds_used_ms
    from public.accounts a
    left join entries e on e.account_id = a.id
    left join grants g on g.account_id = a.id
    left join holds h on h.account_id = a.id
  )
  select v.violation, s.id, to_jsonb(s)
  from sums s
  cross join lateral (
    values
      ('entries_differ_from_posted', s.entries_ms <> s.posted_ms),
      ('grants_differ_from_posted', s.grants_ms <> s.posted_ms),
      ('holds_differ_from_held', s.holds_held_ms <> s.held_ms),
      ('holds_differ_from_used', s.holds_used_ms <> s.used_ms),
      ('next_expiry_is_wrong', s.next_expiry_at is distinct from s.soonest_expiry_at),
      ('account_out_of_bounds', s.used_ms < 0 or s.held_ms < s.used_ms or s.posted_ms < s.held_ms)
  ) v (violation, is_violated)
  where v.is_violated;
$$;

-- Promise: how entries disagree with each other and with their grants. Takes no lock.
create function private.check_entries()
returns setof public.check_ledger_result
language sql
stable
set search_path = ''
as $$
  select 'grant_differs_from_entries', g.account_id, to_jsonb(g)
  from public.time_grants g
  left join (
    select e.time_grant_id, sum(e.amount_ms) as entries_ms
    from public.ledger_entries e group by e.time_grant_id
  ) e on e.time_grant_id = g.id
  where g.remaining_ms <> coalesce(e.entries_ms, 0)
  union all
  select 'grant_out_of_bounds', g.account_id, to_jsonb(g)
  from public.time_grants g
  where g.remaining_ms not between 0 and g.granted_ms
  union all
  select 'entry_on_foreign_grant', e.account_id, to_jsonb(e)
  from public.ledger_entries e
  join public.time_grants g on g.id = e.time_grant_id
  where g.account_id <> e.account_id
  union all
  select 'balance_after_is_wrong', e.account_id, to_jsonb(e)
  from (
    select l.*, sum(l.amount_ms) over (partition by l.account_id order by l.id) as running_ms
    from public.ledger_entries l
  ) e
  where e.balance_after_ms <> e.running_ms or e.balance_after_ms < 0
  union all
  select 'reversal_out_of_bounds', e.account_id, to_jsonb(e)
  from public.ledger_entries e
  join (
    select r.reverses_entry_id, sum(r.amount_ms) as reversed_ms
    from public.ledger_entries r group by r.reverses_entry_id
  ) r on r.reverses_entry_id = e.id
  where abs(r.reversed_ms) > abs(e.amount_ms) or sign(r.reversed_ms) = sign(e.amount_ms)
  union all
  select 'grant_entry_is_wrong', g.account_id, to_jsonb(g)
  from public.time_grants g
  left join (
    select e.time_grant_id, sum(e.amount_ms) as granted_ms
    from public.ledger_entries e where e.reason = 'grant' group by e.time_grant_id
  ) e on e.time_grant_id = g.id
  where g.granted_ms is distinct from e.granted_ms;
$$;

-- Promise: how calls, their holds and what they were charged disagree. Takes no lock.
create function private.check_calls()
returns setof public.check_ledger_result
language sql
stable
set search_path = ''
as $$
  with calls as (
    select s.id, s.account_id, s.status, s.charged_ms,
      h.id as hold_id, h.account_id as hold_account_id, h.status as hold_status,
      h.held_ms, h.used_ms, coalesce(e.captured_ms, 0) as captured_ms
    from public.voice_sessions s
    left join public.holds h on h.voice_session_id = s.id
    left join (
      select e.voice_session_id, -sum(e.amount_ms) as captured_ms
      from public.ledger_entries e where e.reason = 'capture' group by e.voice_session_id
    ) e on e.voice_session_id = s.id
  )
  select v.violation, c.account_id, to_jsonb(c)
  from calls c
  cross join lateral (
    values
      ('live_hold_without_live_call', c.hold_status = 'live' and c.status = 'ended'),
      (
        'live_call_without_live_hold',
        c.hold_status is distinct from 'live' and c.status <> 'ended'
      ),
      ('hold_on_foreign_account', c.hold_account_id <> c.account_id),
      ('hold_out_of_bounds', c.used_ms < 0 or c.used_ms > c.held_ms),
      ('charge_differs_from_entries', c.charged_ms <> c.captured_ms),
      ('charge_exceeds_hold', c.captured_ms > coalesce(c.held_ms, 0)),
      (
        'hold_ended_wrongly',
        (c.hold_status in ('captured', 'expired') and c.captured_ms <> c.used_ms)
          or (c.hold_status in ('live', 'released') and c.captured_ms <> 0)
      )
  ) v (violation, is_violated)
  where v.is_violated;
$$;
