-- How a price may move, for whom and when: off until an organization switches it on, and always
-- within the bounds it has set.

alter table public.organizations
  add column dynamic_pricing boolean not null default false,
  add column price_change_max_percent integer not null default 20
    check (price_change_max_percent between 0 and 90);
comment on column public.organizations.dynamic_pricing is
  'Whether pricing rules apply; without, the price of a package is its price.';
comment on column public.organizations.price_change_max_percent is
  'How far all rules together may move a price, up or down.';

create table public.pricing_rules (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  package_id uuid references public.packages (id) on delete cascade,
  kind text not null check (kind in ('segment', 'demand')),
  segment text check (segment in ('first_purchase', 'returning', 'lapsed', 'heavy_user')),
  active_calls_min integer check (active_calls_min between 0 and 1000000),
  active_calls_max integer check (active_calls_max between 0 and 1000000),
  change_percent integer not null
    check (change_percent between -90 and 90 and change_percent <> 0),
  explanation text not null check (char_length(btrim(explanation)) between 1 and 120),
  position integer not null default 0 check (position between 0 and 1000),
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  check ((kind = 'segment') = (segment is not null)),
  check ((kind = 'demand') = (active_calls_min is not null)),
  check (active_calls_max is null or active_calls_max >= active_calls_min)
);
create index pricing_rules_organization_idx on public.pricing_rules (organization_id, kind)
  where is_active;
comment on table public.pricing_rules is
  'One reason to move a price: who buys (segment), or how busy the service is (demand).';
comment on column public.pricing_rules.package_id is 'Null: any package.';
comment on column public.pricing_rules.active_calls_max is
  'Demand: the rule applies from active_calls_min to this many calls; null: any number above.';
comment on column public.pricing_rules.explanation is
  'Why the price differs, in words for the buyer.';
comment on column public.pricing_rules.position is
  'Of several rules of one kind that fit, those for the package come first, then the lowest.';

-- Promise: whether the payment, once paid, buys time for money.
create function private.is_purchase(p_payment public.payments)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select p_payment.amount_minor > 0 and p_payment.time_ms > 0;
$$;

-- Promise: whether the user has bought anything for money in the organization. What was given,
-- and a price beyond the included time of a subscription, is no purchase. Takes no lock.
create function private.has_purchased(p_user_id uuid, p_organization_id uuid)
returns boolean
language sql
stable
set search_path = ''
as $$
  select exists (
    select from public.payments p
    where p.user_id = p_user_id and p.organization_id = p_organization_id
      and private.is_purchase(p) and p.status = 'paid'
  );
$$;

-- Promise: the one segment a buyer is in: first_purchase (never bought), lapsed (no purchase and
-- no call for 60 days), heavy_user (ten hours or more of calls in 30 days), else returning.
-- Takes no lock.
create function private.segment_of(p_account public.accounts)
returns text
language sql
stable
set search_path = ''
as $$
  select case
    when not private.has_purchased(p_account.user_id, p_account.organization_id)
      then 'first_purchase'
    when not exists (
      select from public.voice_sessions s
      where s.account_id = p_account.id and s.ended_at > now() - interval '60 days'
        and s.charged_ms > 0
    ) and not exists (
      select from public.payments p
      where p.account_id = p_account.id and p.paid_at > now() - interval '60 days'
    ) then 'lapsed'
    when 36000000 <= (
      select sum(s.charged_ms)
      from public.voice_sessions s
      where s.account_id = p_account.id and s.ended_at > now() - interval '30 days'
    ) then 'heavy_user'
    else 'returning'
  end;
$$;

-- Promise: how many calls the organization has now. Takes no lock.
create function private.count_active_calls(p_organization_id uuid)
returns bigint
language sql
stable
set search_path = ''
as $$
  select count(*)
  from public.voice_sessions s
  where s.organization_id = p_organization_id and s.status <> 'ended';
$$;

