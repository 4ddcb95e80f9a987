-- How a promo code is used up: reserved by the payment it makes cheaper, redeemed or released by
-- what becomes of that payment, or redeemed at once for free time. A code's row is locked before
-- its redemptions are counted, and always after the account's.

-- Promise: reserves a redemption of the promo code of the payment's quote, once per payment. False
-- when the code was switched off, has none left for the user, or was for a first purchase and is
-- not any more. A quote's word holds beyond the code's last day. A payment that is paid already,
-- because nothing was to be paid, redeems it at once.
-- Lock: the code's row; the caller's, on the account.
create function private.reserve_promo_redemption(p_payment public.payments)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  v_promo_code public.promo_codes;
begin
  if exists (
    select from public.promo_redemptions r
    where r.payment_id = p_payment.id and r.status <> 'released'
  ) then
    return true;
  end if;
  select c.* into v_promo_code
  from public.promo_codes c
  where c.id = (select q.promo_code_id from public.price_quotes q where q.id = p_payment.quote_id)
  for no key update;
  if v_promo_code.id is null
    or not v_promo_code.is_active
    or not private.has_redemption_left(v_promo_code, p_payment.user_id)
    or (v_promo_code.is_first_purchase_only and not private.may_be_first_purchase(p_payment)) then
    return false;
  end if;
  insert into public.promo_redemptions as r (
    promo_code_id, organization_id, account_id, user_id, payment_id, status
  )
  values (
    v_promo_code.id, p_payment.organization_id, p_payment.account_id, p_payment.user_id,
    p_payment.id, case when p_payment.status = 'paid' then 'redeemed' else 'reserved' end
  )
  on conflict (payment_id) do update
  set status = excluded.status, updated_at = clock_timestamp();
  update public.promo_codes
  set redemption_count = redemption_count + 1
  where id = v_promo_code.id;
  return true;
end;
$$;

-- Promise: whether the payment can still become the user's first purchase: nothing was bought, and
-- no other payment that may yet be paid was made cheaper as a first one.
-- Lock: the caller's, on the account.
create function private.may_be_first_purchase(p_payment public.payments)
returns boolean
language sql
stable
set search_path = ''
as $$
  select not private.has_purchased(p_payment.user_id, p_payment.organization_id)
    and not exists (
      select from public.promo_redemptions r
      join public.promo_codes c on c.id = r.promo_code_id
      where r.account_id = p_payment.account_id and r.payment_id <> p_payment.id
        and r.status = 'reserved' and c.is_first_purchase_only
    );
$$;

-- Promise: a redemption follows its payment: redeemed when it is paid, released when it cannot be
-- paid, reserved anew, if there is one left, when it can again. Money that comes after a release
-- was still paid at the lower price, so it counts then, though the code may be used up meanwhile.
-- Lock: the code's row; the caller's, on the account.
create function private.settle_promo_redemption()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_status text := case
    when new.status = 'paid' then 'redeemed'
    when new.status in ('pending', 'processing') then 'reserved'
    else 'released'
  end;
  v_redemption public.promo_redemptions;
begin
  select * into v_redemption from public.promo_redemptions where payment_id = new.id;
  if v_redemption.id is null or v_redemption.status in ('redeemed', v_status) then
    return null;
  elsif v_status = 'reserved' then
    perform private.reserve_promo_redemption(new);
    return null;
  end if;
  update public.promo_codes
  set redemption_count = redemption_count + case
    when v_status = 'released' then -1
    when v_redemption.status = 'released' then 1
    else 0
  end
  where id = v_redemption.promo_code_id;
  update public.promo_redemptions
  set status = v_status, updated_at = clock_timestamp()
  where id = v_redemption.id;
  return null;
end;
$$;
create trigger payments_settle_promo_redemptions
  after update of status on public.payments
  for each row
  when (old.status is distinct from new.status)
  execute function private.settle_promo_redemption();

create type public.redeem_promo_code_result as (
  outcome text, granted_ms bigint, balance_ms bigint
);
comment on column public.redeem_promo_code_result.outcome is
  'redeemed | replayed | promo_code_invalid | promo_code_exhausted | promo_code_needs_purchase'
  ' | account_not_found | idempotency_conflict';

