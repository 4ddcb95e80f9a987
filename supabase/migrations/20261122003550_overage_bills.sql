-- The end of a period's overage: counted once nothing of it is held, billed once, settled when paid.

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

grant execute on function
  public.close_overages,
  public.get_overage_bill,
  public.set_overage_invoice
  to service_role;
