-- What a referral is worth: time for both sides after the first purchase, taken back as far as it
-- is unused when that purchase comes to nothing. It happens in a task of its own, because a payment
-- holds the payer's account and must not wait for another.

create type public.reward_referral_result as (outcome text, referral_id uuid);
comment on column public.reward_referral_result.outcome is
  'rewarded | replayed | taken_back | referral_refused | not_due | not_found';

-- Promise: a referral is as the referred user's first purchase says: both sides rewarded once when
-- it is paid, the unused part of both rewards taken back when it was refunded in full or a dispute
-- over it was lost. What a call holds is taken when it ends.
-- Lock: both account rows, in the order of their ids, then the referral's. Outcomes: rewarded;
-- replayed (nothing is left to do); taken_back; referral_refused (paid with a card the referrer
-- paid with, or one side is gone); not_due (no referral waits for this payment: it is not paid,
-- not the first one, or no purchase); not_found (no such payment).
create function public.reward_referral(p_payment_id uuid)
returns public.reward_referral_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_payment public.payments;
  v_referral public.referrals;
begin
  select * into v_payment from public.payments where id = p_payment_id;
  if v_payment.id is null then
    return row('not_found', null)::public.reward_referral_result;
  end if;
  select * into v_referral
  from public.referrals
  where organization_id = v_payment.organization_id
    and referred_user_id = v_payment.user_id;
  if v_referral.id is null then
    return row('not_due', null)::public.reward_referral_result;
  end if;
  perform private.lock_account(a.id)
  from (
    select a.id
    from public.accounts a
    where a.organization_id = v_referral.organization_id
      and a.user_id in (v_referral.referrer_user_id, v_referral.referred_user_id)
    order by a.id
  ) a;
  -- Read again: only now do both stand still.
  select * into strict v_payment from public.payments where id = p_payment_id;
  select * into strict v_referral
  from public.referrals where id = v_referral.id for no key update;
  return row(
    case
      when v_referral.status = 'pending' then private.reward_first_purchase(v_referral, v_payment)
      when v_referral.payment_id is distinct from p_payment_id then 'not_due'
      when v_referral.status = 'rewarded' and private.has_come_to_nothing(v_payment)
        then private.take_rewards_back(v_referral)
      when v_referral.status = 'refused' then 'referral_refused'
      else 'replayed'
    end,
    v_referral.id
  )::public.reward_referral_result;
end;
$$;

-- Promise: whether nothing of the payment's money was kept.
create function private.has_come_to_nothing(p_payment public.payments)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select p_payment.refunded_minor >= p_payment.amount_minor or p_payment.dispute_status = 'lost';
$$;

-- Promise: whether this payment is the first that bought time for money and kept it so far.
-- Takes no lock.
create function private.is_first_purchase(p_payment public.payments)
returns boolean
language sql
stable
set search_path = ''
as $$
  select private.is_purchase(p_payment)
    and p_payment.status = 'paid'
    and p_payment.review_reason is null
    and p_payment.dispute_status in ('none', 'won')
    and not private.has_come_to_nothing(p_payment)
    and not exists (
      select from public.payments p
      where p.user_id = p_payment.user_id and p.organization_id = p_payment.organization_id
        and p.id <> p_payment.id and p.status = 'paid' and private.is_purchase(p)
        and (p.paid_at, p.id) < (p_payment.paid_at, p_payment.id)
    );
$$;

-- Promise: why a first purchase rewards nobody; null when it does. Takes no lock.
create function private.why_not_rewarded(p_referral public.referrals, p_payment public.payments)
returns text
language sql
stable
set search_path = ''
as $$
  select case
    when exists (
      select from public.payments p
      where p.user_id = p_referral.referrer_user_id and p.status = 'paid'
        and p.card_fingerprint = p_payment.card_fingerprint
    ) then 'shared_card'
    -- An account stays for its ledger's sake when its user has gone.
    when 2 <> (
      select count(*)
      from public.profiles p
      join public.accounts a
        on a.user_id = p.id and a.organization_id = p_referral.organization_id
      where p.id in (p_referral.referrer_user_id, p_referral.referred_user_id)
    ) then 'no_account'
  end;
$$;