-- Promise: gives the free time of a promo code, once per idempotency key when there is one.
-- Lock: the account row, then the code's. Outcomes: redeemed; replayed (the first redemption under
-- this key); promo_code_invalid (unknown, expired, foreign, or for a first purchase that has
-- been); promo_code_exhausted (no redemption left, of all or of this user);
-- promo_code_needs_purchase (it takes a percentage off instead); account_not_found;
-- idempotency_conflict (the key redeemed another code).
create function public.redeem_promo_code(
  p_user_id uuid,
  p_organization_id uuid,
  p_code text,
  p_idempotency_key text default null
)
returns public.redeem_promo_code_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_promo_code public.promo_codes;
  v_result public.redeem_promo_code_result;
begin
  v_account := private.lock_account(private.find_account(p_user_id, p_organization_id));
  if v_account.id is null then
    v_result.outcome := 'account_not_found';
    return v_result;
  end if;
  v_result := private.replay_redemption(v_account, p_code, p_idempotency_key);
  if v_result.outcome is not null then
    return v_result;
  end if;
  v_promo_code := private.find_promo_code(p_organization_id, p_code);
  -- Locked and read again: only now does the count stand still.
  select * into v_promo_code
  from public.promo_codes where id = v_promo_code.id and is_active for no key update;
  v_result.outcome := case
    when v_promo_code.id is null
      or (v_promo_code.is_first_purchase_only
        and private.has_purchased(p_user_id, p_organization_id)) then 'promo_code_invalid'
    when v_promo_code.free_time_ms is null then 'promo_code_needs_purchase'
    when not private.has_redemption_left(v_promo_code, p_user_id) then 'promo_code_exhausted'
  end;
  if v_result.outcome is not null then
    return v_result;
  end if;
  return private.grant_free_time(v_account, v_promo_code, p_idempotency_key);
end;
$$;

-- Promise: what a redemption under this key answered before; nulls when there was none.
-- Lock: the caller's, on the account.
create function private.replay_redemption(
  p_account public.accounts,
  p_code text,
  p_idempotency_key text
)
returns public.redeem_promo_code_result
language sql
stable
set search_path = ''
as $$
  select
    case when c.code_key = private.promo_code_key(p_code) then 'replayed'
      else 'idempotency_conflict' end,
    case when c.code_key = private.promo_code_key(p_code) then g.granted_ms end,
    p_account.posted_ms
  from public.promo_redemptions r
  join public.promo_codes c on c.id = r.promo_code_id
  join public.time_grants g on g.id = r.time_grant_id
  where r.account_id = p_account.id and r.idempotency_key = p_idempotency_key;
$$;

-- Promise: puts a code's free time on the account and counts the redemption.
-- Lock: the caller's, on the account and the code's row.
create function private.grant_free_time(
  p_account public.accounts,
  p_promo_code public.promo_codes,
  p_idempotency_key text
)
returns public.redeem_promo_code_result
language plpgsql
set search_path = ''
as $$
declare
  v_redemption_id uuid := gen_random_uuid();
  v_granted public.grant_time_result;
begin
  v_granted := public.grant_time(
    p_account_id => p_account.id,
    p_idempotency_key => 'promo:' || v_redemption_id,
    p_source => 'promo',
    p_granted_ms => p_promo_code.free_time_ms,
    p_priority => 10,
    p_expires_at => clock_timestamp() + p_promo_code.valid_for_days * interval '1 day'
  );
  perform private.assert(v_granted.outcome = 'granted', 'free time was not granted');
  insert into public.promo_redemptions (
    id, promo_code_id, organization_id, account_id, user_id, time_grant_id, idempotency_key, status
  )
  values (
    v_redemption_id, p_promo_code.id, p_account.organization_id, p_account.id, p_account.user_id,
    v_granted.time_grant_id, p_idempotency_key, 'redeemed'
  );
  update public.promo_codes
  set redemption_count = redemption_count + 1
  where id = p_promo_code.id;
  return row(
    'redeemed', p_promo_code.free_time_ms, v_granted.balance_ms
  )::public.redeem_promo_code_result;
end;
$$;

grant execute on function public.redeem_promo_code to service_role;
