-- What is for sale: listings of time with a price.

create table public.packages (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  slug text not null check (slug ~ '^[a-z0-9](-?[a-z0-9]){0,62}$'),
  name text not null check (char_length(name) between 1 and 80),
  description text not null default '' check (char_length(description) <= 500),
  -- Twenty of the largest are what grant_time puts on an account at most.
  time_ms bigint not null check (time_ms between 1000 and 15768000000),
  price_minor bigint not null check (price_minor between 0 and 100000000),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  floor_price_minor bigint check (floor_price_minor between 0 and price_minor),
  valid_for_days integer check (valid_for_days between 1 and 3650),
  starts_at timestamptz,
  ends_at timestamptz,
  is_active boolean not null default true,
  position integer not null default 0 check (position between 0 and 1000),
  created_at timestamptz not null default now(),
  unique (organization_id, slug, currency),
  check (ends_at > starts_at)
);
comment on table public.packages is 'A time card as it is sold: so much time, at this price.';
comment on column public.packages.price_minor is 'For one card, in minor units of the currency.';
comment on column public.packages.floor_price_minor is
  'No rule or promo code sells it for less; null: no floor.';
comment on column public.packages.valid_for_days is
  'How long the time lives after the payment; null: for ever.';
comment on column public.packages.starts_at is 'On sale from then on; null: from the beginning.';
comment on column public.packages.ends_at is 'No longer on sale from then on; null: for ever.';

alter table public.packages enable row level security;
grant select on public.packages to authenticated, service_role;

create policy "members read their organization's packages" on public.packages
  for select to authenticated
  using (organization_id in (select private.joined_organization_ids()));