-- Promise: the outcome of a pending referral at this payment: both sides rewarded, or refused for
-- good, or nothing yet. Lock: the caller's, on both accounts and the referral.
create function private.reward_first_purchase(
  p_referral public.referrals,
  p_payment public.payments
)
returns text
language plpgsql
set search_path = ''
as $$
declare
  v_reason text;
  v_reward_ms bigint := (
    select o.referral_reward_ms from public.organizations o where o.id = p_referral.organization_id
  );
begin
  if v_reward_ms = 0 or not private.is_first_purchase(p_payment) then
    return 'not_due';
  end if;
  v_reason := private.why_not_rewarded(p_referral, p_payment);
  if v_reason is not null then
    update public.referrals
    set status = 'refused', refusal_reason = v_reason, payment_id = p_payment.id,
      settled_at = clock_timestamp()
    where id = p_referral.id;
    return 'referral_refused';
  end if;
  update public.referrals
  set status = 'rewarded',
    payment_id = p_payment.id,
    reward_ms = v_reward_ms,
    referrer_time_grant_id =
      private.grant_reward(p_referral, p_referral.referrer_user_id, 'referrer', v_reward_ms),
    referred_time_grant_id =
      private.grant_reward(p_referral, p_referral.referred_user_id, 'referred', v_reward_ms),
    settled_at = clock_timestamp()
  where id = p_referral.id;
  return 'rewarded';
end;
$$;

-- Promise: one side's reward and the notice of it, once per referral and side; it lives for 180
-- days.
-- Lock: the caller's, on the account.
create function private.grant_reward(
  p_referral public.referrals,
  p_user_id uuid,
  p_side text,
  p_reward_ms bigint
)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_granted public.grant_time_result;
begin
  v_granted := public.grant_time(
    p_account_id => (
      select a.id
      from public.accounts a
      where a.organization_id = p_referral.organization_id and a.user_id = p_user_id
    ),
    p_idempotency_key => 'referral:' || p_referral.id || ':' || p_side,
    p_source => 'referral',
    p_granted_ms => p_reward_ms,
    p_priority => 10,
    p_expires_at => clock_timestamp() + interval '180 days'
  );
  perform private.assert(v_granted.outcome = 'granted', 'a reward was not granted');
  perform private.create_notice(
    p_user_id, p_referral.organization_id, 'referral_rewarded',
    jsonb_build_object('rewardMs', p_reward_ms, 'side', p_side),
    'referral_rewarded:' || p_referral.id || ':' || p_side
  );
  return v_granted.time_grant_id;
end;
$$;

-- Promise: what is unused of both rewards is taken back, what a call holds when it ends.
-- Lock: the caller's, on both accounts and the referral.
create function private.take_rewards_back(p_referral public.referrals)
returns text
language plpgsql
set search_path = ''
as $$
begin
  perform private.set_claims(p_referral.referrer_time_grant_id, p_referral.reward_ms, false);
  perform private.set_claims(p_referral.referred_time_grant_id, p_referral.reward_ms, false);
  update public.referrals
  set status = 'taken_back', settled_at = clock_timestamp()
  where id = p_referral.id;
  return 'taken_back';
end;
$$;

-- Promise: when a payment of somebody who was referred is paid, or comes to nothing, the task
-- `reward_referral` looks at it once this transaction has committed. Takes no lock.
create function private.enqueue_referral_reward()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if private.is_purchase(new) and exists (
    select from public.referrals r
    where r.organization_id = new.organization_id and r.referred_user_id = new.user_id
      and (r.status = 'pending' or r.payment_id = new.id)
  ) then
    perform private.enqueue_task(
      p_task => 'reward_referral',
      p_payload => jsonb_build_object('paymentId', new.id),
      p_key => 'reward_referral:' || new.id
    );
  end if;
  return null;
end;
$$;
create trigger payments_reward_referrals_when_made
  after insert on public.payments
  for each row
  when (new.status = 'paid')
  execute function private.enqueue_referral_reward();
create trigger payments_reward_referrals_when_changed
  after update on public.payments
  for each row
  when (
    new.status = 'paid'
    and (old.status, old.review_reason, old.refunded_minor, old.dispute_status)
      is distinct from (new.status, new.review_reason, new.refunded_minor, new.dispute_status)
  )
  execute function private.enqueue_referral_reward();

grant execute on function public.reward_referral to service_role;
