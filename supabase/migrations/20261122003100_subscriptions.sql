-- Who subscribes to what, the periods they paid for and the invoices that paid for them. The
-- gateway bills; these tables say what it billed, and the functions of the next files grant time.

create table public.subscriptions (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id),
  account_id uuid not null references public.accounts (id),
  -- No foreign key: what was paid outlives the user.
  user_id uuid not null,
  plan_id uuid not null references public.plans (id),
  pending_plan_id uuid references public.plans (id),
  status text not null default 'incomplete'
    check (status in ('incomplete', 'active', 'past_due', 'canceled')),
  gateway text not null default 'stripe' check (gateway in ('stripe')),
  gateway_checkout_id text check (char_length(gateway_checkout_id) between 1 and 255),
  gateway_subscription_id text check (char_length(gateway_subscription_id) between 1 and 255),
  gateway_customer_id text check (char_length(gateway_customer_id) between 1 and 255),
  current_period_start_at timestamptz,
  current_period_end_at timestamptz,
  cancel_at_period_end boolean not null default false,
  overage_cap_minor integer not null default 0 check (overage_cap_minor between 0 and 100000),
  idempotency_key text not null check (char_length(idempotency_key) between 1 and 200),
  request_hash text not null check (char_length(request_hash) between 1 and 128),
  checkout_expires_at timestamptz not null,
  observed_at timestamptz,
  canceled_at timestamptz,
  created_at timestamptz not null default now(),
  unique (account_id, idempotency_key),
  unique (gateway, gateway_subscription_id),
  unique (gateway, gateway_checkout_id),
  check ((current_period_start_at is null) = (current_period_end_at is null)),
  check ((status = 'canceled') = (canceled_at is not null))
);
create unique index subscriptions_open_idx on public.subscriptions (account_id)
  where status <> 'canceled';
create index subscriptions_user_idx on public.subscriptions (user_id, created_at desc);
create index subscriptions_organization_idx
  on public.subscriptions (organization_id, created_at desc);
create index subscriptions_observed_idx on public.subscriptions (observed_at)
  where status <> 'canceled';
comment on table public.subscriptions is
  'One person''s standing order of a plan; incomplete until the first payment, at most one open.';
comment on column public.subscriptions.plan_id is 'The plan whose time the period has.';
comment on column public.subscriptions.pending_plan_id is 'The plan the next period will have.';
comment on column public.subscriptions.overage_cap_minor is
  'The most a period''s overage may cost; 0: no overage.';
comment on column public.subscriptions.observed_at is
  'When the gateway was last asked, by the database clock; an older look changes nothing.';

create table public.subscription_periods (
  id uuid primary key default gen_random_uuid(),
  subscription_id uuid not null references public.subscriptions (id),
  plan_id uuid not null references public.plans (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  overage_status text not null default 'none'
    check (overage_status in ('none', 'open', 'closed', 'billed', 'paid')),
  overage_minor_per_minute integer,
  overage_grant_ids uuid[] not null default '{}' check (cardinality(overage_grant_ids) <= 1000),
  overage_used_ms bigint not null default 0 check (overage_used_ms >= 0),
  overage_amount_minor integer not null default 0 check (overage_amount_minor >= 0),
  overage_cap_minor integer not null default 0 check (overage_cap_minor >= 0),
  overage_invoice_id text unique check (char_length(overage_invoice_id) between 1 and 255),
  created_at timestamptz not null default now(),
  unique (subscription_id, starts_at),
  check (ends_at > starts_at),
  check (overage_amount_minor <= overage_cap_minor)
);
create index subscription_periods_overage_idx on public.subscription_periods (ends_at)
  where overage_status in ('open', 'closed');
comment on table public.subscription_periods is 'A month that was paid for, and its overage.';
comment on column public.subscription_periods.overage_status is
  'open: may be used; closed: counted, to be billed; billed: invoiced; paid: nothing is owed.';
comment on column public.subscription_periods.overage_cap_minor is
  'The highest cap of this period: what its overage may cost at most.';

create table public.subscription_invoices (
  gateway text not null default 'stripe' check (gateway in ('stripe')),
  id text not null check (char_length(id) between 1 and 255),
  subscription_id uuid not null references public.subscriptions (id),
  period_id uuid references public.subscription_periods (id),
  kind text not null check (kind in ('period', 'proration', 'overage', 'other')),
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  payment_id uuid unique references public.payments (id),
  time_grant_id uuid unique references public.time_grants (id),
  granted_ms bigint not null default 0 check (granted_ms >= 0),
  taken_back_ms bigint not null default 0 check (taken_back_ms >= 0),
  review_reason text check (char_length(review_reason) between 1 and 64),
  applied_at timestamptz not null,
  primary key (gateway, id)
);
create index subscription_invoices_subscription_idx
  on public.subscription_invoices (subscription_id, applied_at desc);
create index subscription_invoices_period_idx on public.subscription_invoices (period_id);
comment on table public.subscription_invoices is
  'A paid invoice and what came of it, once each: the proof that none grants twice.';

alter table public.subscriptions enable row level security;
alter table public.subscription_periods enable row level security;
alter table public.subscription_invoices enable row level security;
grant select on public.subscriptions, public.subscription_periods, public.subscription_invoices
  to authenticated, service_role;

create policy "users read their own subscriptions" on public.subscriptions
  for select to authenticated
  using (user_id = (select auth.uid()));

create policy "admins read their organization's subscriptions" on public.subscriptions
  for select to authenticated
  using (organization_id in (select private.administered_organization_ids()));

create policy "readers of a subscription read its periods" on public.subscription_periods
  for select to authenticated
  using (exists (select from public.subscriptions s where s.id = subscription_id));

create policy "readers of a subscription read its invoices" on public.subscription_invoices
  for select to authenticated
  using (exists (select from public.subscriptions s where s.id = subscription_id));

-- Time that is not sold in advance: used first, billed at the end of the period.
alter table public.time_grants drop constraint time_grants_source_check;
alter table public.time_grants add constraint time_grants_source_check check (
  source in ('trial', 'card', 'promo', 'referral', 'subscription', 'manual', 'overage')
);

-- Promise: tells listeners of `subscription_changed` whose subscription changed.
create function private.announce_subscription()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform pg_notify(
    'subscription_changed',
    json_build_object('subscriptionId', new.id, 'userId', new.user_id)::text
  );
  return null;
end;
$$;
create trigger new_subscriptions_are_announced
  after insert on public.subscriptions
  for each row execute function private.announce_subscription();
create trigger changed_subscriptions_are_announced
  after update on public.subscriptions
  for each row
  when (
    to_jsonb(old) - array['observed_at', 'gateway_checkout_id']
      is distinct from to_jsonb(new) - array['observed_at', 'gateway_checkout_id']
  )
  execute function private.announce_subscription();
