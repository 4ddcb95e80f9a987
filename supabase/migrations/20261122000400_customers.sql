-- Who a user is to a gateway, and the card they keep there. Card numbers never come here.

create table public.customers (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  user_id uuid not null references public.profiles (id) on delete cascade,
  gateway text not null check (gateway in ('stripe', 'cryptomus')),
  gateway_customer_id text not null check (char_length(gateway_customer_id) between 1 and 200),
  payment_method_id text check (char_length(payment_method_id) between 1 and 200),
  card_brand text check (char_length(card_brand) <= 40),
  card_last4 text check (char_length(card_last4) <= 4),
  card_exp_month integer check (card_exp_month between 1 and 12),
  card_exp_year integer check (card_exp_year between 2000 and 2200),
  created_at timestamptz not null default now(),
  unique (organization_id, user_id, gateway),
  unique (gateway, gateway_customer_id)
);
comment on table public.customers is 'A user as a gateway knows them, with the card they saved.';
alter table public.customers enable row level security;
grant select on public.customers to service_role;

create type public.save_customer_result as (outcome text, gateway_customer_id text);
comment on column public.save_customer_result.outcome is
  'saved | replayed | conflict | not_found';

-- Promise: notes a user's id at a gateway, once: of two made at the same moment the first stands.
-- Lock: none but the row's own. Outcomes: saved; replayed (the same id again); conflict (another
-- id stands: use the one answered); not_found (no member of the organization).
create function public.save_customer(
  p_user_id uuid,
  p_organization_id uuid,
  p_gateway text,
  p_gateway_customer_id text
)
returns public.save_customer_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_id text;
begin
  if not exists (
    select from public.memberships m
    where m.organization_id = p_organization_id and m.user_id = p_user_id
  ) then
    return row('not_found', null)::public.save_customer_result;
  end if;
  insert into public.customers (organization_id, user_id, gateway, gateway_customer_id)
  values (p_organization_id, p_user_id, p_gateway, p_gateway_customer_id)
  on conflict (organization_id, user_id, gateway) do nothing;
  if found then
    return row('saved', p_gateway_customer_id)::public.save_customer_result;
  end if;
  select c.gateway_customer_id into strict v_id
  from public.customers c
  where (c.organization_id, c.user_id, c.gateway) = (p_organization_id, p_user_id, p_gateway);
  return row(
    case when v_id = p_gateway_customer_id then 'replayed' else 'conflict' end, v_id
  )::public.save_customer_result;
end;
$$;

create type public.set_saved_card_result as (outcome text);
comment on column public.set_saved_card_result.outcome is
  'saved | removed | not_found';

-- Promise: the card a customer keeps is the given one, or with no payment method none.
-- Lock: the customer's row. Outcomes: saved; removed; not_found (no such customer).
create function public.set_saved_card(
  p_user_id uuid,
  p_organization_id uuid,
  p_gateway text,
  p_payment_method_id text,
  p_card_brand text default null,
  p_card_last4 text default null,
  p_card_exp_month integer default null,
  p_card_exp_year integer default null
)
returns public.set_saved_card_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_is_kept boolean := p_payment_method_id is not null;
begin
  update public.customers
  set payment_method_id = p_payment_method_id,
    card_brand = case when v_is_kept then left(p_card_brand, 40) end,
    card_last4 = case when v_is_kept then left(p_card_last4, 4) end,
    card_exp_month = case when v_is_kept then p_card_exp_month end,
    card_exp_year = case when v_is_kept then p_card_exp_year end
  where organization_id = p_organization_id and user_id = p_user_id and gateway = p_gateway;
  if not found then
    return row('not_found')::public.set_saved_card_result;
  end if;
  return row(case when v_is_kept then 'saved' else 'removed' end)::public.set_saved_card_result;
end;
$$;

grant execute on function public.save_customer, public.set_saved_card to service_role;
