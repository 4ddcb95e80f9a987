-- Who brought whom: a code for each user who asks for one, and one referral for each user who came
-- with somebody's.

alter table public.organizations
  add column referral_reward_ms bigint not null default 900000
    check (referral_reward_ms between 0 and 86400000);
comment on column public.organizations.referral_reward_ms is
  'What both sides get after the first purchase; 0: no new referrals.';

create table public.referral_codes (
  organization_id uuid not null references public.organizations (id) on delete cascade,
  user_id uuid not null references public.profiles (id) on delete cascade,
  code text not null check (code ~ '^[2-9A-HJ-NP-Z]{8}$'),
  created_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, user_id),
  unique (organization_id, code)
);
comment on table public.referral_codes is
  'What a user''s personal link carries; made on first ask.';

create table public.referrals (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id),
  -- No foreign keys: what was given outlives the users.
  referrer_user_id uuid not null,
  referred_user_id uuid not null,
  status text not null default 'pending'
    check (status in ('pending', 'rewarded', 'refused', 'taken_back')),
  refusal_reason text check (refusal_reason in ('shared_card', 'no_account')),
  payment_id uuid unique references public.payments (id),
  reward_ms bigint check (reward_ms > 0),
  referrer_time_grant_id uuid unique references public.time_grants (id),
  referred_time_grant_id uuid unique references public.time_grants (id),
  created_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz,
  unique (organization_id, referred_user_id),
  check (referrer_user_id <> referred_user_id),
  check ((status = 'refused') = (refusal_reason is not null)),
  check ((status = 'pending') = (settled_at is null)),
  check (
    (status in ('rewarded', 'taken_back'))
      = (num_nulls(payment_id, reward_ms, referrer_time_grant_id, referred_time_grant_id) = 0)
  )
);
create index referrals_referrer_idx on public.referrals (organization_id, referrer_user_id);
comment on table public.referrals is
  'One user came with the code of another; both are rewarded once, after the first purchase.';
comment on column public.referrals.payment_id is 'The first purchase of the referred user.';

create type public.get_referral_result as (
  outcome text,
  code text,
  reward_ms bigint,
  pending_count integer,
  rewarded_count integer,
  can_accept boolean
);
comment on column public.get_referral_result.outcome is
  'found | account_not_found';

-- Promise: eight characters nobody misreads.
create function private.new_referral_code()
returns text
language sql
volatile
set search_path = ''
as $$
  select left(private.random_code(), 8);
$$;

-- Promise: a user's code, made on first ask, and what came of it. can_accept: whether they may
-- still say who brought them.
-- Lock: none but the new code's. Outcomes: found; account_not_found.
create function public.get_referral(p_user_id uuid, p_organization_id uuid)
returns public.get_referral_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_result public.get_referral_result;
begin
  select * into v_account
  from public.accounts
  where id = private.find_account(p_user_id, p_organization_id) and user_id is not null;
  if v_account.id is null then
    v_result.outcome := 'account_not_found';
    return v_result;
  end if;
  loop
    select c.code into v_result.code
    from public.referral_codes c
    where c.organization_id = p_organization_id and c.user_id = p_user_id;
    exit when found;
    -- Somebody has the code already, or the user asked twice at once: look again.
    insert into public.referral_codes (organization_id, user_id, code)
    values (p_organization_id, p_user_id, private.new_referral_code())
    on conflict do nothing;
  end loop;
  select o.referral_reward_ms into v_result.reward_ms
  from public.organizations o where o.id = p_organization_id;
  select count(*) filter (where r.status = 'pending'), count(*) filter (where r.status = 'rewarded')
  into v_result.pending_count, v_result.rewarded_count
  from public.referrals r
  where r.organization_id = p_organization_id and r.referrer_user_id = p_user_id;
  v_result.can_accept := private.why_not_referred(v_account) is null;
  v_result.outcome := 'found';
  return v_result;
end;
$$;