-- Promise: the rules that move the price of a package for this buyer now: at most one of each
-- kind, segment before demand. None when the organization has not switched them on.
-- Takes no lock.
create function private.list_pricing_rules(p_account public.accounts, p_package_id uuid)
returns setof public.pricing_rules
language sql
stable
set search_path = ''
as $$
  select distinct on (r.kind = 'demand') r.*
  from public.organizations o
  join public.pricing_rules r on r.organization_id = o.id and r.is_active
  where o.id = p_account.organization_id and o.dynamic_pricing
    and (r.package_id is null or r.package_id = p_package_id)
    and case r.kind
      when 'segment' then r.segment = private.segment_of(p_account)
      else private.count_active_calls(o.id)
        between r.active_calls_min and coalesce(r.active_calls_max, 1000000000)
    end
  order by r.kind = 'demand', r.package_id is null, r.position, r.created_at, r.id;
$$;

-- Promise: the least that gateways charge, in minor units: half a unit of the currency. Nothing we
-- do to a price takes it below, unless it becomes nothing.
create function private.least_charge_minor()
returns bigint
language sql
immutable
set search_path = ''
as $$
  select 50::bigint;
$$;

-- Promise: moves a price by the rules that apply and says in the buyer's words by how much each:
-- [{kind, text, amountMinor}], without those that come to nothing. Their percents are added, kept
-- within the organization's bounds and the floor, and applied to the base once; amounts are
-- rounded to whole minor units, halves away from zero, but never beyond a bound. The amounts add
-- up to the change. Takes no lock.
create function private.price_by_rules(
  p_account public.accounts,
  p_package public.packages,
  p_base_minor bigint,
  p_floor_minor bigint
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_rules public.pricing_rules[] := array(
    select r from private.list_pricing_rules(p_account, p_package.id) r
  );
  v_max_percent integer := (
    select o.price_change_max_percent
    from public.organizations o where o.id = p_account.organization_id
  );
  v_most_minor bigint := floor(p_base_minor * v_max_percent / 100.0);
  v_change_minor bigint;
  v_first public.pricing_rules;
  v_first_minor bigint;
begin
  select round(p_base_minor * sum(r.change_percent) / 100.0) into v_change_minor
  from unnest(v_rules) r;
  if v_change_minor is null then
    return '[]';
  end if;
  v_change_minor := greatest(least(v_change_minor, v_most_minor), -v_most_minor);
  v_change_minor := greatest(
    v_change_minor,
    least(0, greatest(p_floor_minor, private.least_charge_minor()) - p_base_minor)
  );
  if cardinality(v_rules) = 1 then
    return private.adjustments_of(v_rules[1], v_change_minor, null, 0);
  end if;
  -- Of two, the one against the direction of the whole keeps its full amount; the other one is
  -- what is left, so that a bound shortens the rule it is there for.
  v_first := v_rules[
    case when sign(v_rules[2].change_percent) = -sign(v_change_minor) then 2 else 1 end
  ];
  v_first_minor := round(p_base_minor * v_first.change_percent / 100.0);
  if sign(v_rules[1].change_percent) = sign(v_rules[2].change_percent) then
    v_first_minor := sign(v_change_minor) * least(abs(v_first_minor), abs(v_change_minor));
  end if;
  return case when v_first.id = v_rules[1].id
    then private.adjustments_of(
      v_rules[1], v_first_minor, v_rules[2], v_change_minor - v_first_minor
    )
    else private.adjustments_of(
      v_rules[1], v_change_minor - v_first_minor, v_rules[2], v_first_minor
    )
  end;
end;
$$;

-- Promise: what rules did to a price, as the buyer reads it.
create function private.adjustments_of(
  p_first public.pricing_rules,
  p_first_minor bigint,
  p_second public.pricing_rules,
  p_second_minor bigint
)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select coalesce(jsonb_agg(
    jsonb_build_object('kind', a.kind, 'text', btrim(a.explanation), 'amountMinor', a.amount_minor)
    order by a.position
  ), '[]')
  from (
    values
      (1, p_first.kind, p_first.explanation, p_first_minor),
      (2, p_second.kind, p_second.explanation, p_second_minor)
  ) a (position, kind, explanation, amount_minor)
  where a.amount_minor <> 0;
$$;

alter table public.pricing_rules enable row level security;
grant select on public.pricing_rules to authenticated, service_role;

-- Buyers learn of a rule by what it did to their quote.
create policy "admins read their pricing rules" on public.pricing_rules
  for select to authenticated
  using (organization_id in (select private.administered_organization_ids()));
