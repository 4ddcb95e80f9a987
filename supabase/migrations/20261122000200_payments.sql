-- Money that came or did not come for time, and what was given back or fought over afterwards. Each
-- row says what the gateway said last: nobody but the functions of the next migrations writes here.

create table public.payments (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id),
  account_id uuid not null references public.accounts (id),
  -- No foreign key: the record of a payment outlives the user.
  user_id uuid,
  kind text not null check (kind in ('purchase', 'auto_top_up', 'subscription')),
  package_id uuid references public.packages (id) on delete set null,
  quote_id uuid,
  promo_code text check (char_length(promo_code) <= 64),
  quantity integer not null default 1 check (quantity between 1 and 20),
  time_ms bigint not null check (time_ms between 0 and 315360000000),
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  valid_for_days integer check (valid_for_days between 1 and 3650),
  gateway text not null check (gateway in ('stripe', 'cryptomus', 'none')),
  mode text not null check (mode in ('checkout', 'intent', 'invoice', 'free')),
  gateway_checkout_id text check (char_length(gateway_checkout_id) between 1 and 200),
  gateway_payment_id text check (char_length(gateway_payment_id) between 1 and 200),
  gateway_invoice_id text check (char_length(gateway_invoice_id) between 1 and 200),
  status text not null default 'pending'
    check (status in ('pending', 'processing', 'paid', 'failed', 'canceled', 'expired')),
  review_reason text
    check (review_reason in ('amount_mismatch', 'currency_mismatch', 'refund_exceeds_amount')),
  reviewed_at timestamptz,
  failure_code text check (char_length(failure_code) <= 100),
  failure_message text check (char_length(failure_message) <= 500),
  receipt_url text check (char_length(receipt_url) <= 2000),
  card_brand text check (char_length(card_brand) <= 40),
  card_last4 text check (char_length(card_last4) <= 4),
  card_fingerprint text check (char_length(card_fingerprint) <= 100),
  is_test boolean not null default false,
  time_grant_id uuid unique references public.time_grants (id),
  refunded_minor bigint not null default 0,
  dispute_status text not null default 'none'
    check (dispute_status in ('none', 'open', 'won', 'lost')),
  idempotency_key text not null check (char_length(idempotency_key) between 1 and 200),
  observed_at timestamptz,
  expires_at timestamptz not null,
  paid_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (account_id, idempotency_key),
  check (refunded_minor between 0 and amount_minor),
  check (reviewed_at is null or review_reason is not null),
  check ((status = 'paid') = (paid_at is not null)),
  check (status = 'paid' or time_grant_id is null),
  check ((gateway = 'none') = (mode = 'free')),
  check ((mode = 'free') = (amount_minor = 0) or kind = 'subscription')
);
create unique index payments_gateway_checkout_idx
  on public.payments (gateway, gateway_checkout_id) where gateway_checkout_id is not null;
create unique index payments_gateway_payment_idx
  on public.payments (gateway, gateway_payment_id) where gateway_payment_id is not null;
create unique index payments_gateway_invoice_idx
  on public.payments (gateway, gateway_invoice_id) where gateway_invoice_id is not null;
create index payments_user_idx on public.payments (user_id, created_at desc, id desc);
create index payments_account_idx on public.payments (account_id, created_at desc);
create index payments_organization_idx on public.payments (organization_id, created_at desc);
create index payments_unsettled_idx on public.payments (account_id)
  where status in ('pending', 'processing');
comment on table public.payments is 'One purchase of time, from the quote to its last refund.';
comment on column public.payments.time_ms is 'What it buys in all: the quantity is counted in.';
comment on column public.payments.review_reason is
  'Money moved that does not fit: no rule decides what it is worth, an admin does.';
comment on column public.payments.reviewed_at is
  'When an admin decided that it stays as it is. Until then it is under review.';
comment on column public.payments.refunded_minor is
  'Sum of the succeeded refunds, at most the amount.';
comment on column public.payments.observed_at is
  'The database''s clock just before the gateway was last asked; what was seen earlier is stale.';
comment on column public.payments.expires_at is 'Until then it can be paid.';

-- Apart from the payments, because their readers have no use for it.
create table private.payment_requests (
  payment_id uuid primary key references public.payments (id) on delete cascade,
  request_hash text not null check (char_length(request_hash) between 1 and 128)
);
comment on table private.payment_requests is
  'What each payment was asked for with, to tell a replay from another wish under the same key.';

create table public.refunds (
  gateway text not null check (gateway in ('stripe', 'cryptomus')),
  id text not null check (char_length(id) between 1 and 200),
  payment_id uuid not null references public.payments (id),
  amount_minor bigint not null check (amount_minor > 0),
  status text not null check (status in ('pending', 'succeeded', 'failed')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (gateway, id)
);
create index refunds_payment_idx on public.refunds (payment_id);
comment on table public.refunds is
  'Money given back, each refund by its own id, so that none counts twice.';

create table public.disputes (
  gateway text not null check (gateway in ('stripe', 'cryptomus')),
  id text not null check (char_length(id) between 1 and 200),
  payment_id uuid not null references public.payments (id),
  status text not null check (status in ('open', 'won', 'lost')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (gateway, id)
);
create index disputes_payment_idx on public.disputes (payment_id);
comment on table public.disputes is
  'Payments a card holder disowned at the bank, and how it ended.';

-- Promise: tells listeners of `payment_changed` what a payer may see change.
create function private.announce_payment()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform pg_notify(
    'payment_changed',
    json_build_object(
      'paymentId', new.id,
      'userId', new.user_id,
      'organizationId', new.organization_id,
      'status', new.status
    )::text
  );
  return null;
end;
$$;
create trigger payments_are_announced_when_made
  after insert on public.payments
  for each row execute function private.announce_payment();
create trigger payments_are_announced_when_changed
  after update on public.payments
  for each row
  when (
    (old.status, old.review_reason, old.reviewed_at, old.refunded_minor, old.dispute_status)
    is distinct from
    (new.status, new.review_reason, new.reviewed_at, new.refunded_minor, new.dispute_status)
  )
  execute function private.announce_payment();

alter table public.payments enable row level security;
alter table public.refunds enable row level security;
alter table public.disputes enable row level security;

grant select on public.payments, public.refunds, public.disputes to authenticated, service_role;

create policy "users read their own payments" on public.payments
  for select to authenticated
  using (user_id = (select auth.uid()));

create policy "admins read their organization's payments" on public.payments
  for select to authenticated
  using (organization_id in (select private.administered_organization_ids()));

-- Whoever may see a payment may see what became of it: the inner query obeys its policies.
create policy "readers of a payment read its refunds" on public.refunds
  for select to authenticated
  using (exists (select from public.payments p where p.id = payment_id));

create policy "readers of a payment read its disputes" on public.disputes
  for select to authenticated
  using (exists (select from public.payments p where p.id = payment_id));
