-- What a gateway says of a payment now, made true here. Events are never believed: they say which
-- payment to ask about. So neither their order, nor their number, nor a lost one can matter.

-- Promise: the clock snapshots are dated by. Ask it before asking the gateway. Takes no lock.
create function public.database_now()
returns timestamptz
language sql
volatile
security definer
set search_path = ''
as $$
  select clock_timestamp();
$$;

create type public.apply_payment_snapshot_result as (
  outcome text, status text, time_grant_id uuid, balance_ms bigint
);
comment on column public.apply_payment_snapshot_result.outcome is
  'applied | unchanged | stale | review | not_found';

-- Promise: the payment, its refunds, its disputes and the time it bought are as the snapshot says.
-- Paid grants once and is never taken back: money returns by refunds alone. An amount or currency
-- that is not the payment's grants nothing until a later snapshot agrees or an admin decides.
-- Refunds and disputes count once each, in any order, also when they are seen before or with the
-- payment. The same snapshot again changes nothing.
-- Lock: the account row. Outcomes: applied; unchanged; stale (something newer was seen: ask the
-- gateway again); review (an admin must look); not_found.
create function public.apply_payment_snapshot(
  p_payment_id uuid,
  p_observed_at timestamptz,
  p_snapshot jsonb
)
returns public.apply_payment_snapshot_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_before public.payments;
  v_payment public.payments;
  v_outcome text;
begin
  perform private.assert(
    p_observed_at is not null and p_snapshot ->> 'status' in (
      'pending', 'processing', 'paid', 'failed', 'canceled', 'expired'
    ),
    'a snapshot needs a moment and a status'
  );
  v_account := private.lock_account(
    (select p.account_id from public.payments p where p.id = p_payment_id)
  );
  if v_account.id is null then
    return row('not_found', null, null, null)::public.apply_payment_snapshot_result;
  end if;
  select * into strict v_before from public.payments where id = p_payment_id for no key update;
  if p_observed_at < v_before.observed_at then
    v_outcome := 'stale';
    v_payment := v_before;
  else
    v_payment := private.note_snapshot(v_before, p_observed_at, p_snapshot);
    v_payment := private.judge_payment(v_payment, p_snapshot);
    perform private.note_refunds_and_disputes(v_payment, p_snapshot);
    v_payment := private.settle_claims(v_payment.id);
    v_before.observed_at := v_payment.observed_at;
    v_outcome := case
      when v_payment.review_reason is not null and v_payment.reviewed_at is null then 'review'
      when v_payment is distinct from v_before then 'applied'
      else 'unchanged'
    end;
    if v_payment is distinct from v_before then
      update public.payments set updated_at = clock_timestamp() where id = p_payment_id;
    end if;
  end if;
  select * into v_account from public.accounts where id = v_account.id;
  return row(
    v_outcome, v_payment.status, v_payment.time_grant_id, v_account.posted_ms
  )::public.apply_payment_snapshot_result;
end;
$$;

