-- Codes that make time cheaper or give it away, and every use made of them.

-- Promise: a code as it is compared: letters and digits alone, in upper case.
create function private.promo_code_key(p_code text)
returns text
language sql
immutable
set search_path = ''
as $$
  select upper(regexp_replace(p_code, '[^A-Za-z0-9]', '', 'g'));
$$;

create table public.promo_codes (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  code text not null check (char_length(code) <= 40),
  code_key text not null generated always as (private.promo_code_key(code)) stored
    check (char_length(code_key) between 4 and 32),
  percent_off smallint check (percent_off between 1 and 100),
  free_time_ms bigint check (free_time_ms between 1000 and 31536000000),
  valid_for_days integer check (valid_for_days between 1 and 3650),
  package_id uuid references public.packages (id) on delete cascade,
  redemptions_max integer check (redemptions_max >= 1),
  redemptions_per_user_max integer not null default 1 check (redemptions_per_user_max >= 1),
  redemption_count integer not null default 0 check (redemption_count >= 0),
  is_first_purchase_only boolean not null default false,
  starts_at timestamptz,
  ends_at timestamptz,
  is_active boolean not null default true,
  batch text check (char_length(batch) between 1 and 80),
  created_at timestamptz not null default now(),
  unique (organization_id, code_key),
  check (num_nonnulls(percent_off, free_time_ms) = 1),
  check (free_time_ms is not null or valid_for_days is null),
  check (percent_off is not null or package_id is null),
  check (ends_at > starts_at)
);
create index promo_codes_batch_idx on public.promo_codes (organization_id, batch)
  where batch is not null;
comment on table public.promo_codes is 'A percentage off a purchase, or free time.';
comment on column public.promo_codes.code is 'As it is printed; dashes and case do not matter.';
comment on column public.promo_codes.percent_off is
  '100 makes a purchase a gift, unless the package has a floor.';
comment on column public.promo_codes.valid_for_days is
  'Free time: when the granted time expires; null: never.';
comment on column public.promo_codes.package_id is 'A percentage off this package; null: off any.';
comment on column public.promo_codes.redemptions_max is 'Of all users; null: no limit.';
comment on column public.promo_codes.redemption_count is
  'Redemptions reserved or redeemed; kept by the functions.';
comment on column public.promo_codes.batch is 'Names the codes that were generated at once.';

create table public.promo_redemptions (
  id uuid primary key default gen_random_uuid(),
  promo_code_id uuid not null references public.promo_codes (id),
  organization_id uuid not null references public.organizations (id),
  account_id uuid not null references public.accounts (id),
  -- No foreign key: what was given outlives the user.
  user_id uuid not null,
  -- Deferred: a payment may be made together with the redemption it reserves.
  payment_id uuid unique references public.payments (id) deferrable initially deferred,
  time_grant_id uuid unique references public.time_grants (id),
  idempotency_key text check (char_length(idempotency_key) between 1 and 200),
  status text not null check (status in ('reserved', 'redeemed', 'released')),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  unique (account_id, idempotency_key),
  check (payment_id is not null or (status = 'redeemed' and time_grant_id is not null))
);
create index promo_redemptions_user_idx on public.promo_redemptions (promo_code_id, user_id);
create index promo_redemptions_account_idx on public.promo_redemptions (account_id);
comment on table public.promo_redemptions is
  'One use of a promo code: reserved by a payment, redeemed when it is paid, else released.';

-- Promise: the code of an organization that somebody typed, if it may be used at this moment;
-- nulls for an unknown, foreign, inactive or expired one alike. Takes no lock.
create function private.find_promo_code(p_organization_id uuid, p_code text)
returns public.promo_codes
language sql
stable
set search_path = ''
as $$
  select c.*
  from public.promo_codes c
  where c.organization_id = p_organization_id and c.code_key = private.promo_code_key(p_code)
    and c.is_active
    and coalesce(c.starts_at <= clock_timestamp(), true)
    and coalesce(c.ends_at > clock_timestamp(), true);
$$;

-- Promise: whether a code has a redemption left for this user. Certain only when the caller holds
-- the lock of the code's row.
create function private.has_redemption_left(p_promo_code public.promo_codes, p_user_id uuid)
returns boolean
language sql
stable
set search_path = ''
as $$
  select coalesce(p_promo_code.redemption_count < p_promo_code.redemptions_max, true)
    and p_promo_code.redemptions_per_user_max > (
      select count(*)
      from public.promo_redemptions r
      where r.promo_code_id = p_promo_code.id and r.user_id = p_user_id
        and r.status <> 'released'
    );
$$;

alter table public.promo_codes enable row level security;
alter table public.promo_redemptions enable row level security;
grant select on public.promo_codes to authenticated, service_role;
grant select on public.promo_redemptions to authenticated, service_role;

create policy "admins read their promo codes" on public.promo_codes
  for select to authenticated
  using (organization_id in (select private.administered_organization_ids()));

create policy "users read their own redemptions" on public.promo_redemptions
  for select to authenticated
  using (user_id = (select auth.uid()));

create policy "admins read their organization's redemptions" on public.promo_redemptions
  for select to authenticated
  using (organization_id in (select private.administered_organization_ids()));
