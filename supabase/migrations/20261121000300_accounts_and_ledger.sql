-- Whose time it is, where it came from and every change to it. Nobody but the functions of the
-- next migrations writes here; check_ledger() proves that they kept the sums.

create table public.accounts (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id),
  -- No foreign key: the account and its ledger outlive the user.
  user_id uuid,
  posted_ms bigint not null default 0 check (posted_ms >= 0),
  held_ms bigint not null default 0,
  used_ms bigint not null default 0,
  next_expiry_at timestamptz,
  created_at timestamptz not null default now(),
  unique nulls not distinct (organization_id, user_id),
  check (held_ms between 0 and posted_ms),
  check (used_ms between 0 and held_ms)
) with (fillfactor = 70); -- Room beside each row keeps an extension from touching any index.
create index accounts_user_idx on public.accounts (user_id);
create index accounts_next_expiry_idx on public.accounts (next_expiry_at)
  where next_expiry_at is not null;
comment on table public.accounts is
  'The owner of a time balance: a user within an organization, or the organization itself.';
comment on column public.accounts.user_id is 'Null: the organization''s own account.';
comment on column public.accounts.posted_ms is 'Sum of the ledger entries.';
comment on column public.accounts.held_ms is 'Sum of the live holds: used so far plus leases.';
comment on column public.accounts.used_ms is 'Used so far in live calls, not yet captured.';
comment on column public.accounts.next_expiry_at is
  'The soonest expiry of a grant with time left, so that most work need not look at grants.';

create table public.time_grants (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references public.accounts (id),
  source text not null
    check (source in ('trial', 'card', 'promo', 'referral', 'subscription', 'manual')),
  granted_ms bigint not null check (granted_ms > 0),
  remaining_ms bigint not null,
  priority smallint not null check (priority between 0 and 1000),
  expires_at timestamptz,
  revoke_ms bigint not null default 0,
  refunded_ms bigint not null default 0,
  is_frozen boolean not null default false,
  frozen_at timestamptz,
  frozen_ms bigint not null default 0,
  idempotency_key text not null unique check (char_length(idempotency_key) between 1 and 200),
  created_at timestamptz not null default now(),
  check (remaining_ms between 0 and granted_ms),
  check (revoke_ms between 0 and granted_ms),
  check (refunded_ms between 0 and revoke_ms),
  check (is_frozen = (frozen_at is not null)),
  check (frozen_ms between 0 and granted_ms),
  check (is_frozen or frozen_ms = 0)
);
create index time_grants_account_idx on public.time_grants (account_id, created_at);
create index time_grants_burn_idx on public.time_grants (account_id, expires_at, priority)
  where remaining_ms > 0;
create index time_grants_claimed_idx on public.time_grants (account_id)
  where remaining_ms > 0 and (is_frozen or revoke_ms > refunded_ms);
comment on table public.time_grants is
  'Time put on an account; burned soonest to expire first, lower priority first at equal expiry.';
comment on column public.time_grants.priority is 'Promotional time has less than paid time.';
comment on column public.time_grants.revoke_ms is
  'How much refunds take back of it in all, as far as it is not burned.';
comment on column public.time_grants.refunded_ms is 'How much of that has been taken back so far.';
comment on column public.time_grants.is_frozen is
  'Its payment is disputed, or was lost in a dispute: what is left of it may not be used.';
comment on column public.time_grants.frozen_ms is 'How much the freezing has taken off so far.';

create table public.ledger_entries (
  id bigint generated always as identity primary key,
  account_id uuid not null references public.accounts (id),
  time_grant_id uuid not null references public.time_grants (id),
  hold_id uuid,
  voice_session_id uuid,
  amount_ms bigint not null check (amount_ms <> 0),
  reason text not null check (reason in (
    'grant', 'capture', 'expiry', 'reversal', 'refund', 'freeze', 'restore'
  )),
  idempotency_key text check (char_length(idempotency_key) between 1 and 200),
  reverses_entry_id bigint references public.ledger_entries (id),
  balance_after_ms bigint not null check (balance_after_ms >= 0),
  note text check (char_length(note) <= 500),
  created_at timestamptz not null,
  check ((reason = 'reversal') = (reverses_entry_id is not null)),
  check ((reason = 'capture') = (hold_id is not null and voice_session_id is not null)),
  -- A refund that fails later gives back what it took, by a line of its own.
  check (reason in ('reversal', 'refund') or (reason in ('grant', 'restore')) = (amount_ms > 0))
);
create index ledger_entries_account_idx on public.ledger_entries (account_id, id desc);
create index ledger_entries_grant_idx on public.ledger_entries (time_grant_id);
create index ledger_entries_voice_session_idx on public.ledger_entries (voice_session_id)
  where voice_session_id is not null;
create index ledger_entries_reverses_idx on public.ledger_entries (reverses_entry_id)
  where reverses_entry_id is not null;
create unique index ledger_entries_idempotency_idx
  on public.ledger_entries (reason, idempotency_key) where idempotency_key is not null;
create unique index ledger_entries_capture_idx
  on public.ledger_entries (hold_id, time_grant_id) where reason = 'capture';
comment on table public.ledger_entries is
  'Immutable, signed lines, each on one grant; corrected only by a reversal.';

-- Promise: a line once written stays as it is. Raises, because nobody has business changing one.
create function private.refuse_ledger_change()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception 'ledger entries are immutable: write a reversal instead';
end;
$$;
create trigger ledger_entries_are_immutable
  before update or delete or truncate on public.ledger_entries
  for each statement execute function private.refuse_ledger_change();

alter table public.accounts enable row level security;
alter table public.time_grants enable row level security;
alter table public.ledger_entries enable row level security;

grant select on public.accounts, public.time_grants, public.ledger_entries
  to authenticated, service_role;

create policy "users read their own accounts" on public.accounts
  for select to authenticated
  using (user_id = (select auth.uid()));

create policy "admins read their organization's accounts" on public.accounts
  for select to authenticated
  using (organization_id in (select private.administered_organization_ids()));

-- Whoever may see an account may see its grants and entries: the inner query obeys its policies.
create policy "readers of an account read its grants" on public.time_grants
  for select to authenticated
  using (exists (select from public.accounts a where a.id = account_id));

create policy "readers of an account read its entries" on public.ledger_entries
  for select to authenticated
  using (exists (select from public.accounts a where a.id = account_id));