-- Promise: what a snapshot tells besides status and money is on the payment's row; what it does
-- not know any more stays. A moment to come counts as now, so that it cannot make all others
-- stale. Lock: the caller's, on the account.
create function private.note_snapshot(
  p_payment public.payments,
  p_observed_at timestamptz,
  p_snapshot jsonb
)
returns public.payments
language sql
set search_path = ''
as $$
  update public.payments
  set observed_at = least(p_observed_at, clock_timestamp()),
    gateway_checkout_id = coalesce(p_snapshot ->> 'gatewayCheckoutId', gateway_checkout_id),
    gateway_payment_id = coalesce(p_snapshot ->> 'gatewayPaymentId', gateway_payment_id),
    receipt_url = coalesce(left(p_snapshot ->> 'receiptUrl', 2000), receipt_url),
    is_test = coalesce((p_snapshot ->> 'isTest')::boolean, is_test),
    card_brand = coalesce(left(p_snapshot #>> '{card,brand}', 40), card_brand),
    card_last4 = coalesce(left(p_snapshot #>> '{card,last4}', 4), card_last4),
    card_fingerprint = coalesce(left(p_snapshot #>> '{card,fingerprint}', 100), card_fingerprint)
  where id = p_payment.id
  returning *;
$$;

-- Promise: the payment has the status the snapshot gives it. One that is paid stays so; one that
-- becomes so is granted, unless the money is not what was asked for: then it is for review. What a
-- paid subscription is worth its invoice decided, and what an admin has decided stands. Lock: the caller's, on the account.
create function private.judge_payment(p_payment public.payments, p_snapshot jsonb)
returns public.payments
language plpgsql
set search_path = ''
as $$
declare
  v_is_paid boolean := p_snapshot ->> 'status' = 'paid';
  v_mismatch text := case
    when upper(p_snapshot ->> 'currency') is distinct from p_payment.currency
      then 'currency_mismatch'
    when (p_snapshot ->> 'amountMinor')::bigint is distinct from p_payment.amount_minor
      then 'amount_mismatch'
  end;
  v_payment public.payments;
begin
  if p_payment.status = 'paid'
    and (
      not v_is_paid
      or p_payment.kind = 'subscription'
      or p_payment.reviewed_at is not null
      or coalesce(p_payment.review_reason, 'none') in ('none', 'refund_exceeds_amount')
    ) then
    return p_payment;
  elsif v_is_paid and v_mismatch is null then
    return private.pay_payment(p_payment);
  end if;
  update public.payments
  set status = p_snapshot ->> 'status',
    paid_at = case when v_is_paid then coalesce(paid_at, clock_timestamp()) end,
    review_reason = case when v_is_paid then v_mismatch end,
    failure_code = case when not v_is_paid then left(p_snapshot ->> 'failureCode', 100) end,
    failure_message =
      case when not v_is_paid then left(p_snapshot ->> 'failureMessage', 500) end
  where id = p_payment.id
  returning * into strict v_payment;
  return v_payment;
end;
$$;

-- Promise: each refund and dispute of the snapshot is a row, as it stands now, by its own id. One
-- that belongs to another payment is a bug. Lock: the caller's, on the account.
create function private.note_refunds_and_disputes(p_payment public.payments, p_snapshot jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_refunds jsonb := coalesce(nullif(p_snapshot -> 'refunds', 'null'), '[]');
  v_disputes jsonb := coalesce(nullif(p_snapshot -> 'disputes', 'null'), '[]');
begin
  perform private.assert(
    not exists (
      select from public.refunds r
      join jsonb_to_recordset(v_refunds) s (id text) on s.id = r.id
      where r.gateway = p_payment.gateway and r.payment_id <> p_payment.id
    )
    and not exists (
      select from public.disputes d
      join jsonb_to_recordset(v_disputes) s (id text) on s.id = d.id
      where d.gateway = p_payment.gateway and d.payment_id <> p_payment.id
    ),
    'a refund or dispute is another payment''s'
  );
  insert into public.refunds as r (
    gateway, id, payment_id, amount_minor, status, created_at, updated_at
  )
  select p_payment.gateway, s.id, p_payment.id, s."amountMinor", s.status, v_now, v_now
  from jsonb_to_recordset(v_refunds) s (id text, "amountMinor" bigint, status text)
  on conflict (gateway, id) do update
  set amount_minor = excluded.amount_minor, status = excluded.status, updated_at = v_now
  where (r.amount_minor, r.status) is distinct from (excluded.amount_minor, excluded.status);

  insert into public.disputes as d (gateway, id, payment_id, status, created_at, updated_at)
  select p_payment.gateway, s.id, p_payment.id, s.status, v_now, v_now
  from jsonb_to_recordset(v_disputes) s (id text, status text)
  on conflict (gateway, id) do update
  set status = excluded.status, updated_at = v_now
  where d.status is distinct from excluded.status;
end;
$$;

-- Promise: the payment counts its refunds and disputes as its rows say, and its time grant carries
-- what they claim: a refund its part of the time, cumulatively and rounded down, a dispute that is
-- open or lost everything. A refund of more than was paid is for review and claims no more than
-- all. Whoever gives a payment its grant later calls this then. Lock: the caller's, on the account.
create function private.settle_claims(p_payment_id uuid)
returns public.payments
language plpgsql
set search_path = ''
as $$
declare
  v_payment public.payments;
  v_refunded_minor bigint;
  v_dispute_status text;
  v_review_reason text;
begin
  select * into strict v_payment from public.payments where id = p_payment_id;
  select coalesce(sum(r.amount_minor), 0) into v_refunded_minor
  from public.refunds r where r.payment_id = p_payment_id and r.status = 'succeeded';
  select case
    when bool_or(d.status = 'open') then 'open'
    when bool_or(d.status = 'lost') then 'lost'
    when bool_or(d.status = 'won') then 'won'
    else 'none'
  end into v_dispute_status
  from public.disputes d where d.payment_id = p_payment_id;
  v_review_reason := case
    when v_payment.review_reason <> 'refund_exceeds_amount' then v_payment.review_reason
    when v_refunded_minor > v_payment.amount_minor then 'refund_exceeds_amount'
  end;
  v_refunded_minor := least(v_refunded_minor, v_payment.amount_minor);
  if (v_payment.refunded_minor, v_payment.dispute_status, v_payment.review_reason)
    is distinct from (v_refunded_minor, v_dispute_status, v_review_reason) then
    update public.payments
    set refunded_minor = v_refunded_minor,
      dispute_status = v_dispute_status,
      review_reason = v_review_reason,
      reviewed_at = case when review_reason = v_review_reason then reviewed_at end
    where id = p_payment_id
    returning * into strict v_payment;
  end if;
  if v_payment.time_grant_id is not null then
    perform private.set_claims(
      v_payment.time_grant_id,
      case
        when v_payment.refunded_minor = 0 then 0
        else (
          select floor(
            g.granted_ms::numeric * v_payment.refunded_minor / v_payment.amount_minor
          )::bigint
          from public.time_grants g where g.id = v_payment.time_grant_id
        )
      end,
      v_payment.dispute_status in ('open', 'lost')
    );
  end if;
  return v_payment;
end;
$$;

grant execute on function public.database_now, public.apply_payment_snapshot to service_role;
