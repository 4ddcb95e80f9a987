-- A price as it was told to a buyer, kept for as long as it is promised.

create table public.price_quotes (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id),
  account_id uuid not null references public.accounts (id),
  -- No foreign key: a quote that was bought outlives the user.
  user_id uuid not null,
  package_id uuid not null references public.packages (id) on delete cascade,
  quantity integer not null check (quantity between 1 and 20),
  promo_code_id uuid references public.promo_codes (id),
  promo_code text check (char_length(promo_code) <= 40),
  time_ms bigint not null check (time_ms > 0),
  valid_for_days integer,
  base_amount_minor bigint not null check (base_amount_minor >= 0),
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  adjustments jsonb not null default '[]' check (jsonb_typeof(adjustments) = 'array'),
  expires_at timestamptz not null,
  used_by_payment_id uuid unique references public.payments (id) deferrable initially deferred,
  created_at timestamptz not null default clock_timestamp(),
  check ((promo_code_id is null) = (promo_code is null))
);
create index price_quotes_account_idx on public.price_quotes (account_id, expires_at);
create index price_quotes_promo_code_idx on public.price_quotes (promo_code_id)
  where promo_code_id is not null;
comment on table public.price_quotes is
  'A price told to a buyer: honoured until it expires, whatever changes meanwhile.';
comment on column public.price_quotes.base_amount_minor is 'The package''s price by the quantity.';
comment on column public.price_quotes.adjustments is
  '[{kind, text, amountMinor}]: what moved the base to the amount, in words for the buyer.';

alter table public.payments
  add foreign key (quote_id) references public.price_quotes (id) on delete set null;

-- Promise: the package of this id, or of this slug in the currency; nulls when the organization
-- has none. Without a currency a slug means the organization's own. Takes no lock.
create function private.find_package(
  p_organization_id uuid,
  p_package text,
  p_currency text
)
returns public.packages
language sql
stable
set search_path = ''
as $$
  select p.*
  from public.packages p
  join public.organizations o on o.id = p.organization_id
  where o.id = p_organization_id
    and (
      (p.id::text = lower(p_package) and p.currency = coalesce(upper(p_currency), p.currency))
      or (p.slug = p_package and p.currency = coalesce(upper(p_currency), o.currency))
    )
  -- A slug that looks like another package's id does not take its place.
  order by p.slug = p_package
  limit 1;
$$;

-- Promise: whether a package may be bought at this moment.
create function private.is_on_sale(p_package public.packages)
returns boolean
language sql
stable
set search_path = ''
as $$
  select p_package.is_active
    and coalesce(p_package.starts_at <= clock_timestamp(), true)
    and coalesce(p_package.ends_at > clock_timestamp(), true);
$$;

alter table public.price_quotes enable row level security;
grant select on public.price_quotes to authenticated, service_role;

create policy "users read their own quotes" on public.price_quotes
  for select to authenticated
  using (user_id = (select auth.uid()));

create policy "admins read their organization's quotes" on public.price_quotes
  for select to authenticated
  using (organization_id in (select private.administered_organization_ids()));