-- Promise: why nobody can refer this account any more, or yet; null when somebody can.
-- Takes no lock.
create function private.why_not_referred(p_account public.accounts)
returns text
language sql
stable
set search_path = ''
as $$
  select case
    when o.referral_reward_ms = 0 then 'not_offered'
    when exists (
      select from public.referrals r
      where r.organization_id = o.id and r.referred_user_id = p_account.user_id
    ) then 'already_referred'
    when private.has_purchased(p_account.user_id, o.id) then 'already_purchased'
    when p_account.created_at < clock_timestamp() - interval '30 days' then 'account_too_old'
  end
  from public.organizations o
  where o.id = p_account.organization_id;
$$;

-- Promise: whether one user was brought by the other, directly or through others.
-- Takes no lock of its own.
create function private.was_referred_by(
  p_organization_id uuid,
  p_user_id uuid,
  p_ancestor_user_id uuid
)
returns boolean
language sql
stable
set search_path = ''
as $$
  with recursive ancestors as (
    select p_user_id as user_id
    union
    select r.referrer_user_id
    from ancestors a
    join public.referrals r
      on r.organization_id = p_organization_id and r.referred_user_id = a.user_id
  )
  select exists (select from ancestors a where a.user_id = p_ancestor_user_id);
$$;

create type public.accept_referral_result as (outcome text, reason text);
comment on column public.accept_referral_result.outcome is
  'accepted | replayed | referral_refused | account_not_found';

-- Promise: remembers who brought a user, once and for good.
-- Lock: the account row, then the organization's referrals, so that two users cannot bring each
-- other at the same moment. Outcomes: accepted; replayed (with the same code again);
-- referral_refused with a reason: unknown_code, self, loop (they brought each other, through any
-- number of others), already_referred, already_purchased, account_too_old (30 days), not_offered;
-- account_not_found.
create function public.accept_referral(p_user_id uuid, p_organization_id uuid, p_code text)
returns public.accept_referral_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_referrer_user_id uuid;
  v_reason text;
begin
  v_account := private.lock_account(private.find_account(p_user_id, p_organization_id));
  if v_account.id is null then
    return row('account_not_found', null)::public.accept_referral_result;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('referrals:' || p_organization_id, 0));
  select c.user_id into v_referrer_user_id
  from public.referral_codes c
  where c.organization_id = p_organization_id and c.code = private.promo_code_key(p_code);
  if exists (
    select from public.referrals r
    where r.organization_id = p_organization_id and r.referred_user_id = p_user_id
      and r.referrer_user_id = v_referrer_user_id
  ) then
    return row('replayed', null)::public.accept_referral_result;
  end if;
  v_reason := case
    when v_referrer_user_id is null then 'unknown_code'
    when v_referrer_user_id = p_user_id then 'self'
    else coalesce(
      private.why_not_referred(v_account),
      case when private.was_referred_by(p_organization_id, v_referrer_user_id, p_user_id)
        then 'loop' end
    )
  end;
  if v_reason is not null then
    return row('referral_refused', v_reason)::public.accept_referral_result;
  end if;
  insert into public.referrals (organization_id, referrer_user_id, referred_user_id)
  values (p_organization_id, v_referrer_user_id, p_user_id);
  return row('accepted', null)::public.accept_referral_result;
end;
$$;

alter table public.referral_codes enable row level security;
alter table public.referrals enable row level security;
grant select on public.referral_codes, public.referrals to authenticated, service_role;

create policy "users read their own referral code" on public.referral_codes
  for select to authenticated
  using (user_id = (select auth.uid()));

create policy "users read referrals they are part of" on public.referrals
  for select to authenticated
  using ((select auth.uid()) in (referrer_user_id, referred_user_id));

create policy "admins read their organization's referrals" on public.referrals
  for select to authenticated
  using (organization_id in (select private.administered_organization_ids()));

grant execute on function public.get_referral, public.accept_referral to service_role;
