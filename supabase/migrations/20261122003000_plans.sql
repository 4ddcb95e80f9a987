-- What a subscription may be to: so much time each month at a price. Prices come only from here;
-- the gateway's own price is made from this one and remembered by its id.

create table public.plans (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id),
  slug text not null check (slug ~ '^[a-z0-9](-?[a-z0-9]){0,62}$'),
  name text not null check (char_length(name) between 1 and 80),
  included_ms bigint not null check (included_ms between 1 and 315360000000),
  price_minor integer not null check (price_minor between 1 and 99999999),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  rollover_limit_ms bigint not null default 0 check (rollover_limit_ms between 0 and 315360000000),
  overage_minor_per_minute integer check (overage_minor_per_minute between 1 and 100000),
  gateway_price_id text unique check (char_length(gateway_price_id) between 1 and 255),
  is_active boolean not null default true,
  position integer not null default 0 check (position between 0 and 1000),
  created_at timestamptz not null default now()
);
create unique index plans_slug_idx on public.plans (organization_id, slug, currency)
  where is_active;
comment on table public.plans is 'A listing of so much time each month at a price.';
comment on column public.plans.rollover_limit_ms is
  'How much unused time of earlier periods a renewal keeps; 0: none.';
comment on column public.plans.overage_minor_per_minute is
  'Price of a minute beyond the included time; null: not offered.';
comment on column public.plans.gateway_price_id is
  'The price of this plan at the gateway, made when first needed.';

-- Promise: what people subscribed to stays what it was: once the gateway knows a plan, its price,
-- currency and time are fixed. Retire it and list another instead. Raises, because an admin must
-- not believe it was changed.
create function private.refuse_plan_change()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception 'people may have subscribed to this plan: set is_active = false and add another';
end;
$$;
create trigger plans_in_use_stay_as_they_are
  before update on public.plans
  for each row
  when (
    old.gateway_price_id is not null
    and (old.organization_id, old.included_ms, old.price_minor, old.currency)
      is distinct from (new.organization_id, new.included_ms, new.price_minor, new.currency)
  )
  execute function private.refuse_plan_change();

alter table public.plans enable row level security;
grant select on public.plans to authenticated, service_role;

create policy "members read their organization's plans" on public.plans
  for select to authenticated
  using (organization_id in (select private.joined_organization_ids()));

create type public.set_plan_gateway_price_result as (outcome text, gateway_price_id text);
comment on column public.set_plan_gateway_price_result.outcome is
  'set | unchanged | not_found';

-- Promise: remembers the gateway's price of a plan. With p_replaced_id, for a price the gateway no
-- longer knows, only that one is replaced. The first of several at once stands.
-- Lock: the plan's row. Outcomes: set; unchanged (another was there: it is answered); not_found.
create function public.set_plan_gateway_price(
  p_plan_id uuid,
  p_gateway_price_id text,
  p_replaced_id text default null
)
returns public.set_plan_gateway_price_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_result public.set_plan_gateway_price_result;
begin
  update public.plans
  set gateway_price_id = p_gateway_price_id
  where id = p_plan_id and gateway_price_id is not distinct from p_replaced_id
  returning 'set', gateway_price_id into v_result;
  if found then
    return v_result;
  end if;
  select 'unchanged', gateway_price_id into v_result from public.plans where id = p_plan_id;
  v_result.outcome := coalesce(v_result.outcome, 'not_found');
  return v_result;
end;
$$;
grant execute on function public.set_plan_gateway_price to service_role;
