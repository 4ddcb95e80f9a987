-- A payment begins: from a quote, once, before any gateway is spoken to, so that whatever the
-- gateway says later has a row to meet.

create type public.create_payment_result as (outcome text, payment jsonb);
comment on column public.create_payment_result.outcome is
  'created | replayed | idempotency_conflict | account_not_found | quote_not_found | quote_expired'
  ' | quote_used | too_many_pending | promo_code_exhausted';

-- Promise: a payment of what the quote says, once per account and idempotency key; a quote of
-- nothing is paid and granted at once. payment is the row, also on replay: as it stands now. A
-- replay is known by its key before the quote is looked at, so it is answered when that is gone.
-- Lock: the account row. Outcomes: created; replayed; idempotency_conflict (the key began another
-- payment); account_not_found; quote_not_found (or it is somebody else's); quote_expired;
-- quote_used; too_many_pending (twenty can still be paid); promo_code_exhausted (somebody took its
-- last use since the quote).
create function public.create_payment(
  p_user_id uuid,
  p_organization_id uuid,
  p_quote_id uuid,
  p_kind text,
  p_gateway text,
  p_mode text,
  p_idempotency_key text,
  p_request_hash text,
  p_lifetime_ms bigint
)
returns public.create_payment_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_payment public.payments;
  v_refusal text;
begin
  perform private.assert(p_lifetime_ms between 1 and 2678400000, 'the lifetime is up to 31 days');
  perform private.assert(p_kind in ('purchase', 'auto_top_up'), 'only these come from a quote');
  v_account := private.lock_account(private.find_account(p_user_id, p_organization_id));
  if v_account.id is null then
    return row('account_not_found', null)::public.create_payment_result;
  end if;
  select * into v_payment
  from public.payments where account_id = v_account.id and idempotency_key = p_idempotency_key;
  if found then
    if not exists (
      select from private.payment_requests r
      where r.payment_id = v_payment.id and r.request_hash = p_request_hash
    ) then
      return row('idempotency_conflict', null)::public.create_payment_result;
    end if;
    return row('replayed', to_jsonb(v_payment))::public.create_payment_result;
  end if;
  v_refusal := private.refuse_quote(v_account.id, p_quote_id);
  if v_refusal is not null then
    return row(v_refusal, null)::public.create_payment_result;
  end if;
  v_payment := private.insert_payment(
    v_account, p_user_id, p_quote_id, p_kind, p_gateway, p_mode, p_idempotency_key, p_lifetime_ms
  );
  if v_payment.id is null then
    return row('promo_code_exhausted', null)::public.create_payment_result;
  end if;
  insert into private.payment_requests (payment_id, request_hash)
  values (v_payment.id, p_request_hash);
  if v_payment.amount_minor = 0 then
    v_payment := private.pay_payment(v_payment);
  end if;
  return row('created', to_jsonb(v_payment))::public.create_payment_result;
end;
$$;

-- Promise: why an account cannot begin a payment of this quote now, null when it can. Takes no lock
-- but relies on the caller's, on the account.
create function private.refuse_quote(p_account_id uuid, p_quote_id uuid)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_pending_max constant integer := 20;
  v_quote record;
begin
  select q.used_by_payment_id, q.expires_at into v_quote
  from public.price_quotes q where q.id = p_quote_id and q.account_id = p_account_id;
  return case
    when not found then 'quote_not_found'
    when v_quote.used_by_payment_id is not null then 'quote_used'
    when v_quote.expires_at <= clock_timestamp() then 'quote_expired'
    when v_pending_max <= (
      select count(*) from public.payments p
      where p.account_id = p_account_id and p.status in ('pending', 'processing')
        and p.expires_at > clock_timestamp()
    ) then 'too_many_pending'
  end;
end;
$$;

-- Promise: the row of a new payment, its quote used and its promo code reserved; nothing of it and
-- null when the code has no redemption left. Lock: the caller's, on the account.
create function private.insert_payment(
  p_account public.accounts,
  p_user_id uuid,
  p_quote_id uuid,
  p_kind text,
  p_gateway text,
  p_mode text,
  p_idempotency_key text,
  p_lifetime_ms bigint
)
returns public.payments
language plpgsql
set search_path = ''
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_payment public.payments;
begin
  insert into public.payments (
    organization_id, account_id, user_id, kind, package_id, quote_id, promo_code, quantity,
    time_ms, amount_minor, currency, valid_for_days, gateway, mode, idempotency_key,
    created_at, updated_at, expires_at
  )
  select
    p_account.organization_id, p_account.id, p_user_id, p_kind, q.package_id, q.id, q.promo_code,
    q.quantity, q.time_ms, q.amount_minor, q.currency, q.valid_for_days,
    case when q.amount_minor = 0 then 'none' else p_gateway end,
    case when q.amount_minor = 0 then 'free' else p_mode end,
    p_idempotency_key, v_now, v_now, v_now + p_lifetime_ms * interval '1 millisecond'
  from public.price_quotes q
  where q.id = p_quote_id
  returning * into strict v_payment;
  if v_payment.promo_code is not null and not private.reserve_promo_redemption(v_payment) then
    raise exception using errcode = 'MB001';
  end if;
  update public.price_quotes set used_by_payment_id = v_payment.id where id = p_quote_id;
  return v_payment;
exception
  -- Raised above and nowhere else: it takes back what this function has written.
  when sqlstate 'MB001' then
    return null;
end;
$$;

-- Promise: a payment that was not paid is, and its time is on the account, once: the grant's key
-- is the payment's. A subscription's time is granted by its periods, not here. The grant is made
-- first, so that whoever listens to the payment becoming paid sees it.
-- Lock: the caller's, on the account.
create function private.pay_payment(p_payment public.payments)
returns public.payments
language plpgsql
set search_path = ''
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_payment public.payments;
  v_grant public.grant_time_result;
begin
  if p_payment.kind <> 'subscription' and p_payment.time_ms > 0 then
    v_grant := public.grant_time(
      p_account_id => p_payment.account_id,
      p_idempotency_key => 'payment:' || p_payment.id,
      p_source => 'card',
      p_granted_ms => p_payment.time_ms,
      p_priority => 100,
      p_expires_at => v_now + p_payment.valid_for_days * interval '1 day'
    );
    perform private.assert(v_grant.outcome = 'granted', 'a payment was granted before it was paid');
  end if;
  update public.payments
  set status = 'paid',
    paid_at = coalesce(paid_at, v_now),
    time_grant_id = coalesce(v_grant.time_grant_id, time_grant_id),
    review_reason = null,
    reviewed_at = null,
    failure_code = null,
    failure_message = null,
    updated_at = v_now
  where id = p_payment.id
  returning * into strict v_payment;
  return v_payment;
end;
$$;

create type public.set_payment_gateway_ids_result as (outcome text);
comment on column public.set_payment_gateway_ids_result.outcome is
  'set | conflict | not_found';

-- Promise: notes which checkout or payment at the gateway this payment is; null leaves an id as
-- it was. Lock: the payment's row. Outcomes: set (also on replay); conflict (the payment has
-- another id already, or another payment has this one); not_found.
create function public.set_payment_gateway_ids(
  p_payment_id uuid,
  p_gateway_checkout_id text,
  p_gateway_payment_id text
)
returns public.set_payment_gateway_ids_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_payment public.payments;
begin
  select * into v_payment from public.payments where id = p_payment_id for no key update;
  if not found then
    return row('not_found')::public.set_payment_gateway_ids_result;
  end if;
  if v_payment.gateway_checkout_id <> p_gateway_checkout_id
    or v_payment.gateway_payment_id <> p_gateway_payment_id then
    return row('conflict')::public.set_payment_gateway_ids_result;
  end if;
  update public.payments
  set gateway_checkout_id = coalesce(p_gateway_checkout_id, gateway_checkout_id),
    gateway_payment_id = coalesce(p_gateway_payment_id, gateway_payment_id)
  where id = p_payment_id;
  return row('set')::public.set_payment_gateway_ids_result;
exception
  when unique_violation then
    return row('conflict')::public.set_payment_gateway_ids_result;
end;
$$;

grant execute on function public.create_payment, public.set_payment_gateway_ids to service_role;
