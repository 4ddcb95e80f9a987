-- What the gateway says of a subscription now, made true here, whichever event made us ask.

create type public.apply_subscription_snapshot_result as (outcome text, status text);
comment on column public.apply_subscription_snapshot_result.outcome is
  'applied | unchanged | stale | duplicate | not_found';

-- Promise: makes our record what the gateway says now: {gatewaySubscriptionId, gatewayCustomerId,
-- status, priceId, currentPeriodStartAt, currentPeriodEndAt, cancelAtPeriodEnd}. Grants nothing:
-- time comes with paid invoices alone. Whose plan differs from the one the period was paid for is
-- pending. What is canceled stays so.
-- Lock: the account row. Outcomes: applied; unchanged; stale (a later look has been applied: ask
-- again); duplicate (the account has another open one: cancel this one at the gateway); not_found.
create function public.apply_subscription_snapshot(
  p_subscription_id uuid,
  p_observed_at timestamptz,
  p_snapshot jsonb
)
returns public.apply_subscription_snapshot_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_before public.subscriptions;
  v_after public.subscriptions;
  v_plan_id uuid;
begin
  perform private.lock_account_of_subscription(p_subscription_id);
  select * into v_before from public.subscriptions where id = p_subscription_id;
  if v_before.id is null
    or v_before.gateway_subscription_id <> p_snapshot ->> 'gatewaySubscriptionId' then
    return row('not_found', null)::public.apply_subscription_snapshot_result;
  end if;
  if v_before.observed_at > p_observed_at then
    return row('stale', v_before.status)::public.apply_subscription_snapshot_result;
  end if;
  if v_before.status = 'canceled' and p_snapshot ->> 'status' <> 'canceled' then
    -- Ours was abandoned before the gateway took it, or the gateway looked back.
    return row('duplicate', 'canceled')::public.apply_subscription_snapshot_result;
  end if;
  select p.id into v_plan_id
  from public.plans p where p.gateway_price_id = p_snapshot ->> 'priceId';
  update public.subscriptions s
  set gateway_subscription_id = p_snapshot ->> 'gatewaySubscriptionId',
    gateway_customer_id = coalesce(p_snapshot ->> 'gatewayCustomerId', s.gateway_customer_id),
    status = p_snapshot ->> 'status',
    current_period_start_at = (p_snapshot ->> 'currentPeriodStartAt')::timestamptz,
    current_period_end_at = (p_snapshot ->> 'currentPeriodEndAt')::timestamptz,
    cancel_at_period_end = coalesce((p_snapshot ->> 'cancelAtPeriodEnd')::boolean, false),
    pending_plan_id = case
      when p_snapshot ->> 'status' <> 'canceled' then nullif(v_plan_id, s.plan_id)
    end,
    canceled_at = case
      when p_snapshot ->> 'status' = 'canceled' then coalesce(s.canceled_at, clock_timestamp())
    end,
    observed_at = p_observed_at
  where s.id = p_subscription_id
  returning * into v_after;
  if v_after.status = 'canceled' and v_before.status in ('active', 'past_due') then
    perform private.create_notice(
      v_after.user_id, v_after.organization_id, 'subscription_ended',
      private.describe_subscription(v_after), 'subscription_ended:' || v_after.id
    );
  end if;
  perform private.open_overage(p_subscription_id);
  return row(
    case
      when to_jsonb(v_before) - 'observed_at' = to_jsonb(v_after) - 'observed_at' then 'unchanged'
      else 'applied'
    end,
    v_after.status
  )::public.apply_subscription_snapshot_result;
end;
$$;

-- Promise: what a notice says of a subscription. Takes no lock.
create function private.describe_subscription(p_subscription public.subscriptions)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'subscriptionId', p_subscription.id,
    'planName', p.name,
    'includedMs', p.included_ms,
    'amountMinor', p.price_minor,
    'currency', p.currency,
    'periodEndAt', p_subscription.current_period_end_at
  )
  from public.plans p where p.id = p_subscription.plan_id;
$$;

create type public.find_subscription_result as (outcome text, subscription jsonb);
comment on column public.find_subscription_result.outcome is
  'found | not_found';

-- Promise: our record of a gateway's subscription, by its id there or by ours, which the gateway
-- keeps for us. Takes no lock. Outcomes: found; not_found.
create function public.find_subscription(p_gateway_subscription_id text, p_subscription_id uuid)
returns public.find_subscription_result
language sql
stable
security definer
set search_path = ''
as $$
  select case when s.id is null then 'not_found' else 'found' end, to_jsonb(s)
  from (select) one
  left join lateral (
    select *
    from public.subscriptions s
    where s.gateway_subscription_id = p_gateway_subscription_id
      or (s.id = p_subscription_id
        and (s.gateway_subscription_id is null or p_gateway_subscription_id is null))
    limit 1
  ) s on true;
$$;

create type public.enqueue_due_subscription_syncs_result as (outcome text, count integer);
comment on column public.enqueue_due_subscription_syncs_result.outcome is
  'enqueued';

-- Promise: asks for a look at up to p_limit subscriptions that may have changed without our hearing
-- of it: their period is over, or something of theirs is unpaid, and nobody looked for an hour; or
-- nobody looked for a day. Takes no lock. Outcome: enqueued.
create function public.enqueue_due_subscription_syncs(p_limit integer)
returns public.enqueue_due_subscription_syncs_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_result public.enqueue_due_subscription_syncs_result := row('enqueued', 0);
  v_due record;
begin
  perform private.assert(p_limit between 1 and 1000, 'the limit is not between 1 and 1000');
  for v_due in
    select s.gateway_subscription_id
    from public.subscriptions s
    where s.gateway_subscription_id is not null
      and s.observed_at < clock_timestamp() - interval '1 hour'
      and (
        (s.status <> 'canceled' and (
          s.status <> 'active'
          or s.current_period_end_at < clock_timestamp()
          or s.observed_at < clock_timestamp() - interval '1 day'
        ))
        or exists (
          select from public.subscription_periods p
          where p.subscription_id = s.id and p.overage_status = 'billed'
        )
      )
    order by s.observed_at
    limit p_limit
  loop
    perform private.enqueue_task(
      p_task => 'sync_subscription',
      p_payload => jsonb_build_object('gatewaySubscriptionId', v_due.gateway_subscription_id),
      p_key => 'sync_subscription:' || v_due.gateway_subscription_id
    );
    v_result.count := v_result.count + 1;
  end loop;
  return v_result;
end;
$$;

grant execute on function
  public.apply_subscription_snapshot,
  public.find_subscription,
  public.enqueue_due_subscription_syncs
  to service_role;
