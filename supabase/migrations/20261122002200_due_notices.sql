-- What a user is told because of their time, found by a task: little is left, or some will expire.

-- Marks rather than a search: with a hundred thousand accounts only those that just lost time are
-- looked at.
create table private.low_time_marks (
  account_id uuid primary key references public.accounts (id),
  created_at timestamptz not null default clock_timestamp()
);
create index low_time_marks_created_idx on private.low_time_marks (created_at);
comment on table private.low_time_marks is
  'Accounts that a call or an expiry left with little time, until somebody looked.';

-- Promise: marks an account that has little left. Lock: the mark's row.
create function private.mark_low_time()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  insert into private.low_time_marks (account_id)
  select a.id
  from public.accounts a
  join public.organizations o on o.id = a.organization_id
  where a.id = new.account_id and a.user_id is not null and new.balance_after_ms < o.low_time_ms
  on conflict (account_id) do nothing;
  return null;
end;
$$;
create trigger ledger_entries_mark_low_time
  after insert on public.ledger_entries
  for each row
  when (new.reason in ('capture', 'expiry'))
  execute function private.mark_low_time();

-- Promise: tells the users of at most p_limit marked accounts that little time is left, once until
-- time is added again; answers how many. An account in a call keeps its mark: its agent warns, and
-- afterwards it is looked at. Who is topped up automatically is told of that instead.
-- Lock: the marks.
create function private.tell_low_time(p_limit integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_marked record;
  v_count integer := 0;
begin
  for v_marked in
    select a.id, a.user_id, a.organization_id, a.posted_ms, o.low_time_ms
    from private.low_time_marks m
    join public.accounts a on a.id = m.account_id
    join public.organizations o on o.id = a.organization_id
    where a.held_ms = 0
    order by m.created_at
    limit p_limit
    for update of m skip locked
  loop
    delete from private.low_time_marks where account_id = v_marked.id;
    continue when v_marked.posted_ms >= v_marked.low_time_ms
      or private.is_topped_up_automatically(v_marked.id);
    if private.create_notice(
      v_marked.user_id, v_marked.organization_id, 'low_time',
      jsonb_build_object('remainingMs', v_marked.posted_ms),
      'low_time:' || v_marked.id || ':' || (
        select coalesce(max(e.id), 0)
        from public.ledger_entries e
        where e.account_id = v_marked.id and e.amount_ms > 0
      )
    ) is not null then
      v_count := v_count + 1;
    end if;
  end loop;
  return v_count;
end;
$$;

-- Promise: tells the owners of at most p_limit cards that time on them expires within a week or
-- within a day, each once; answers how many. A card that never lived longer than the warning is
-- told of by the shorter one. Time of a subscription comes anew each period: nobody is told.
-- Lock: none but the notices'.
create function private.tell_time_expiring(p_limit integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_card record;
  v_count integer := 0;
begin
  for v_card in
    select g.id, g.remaining_ms, g.expires_at, w.days, a.user_id, a.organization_id
    from public.accounts a
    join public.profiles p on p.id = a.user_id
    join public.time_grants g on g.account_id = a.id and g.remaining_ms > 0
    cross join (values (7, 1), (1, 0)) w (days, next_days)
    where a.next_expiry_at <= now() + interval '7 days'
      and g.source <> 'subscription'
      and g.expires_at > now() + w.next_days * interval '1 day'
      and g.expires_at <= now() + w.days * interval '1 day'
      and g.created_at < g.expires_at - w.days * interval '1 day'
      and not exists (
        select from public.notices n
        where n.dedupe_key = 'time_expiring:' || g.id || ':' || w.days
      )
    -- The same order for every replica: two that make the same notices cannot wait in a ring.
    order by g.expires_at, g.id, w.days
    limit p_limit
  loop
    if private.create_notice(
      v_card.user_id, v_card.organization_id, 'time_expiring',
      jsonb_build_object(
        'timeGrantId', v_card.id, 'remainingMs', v_card.remaining_ms,
        'expiresAt', v_card.expires_at, 'daysLeft', v_card.days
      ),
      'time_expiring:' || v_card.id || ':' || v_card.days
    ) is not null then
      v_count := v_count + 1;
    end if;
  end loop;
  return v_count;
end;
$$;

create type public.find_due_notices_result as (
  outcome text, low_time_count integer, time_expiring_count integer
);
comment on column public.find_due_notices_result.outcome is
  'found';

-- Promise: makes the notices that are due because of somebody's time, at most p_limit of each
-- kind. Every api replica runs it: what another one works on is left to it.
-- Lock: the marks of accounts with little time. Outcome: found.
create function public.find_due_notices(p_limit integer)
returns public.find_due_notices_result
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.assert(p_limit between 1 and 1000, 'the limit is not between 1 and 1000');
  return row(
    'found', private.tell_low_time(p_limit), private.tell_time_expiring(p_limit)
  )::public.find_due_notices_result;
end;
$$;

grant execute on function public.find_due_notices to service_role;
