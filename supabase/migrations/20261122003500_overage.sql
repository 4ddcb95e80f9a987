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

create type public.close_overages_result as (outcome text, count integer);
comment on column public.close_overages_result.outcome is
  'closed';

-- Promise: counts the overage of at most p_limit periods that are over, by our clock or because the
-- next one has begun, or whose subscription is: takes the unused time, fixes what is owed and leaves the bill to the task `bill_overage`. A
-- period whose time a live call still holds waits for the call's end. Run by every api replica.
-- Lock: the account rows, in the order of their ids. Outcome: closed.
create function public.close_overages(p_limit integer)
returns public.close_overages_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_due record;
  v_result public.close_overages_result := row('closed', 0);
begin
  perform private.assert(p_limit between 1 and 1000, 'the limit is not between 1 and 1000');
  for v_due in
    select s.account_id, p.id as period_id
    from public.subscription_periods p
    join public.subscriptions s on s.id = p.subscription_id
    join public.accounts a on a.id = s.account_id
    where p.overage_status = 'open'
      and (
        p.ends_at <= clock_timestamp()
        or s.status = 'canceled'
        or exists (
          select from public.subscription_periods later
          where later.subscription_id = p.subscription_id and later.starts_at > p.starts_at
        )
      )
    order by s.account_id, p.id
    limit p_limit
    for no key update of a skip locked
  loop
    v_result.count := v_result.count + private.close_overage(v_due.account_id, v_due.period_id);
  end loop;
  return v_result;
end;
$$;

-- Promise: closes one period's overage; answers 1, or 0 when it is not open or time of it is held.
-- Lock: the account row.
create function private.close_overage(p_account_id uuid, p_period_id uuid)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_account public.accounts := private.lock_account(p_account_id);
  v_period public.subscription_periods;
  v_overage record;
begin
  select * into v_period
  from public.subscription_periods where id = p_period_id and overage_status = 'open';
  if not found then
    return 0;
  end if;
  perform private.take_free_time(
    v_account, v_period.overage_grant_ids, 9223372036854775807, 'expiry',
    'overage:' || p_period_id || ':' || gen_random_uuid(), null
  );
  select * into v_overage from private.measure_overage(v_period);
  if v_overage.remaining_ms > 0 then
    return 0;
  end if;
  update public.subscription_periods p
  set overage_used_ms = v_overage.used_ms,
    overage_amount_minor = v_overage.used_ms * p.overage_minor_per_minute / 60000,
    overage_status = case
      when v_overage.used_ms * p.overage_minor_per_minute / 60000 = 0 then 'paid' else 'closed'
    end
  where p.id = p_period_id
  returning * into v_period;
  if v_period.overage_status = 'closed' then
    perform private.enqueue_task(
      p_task => 'bill_overage',
      p_payload => jsonb_build_object('periodId', p_period_id),
      p_key => 'bill_overage:' || p_period_id,
      p_queue => 'subscription:' || v_period.subscription_id
    );
  end if;
  perform private.open_overage(v_period.subscription_id);
  return 1;
end;
$$;

create type public.get_overage_bill_result as (
  outcome text,
  amount_minor integer,
  currency text,
  used_ms bigint,
  starts_at timestamptz,
  ends_at timestamptz,
  subscription_id uuid,
  gateway_subscription_id text,
  gateway_customer_id text
);
comment on column public.get_overage_bill_result.outcome is
  'due | billed | not_due | not_found';

-- Promise: what is to be billed for a period. Takes no lock. Outcomes: due; billed (an invoice is
-- known); not_due (still open, or nothing was used); not_found.
create function public.get_overage_bill(p_period_id uuid)
returns public.get_overage_bill_result
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_result public.get_overage_bill_result;
begin
  select
    case
      when p.overage_status = 'closed' then 'due'
      when p.overage_invoice_id is not null then 'billed'
      else 'not_due'
    end,
    p.overage_amount_minor, l.currency, p.overage_used_ms, p.starts_at, p.ends_at, s.id,
    s.gateway_subscription_id, s.gateway_customer_id
  into v_result
  from public.subscription_periods p
  join public.subscriptions s on s.id = p.subscription_id
  join public.plans l on l.id = p.plan_id
  where p.id = p_period_id;
  v_result.outcome := coalesce(v_result.outcome, 'not_found');
  return v_result;
end;
$$;

create type public.set_overage_invoice_result as (outcome text);
comment on column public.set_overage_invoice_result.outcome is
  'set | conflict | not_found';

-- Promise: notes the invoice a period's overage is billed with. The first stands.
-- Lock: the period's row. Outcomes: set (also on replay); conflict (another is known); not_found.
create function public.set_overage_invoice(p_period_id uuid, p_invoice_id text)
returns public.set_overage_invoice_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_period public.subscription_periods;
  v_result public.set_overage_invoice_result;
begin
  update public.subscription_periods
  set overage_status = case when overage_status = 'closed' then 'billed' else overage_status end,
    overage_invoice_id = p_invoice_id
  where id = p_period_id
    and overage_status in ('closed', 'billed', 'paid')
    and coalesce(overage_invoice_id, p_invoice_id) = p_invoice_id
  returning * into v_period;
  v_result.outcome := case
    when found then 'set'
    when exists (select from public.subscription_periods where id = p_period_id) then 'conflict'
    else 'not_found'
  end;
  return v_result;
end;
$$;

-- Promise: a period's overage is paid for; answers the period. Lock: the caller's, on the account.
create function private.settle_overage(p_subscription_id uuid, p_snapshot jsonb)
returns public.subscription_periods
language sql
set search_path = ''
as $$
  update public.subscription_periods
  set overage_status = 'paid',
    overage_invoice_id = coalesce(overage_invoice_id, p_snapshot ->> 'invoiceId')
  where id::text = p_snapshot ->> 'overagePeriodId' and subscription_id = p_subscription_id
    and overage_status in ('closed', 'billed', 'paid')
  returning *;
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

grant execute on function
  public.set_overage_cap,
  public.close_overages,
  public.get_overage_bill,
  public.set_overage_invoice
  to service_role;
