-- A user's standing order: when little time is left, buy a package with the saved card.

create table public.auto_top_ups (
  account_id uuid primary key references public.accounts (id),
  is_enabled boolean not null,
  threshold_ms bigint not null check (threshold_ms between 60000 and 36000000),
  package_id uuid references public.packages (id),
  monthly_max_count integer not null check (monthly_max_count between 1 and 20),
  attempt_count integer not null default 0 check (attempt_count >= 0),
  consecutive_failures integer not null default 0 check (consecutive_failures >= 0),
  last_failed_at timestamptz,
  disabled_reason text check (disabled_reason in ('failures', 'no_card', 'payment_reversed')),
  updated_at timestamptz not null default clock_timestamp(),
  check (not is_enabled or (package_id is not null and disabled_reason is null))
);
create index auto_top_ups_enabled_idx on public.auto_top_ups (account_id) include (threshold_ms)
  where is_enabled;
create index payments_auto_top_up_idx on public.payments (account_id, created_at)
  where kind = 'auto_top_up';
comment on table public.auto_top_ups is
  'Below the threshold the package is bought with the saved card, so many times a month at most.';
comment on column public.auto_top_ups.attempt_count is 'Makes the key of the next payment.';
comment on column public.auto_top_ups.disabled_reason is
  'Why it was turned off by us; null when its user did, or while it is on.';

-- Promise: the automatic top-ups of an account in this calendar month (UTC) that were or may yet
-- be paid. Takes no lock.
create function private.count_auto_top_ups(p_account_id uuid)
returns integer
language sql
stable
set search_path = ''
as $$
  select count(*)::integer
  from public.payments p
  where p.account_id = p_account_id and p.kind = 'auto_top_up'
    and p.status in ('pending', 'processing', 'paid')
    and p.created_at >= date_trunc('month', now(), 'UTC');
$$;

-- Promise: whether an account that runs low will be topped up without its user. Takes no lock.
create function private.is_topped_up_automatically(p_account_id uuid)
returns boolean
language sql
stable
set search_path = ''
as $$
  select exists (
    select
    from public.auto_top_ups t
    where t.account_id = p_account_id and t.is_enabled
      and private.count_auto_top_ups(t.account_id) < t.monthly_max_count
  );
$$;

-- Promise: whether a payer has a card to charge without asking. Takes no lock.
create function private.has_saved_card(p_user_id uuid, p_organization_id uuid)
returns boolean
language sql
stable
set search_path = ''
as $$
  select exists (
    select
    from public.customers c
    where c.user_id = p_user_id and c.organization_id = p_organization_id
      and c.gateway = 'stripe' and c.payment_method_id is not null
  );
$$;

create type public.set_auto_top_up_result as (outcome text);
comment on column public.set_auto_top_up_result.outcome is
  'set | account_not_found | package_not_found | package_not_on_sale | package_too_small'
  ' | saved_card_missing';

-- Promise: why a package cannot be bought by a standing order; 'fits' when it can. It must hold
-- more than the threshold, or one top-up would set off the next. Takes no lock.
create function private.refuse_auto_top_up_package(
  p_package_id uuid,
  p_organization_id uuid,
  p_threshold_ms bigint
)
returns text
language sql
stable
set search_path = ''
as $$
  select coalesce(
    (
      select case
        when not private.is_on_sale(k) then 'package_not_on_sale'
        when k.time_ms <= p_threshold_ms then 'package_too_small'
        else 'fits'
      end
      from public.packages k
      where k.id = p_package_id and k.organization_id = p_organization_id
    ),
    'package_not_found'
  );
$$;

-- Promise: a user's standing order is as given; turning it on forgets what failed before.
-- Lock: the account row. Outcomes: set; account_not_found; and, of an order that is turned on:
-- package_not_found; package_not_on_sale; package_too_small (no more time than the threshold);
-- saved_card_missing.
create function public.set_auto_top_up(
  p_user_id uuid,
  p_organization_id uuid,
  p_is_enabled boolean,
  p_threshold_ms bigint,
  p_package_id uuid,
  p_monthly_max_count integer
)
returns public.set_auto_top_up_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_refusal text := 'fits';
begin
  v_account := private.lock_account(private.find_account(p_user_id, p_organization_id));
  if v_account.id is null then
    return row('account_not_found')::public.set_auto_top_up_result;
  end if;
  if p_is_enabled or p_package_id is not null then
    v_refusal :=
      private.refuse_auto_top_up_package(p_package_id, p_organization_id, p_threshold_ms);
  end if;
  -- Turning off is never refused for what the package has become meanwhile.
  if v_refusal = 'package_not_found' or (p_is_enabled and v_refusal <> 'fits') then
    return row(v_refusal)::public.set_auto_top_up_result;
  end if;
  if p_is_enabled and not private.has_saved_card(p_user_id, p_organization_id) then
    return row('saved_card_missing')::public.set_auto_top_up_result;
  end if;
  insert into public.auto_top_ups as t (
    account_id, is_enabled, threshold_ms, package_id, monthly_max_count
  )
  values (v_account.id, p_is_enabled, p_threshold_ms, p_package_id, p_monthly_max_count)
  on conflict (account_id) do update
  set is_enabled = excluded.is_enabled,
    threshold_ms = excluded.threshold_ms,
    package_id = excluded.package_id,
    monthly_max_count = excluded.monthly_max_count,
    consecutive_failures = case when t.is_enabled then t.consecutive_failures else 0 end,
    last_failed_at = case when t.is_enabled then t.last_failed_at end,
    disabled_reason = null,
    updated_at = clock_timestamp();
  return row('set')::public.set_auto_top_up_result;
end;
$$;

alter table public.auto_top_ups enable row level security;

grant select on public.auto_top_ups to authenticated, service_role;

create policy "readers of an account read its standing order" on public.auto_top_ups
  for select to authenticated
  using (exists (select from public.accounts a where a.id = account_id));

grant execute on function public.set_auto_top_up to service_role;
