-- A person subscribes: the record comes first, then the gateway's checkout. What the gateway says of
-- it afterwards is in the next migration.

create type public.create_subscription_result as (outcome text, subscription jsonb);
comment on column public.create_subscription_result.outcome is
  'created | replayed | idempotency_conflict | account_not_found | plan_not_found | subscription_exists | checkout_open';

-- Promise: the plan on sale with this id or slug; by slug, the one in the organization's currency
-- before others. Null for none. Takes no lock.
create function private.find_plan(p_organization_id uuid, p_plan text)
returns public.plans
language sql
stable
set search_path = ''
as $$
  select p.*
  from public.plans p
  join public.organizations o on o.id = p.organization_id
  where p.organization_id = p_organization_id and p.is_active
    and (p.id::text = p_plan or p.slug = p_plan)
  order by p.currency = o.currency desc, p.currency
  limit 1;
$$;

-- Promise: makes the record of a subscription to be paid for, once per key; at most one of an
-- account is open.
-- Lock: the account row. Outcomes: created; replayed (the first record as it is now);
-- idempotency_conflict (the key stands for another request); account_not_found; plan_not_found;
-- subscription_exists (an active or past_due one is answered); checkout_open (one that waits for
-- its checkout is answered: abandon it first).
create function public.create_subscription(
  p_user_id uuid,
  p_organization_id uuid,
  p_plan text,
  p_overage_cap_minor integer,
  p_idempotency_key text,
  p_request_hash text,
  p_lifetime_ms bigint
)
returns public.create_subscription_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_plan public.plans;
  v_found public.subscriptions;
  v_result public.create_subscription_result;
begin
  perform private.assert(p_lifetime_ms between 1 and 604800000, 'a checkout lives up to a week');
  v_account := private.lock_account((
    select a.id from public.accounts a
    where a.user_id = p_user_id and a.organization_id = p_organization_id
  ));
  if v_account.id is null then
    v_result.outcome := 'account_not_found';
    return v_result;
  end if;
  select * into v_found
  from public.subscriptions
  where account_id = v_account.id and idempotency_key = p_idempotency_key;
  if found then
    v_result.outcome :=
      case when v_found.request_hash = p_request_hash then 'replayed' else 'idempotency_conflict' end;
    if v_result.outcome = 'replayed' then
      v_result.subscription := to_jsonb(v_found);
    end if;
    return v_result;
  end if;
  select * into v_found
  from public.subscriptions where account_id = v_account.id and status <> 'canceled';
  if found then
    v_result := row(
      case
        when v_found.gateway_subscription_id is null then 'checkout_open'
        else 'subscription_exists'
      end,
      to_jsonb(v_found)
    );
    return v_result;
  end if;
  v_plan := private.find_plan(p_organization_id, p_plan);
  if v_plan.id is null then
    v_result.outcome := 'plan_not_found';
    return v_result;
  end if;
  insert into public.subscriptions (
    organization_id, account_id, user_id, plan_id, overage_cap_minor, idempotency_key,
    request_hash, checkout_expires_at, created_at
  )
  values (
    p_organization_id, v_account.id, p_user_id, v_plan.id,
    case when v_plan.overage_minor_per_minute is null then 0 else p_overage_cap_minor end,
    p_idempotency_key, p_request_hash,
    clock_timestamp() + p_lifetime_ms * interval '1 millisecond', clock_timestamp()
  )
  returning * into v_found;
  v_result := row('created', to_jsonb(v_found));
  return v_result;
end;
$$;

create type public.set_subscription_checkout_result as (outcome text);
comment on column public.set_subscription_checkout_result.outcome is
  'set | conflict | not_found';

-- Promise: notes the gateway's checkout of a subscription that still waits for one.
-- Lock: the subscription's row. Outcomes: set (also on replay); conflict (it has another, or was
-- abandoned: end that checkout); not_found.
create function public.set_subscription_checkout(
  p_subscription_id uuid,
  p_gateway_checkout_id text,
  p_gateway_customer_id text
)
returns public.set_subscription_checkout_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_subscription public.subscriptions;
  v_result public.set_subscription_checkout_result;
begin
  select * into v_subscription
  from public.subscriptions where id = p_subscription_id for no key update;
  v_result.outcome := case
    when v_subscription.id is null then 'not_found'
    when v_subscription.gateway_checkout_id = p_gateway_checkout_id then 'set'
    when v_subscription.status <> 'incomplete'
      or v_subscription.gateway_checkout_id is not null then 'conflict'
    else 'set'
  end;
  if v_result.outcome = 'set' then
    update public.subscriptions
    set gateway_checkout_id = p_gateway_checkout_id, gateway_customer_id = p_gateway_customer_id
    where id = p_subscription_id;
  end if;
  return v_result;
end;
$$;

create type public.abandon_subscription_result as (outcome text);
comment on column public.abandon_subscription_result.outcome is
  'abandoned | in_use | not_found';

-- Promise: gives up a subscription nobody paid for, whose checkout has been ended at the gateway.
-- Lock: the account row. Outcomes: abandoned (also on replay); in_use (the gateway has it); not_found.
create function public.abandon_subscription(p_subscription_id uuid)
returns public.abandon_subscription_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_subscription public.subscriptions;
  v_result public.abandon_subscription_result;
begin
  perform private.lock_account(s.account_id)
  from public.subscriptions s where s.id = p_subscription_id;
  update public.subscriptions
  set status = 'canceled', canceled_at = clock_timestamp()
  where id = p_subscription_id and status = 'incomplete' and gateway_subscription_id is null;
  select * into v_subscription from public.subscriptions where id = p_subscription_id;
  v_result.outcome := case
    when v_subscription.id is null then 'not_found'
    when v_subscription.status = 'canceled' and v_subscription.gateway_subscription_id is null
      then 'abandoned'
    else 'in_use'
  end;
  return v_result;
end;
$$;

-- Promise: the account of a subscription, locked; null for no such subscription.
create function private.lock_account_of_subscription(p_subscription_id uuid)
returns public.accounts
language sql
set search_path = ''
as $$
  select a.*
  from public.subscriptions s
  cross join lateral private.lock_account(s.account_id) a
  where s.id = p_subscription_id;
$$;

grant execute on function
  public.create_subscription,
  public.set_subscription_checkout,
  public.abandon_subscription
  to service_role;
