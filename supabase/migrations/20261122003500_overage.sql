-- Talking beyond the included time, up to a cap in money the user sets: the cap's worth of time is
-- granted to burn last of all, and what was used of it is billed when the period is over.

-- Promise: how much time a sum buys at a rate, rounded down, so that no bill exceeds the sum.
create function private.overage_ms(p_amount_minor bigint, p_minor_per_minute integer)
returns bigint
language sql
immutable
set search_path = ''
as $$
  select p_amount_minor * 60000 / p_minor_per_minute;
$$;

-- Promise: what calls used of a period's overage so far, what it may be in all, and what is left of
-- it; given-back calls do not count. Takes no lock.
create function private.measure_overage(
  p_period public.subscription_periods,
  out used_ms bigint,
  out allowed_ms bigint,
  out remaining_ms bigint
)
language sql
stable
set search_path = ''
as $$
  select
    coalesce(greatest(0, -sum(e.amount_ms) filter (
      where e.reason = 'capture' or (e.reason = 'reversal' and e.amount_ms > 0)
    )), 0),
    coalesce(sum(e.amount_ms) filter (
      where e.reason = 'grant' or (e.reason = 'reversal' and e.amount_ms < 0)
    ), 0),
    coalesce(sum(e.amount_ms), 0)
  from public.ledger_entries e
  where e.time_grant_id = any (p_period.overage_grant_ids);
$$;

-- Promise: the newest period's overage is what the user's cap allows: time is granted up to it or,
-- when the cap was lowered, unused time taken back. Nothing is opened unless the subscription is
-- active, the plan has a rate and every earlier overage is paid. A period keeps its first rate.
-- Lock: the caller's, on the account.
create function private.open_overage(p_subscription_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_subscription public.subscriptions;
  v_account public.accounts;
  v_period public.subscription_periods;
  v_overage record;
  v_rate integer;
  v_target_ms bigint;
  v_grant public.grant_time_result;
begin
  select * into v_subscription from public.subscriptions where id = p_subscription_id;
  select * into v_period
  from public.subscription_periods p
  where p.subscription_id = p_subscription_id
  order by p.starts_at desc
  limit 1;
  select coalesce(v_period.overage_minor_per_minute, l.overage_minor_per_minute) into v_rate
  from public.plans l where l.id = v_period.plan_id;
  if v_rate is null or v_subscription.status <> 'active'
    or v_period.ends_at <= clock_timestamp() or v_period.overage_status not in ('none', 'open')
    or (v_period.overage_status = 'none' and v_subscription.overage_cap_minor = 0)
    or exists (
      select
      from public.subscription_periods p
      where p.subscription_id = p_subscription_id and p.id <> v_period.id
        and p.overage_status in ('open', 'closed', 'billed')
    ) then
    return;
  end if;
  select * into v_overage from private.measure_overage(v_period);
  v_target_ms := private.overage_ms(v_subscription.overage_cap_minor, v_rate);
  if v_target_ms > v_overage.allowed_ms then
    v_grant := public.grant_time(
      p_account_id => v_subscription.account_id,
      p_idempotency_key =>
        'overage:' || v_period.id || ':' || cardinality(v_period.overage_grant_ids),
      p_source => 'overage',
      p_granted_ms => v_target_ms - v_overage.allowed_ms,
      p_priority => 1000,
      p_expires_at => null
    );
    perform private.assert(v_grant.outcome = 'granted', 'an overage was granted twice');
    v_period.overage_grant_ids := v_period.overage_grant_ids || v_grant.time_grant_id;
  elsif v_target_ms < v_overage.allowed_ms then
    select * into v_account from public.accounts where id = v_subscription.account_id;
    perform private.take_free_time(
      v_account, v_period.overage_grant_ids, v_overage.allowed_ms - v_target_ms, 'reversal',
      'overage:' || v_period.id || ':' || gen_random_uuid(), 'the overage limit was lowered'
    );
  end if;
  update public.subscription_periods
  set overage_status = 'open',
    overage_minor_per_minute = v_rate,
    overage_grant_ids = v_period.overage_grant_ids,
    overage_cap_minor = greatest(overage_cap_minor, v_subscription.overage_cap_minor)
  where id = v_period.id;
end;
$$;

create type public.set_overage_cap_result as (outcome text, overage_cap_minor integer);
comment on column public.set_overage_cap_result.outcome is
  'set | subscription_missing | overage_not_offered';

-- Promise: the most a period's overage may cost, from this moment; 0 turns it off. What was used
-- already is still owed.
-- Lock: the account row. Outcomes: set; subscription_missing; overage_not_offered.
create function public.set_overage_cap(
  p_user_id uuid,
  p_organization_id uuid,
  p_overage_cap_minor integer
)
returns public.set_overage_cap_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_subscription public.subscriptions;
begin
  perform private.assert(
    p_overage_cap_minor between 0 and 100000, 'the cap is not between 0 and 100000'
  );
  v_account := private.lock_account((
    select a.id from public.accounts a
    where a.user_id = p_user_id and a.organization_id = p_organization_id
  ));
  select * into v_subscription
  from public.subscriptions
  where account_id = v_account.id and status in ('active', 'past_due');
  if not found then
    return row('subscription_missing', null)::public.set_overage_cap_result;
  end if;
  if p_overage_cap_minor > 0 and not exists (
    select from public.plans p
    where p.id = v_subscription.plan_id and p.overage_minor_per_minute is not null
  ) then
    return row('overage_not_offered', v_subscription.overage_cap_minor)
      ::public.set_overage_cap_result;
  end if;
  update public.subscriptions
  set overage_cap_minor = p_overage_cap_minor where id = v_subscription.id;
  perform private.open_overage(v_subscription.id);
  return row('set', p_overage_cap_minor)::public.set_overage_cap_result;
end;
$$;

-- Promise: the first call that burns overage of a period is told of, once. Definer rights come from
-- the functions that write entries.
create function private.notice_overage()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_period public.subscription_periods;
  v_subscription public.subscriptions;
begin
  if not exists (
    select from public.time_grants g where g.id = new.time_grant_id and g.source = 'overage'
  ) then
    return null;
  end if;
  select p.* into v_period
  from public.subscriptions s
  join public.subscription_periods p on p.subscription_id = s.id
  where s.account_id = new.account_id and new.time_grant_id = any (p.overage_grant_ids);
  select * into v_subscription
  from public.subscriptions where id = v_period.subscription_id;
  perform private.create_notice(
    v_subscription.user_id, v_subscription.organization_id, 'overage_started',
    private.describe_subscription(v_subscription) || jsonb_build_object(
      'periodEndAt', v_period.ends_at,
      'overageMinorPerMinute', v_period.overage_minor_per_minute,
      'overageCapMinor', v_subscription.overage_cap_minor
    ),
    'overage_started:' || v_period.id
  );
  return null;
end;
$$;
create trigger burned_overage_is_told_of
  after insert on public.ledger_entries
  for each row when (new.reason = 'capture')
  execute function private.notice_overage();

grant execute on function public.set_overage_cap to service_role;
