-- A paid invoice becomes a payment and time on the account, once, in whatever order and however
-- often we hear of it.

create type public.apply_invoice_snapshot_result as (
  outcome text, payment_id uuid, time_grant_id uuid, balance_ms bigint
);
comment on column public.apply_invoice_snapshot_result.outcome is
  'applied | unchanged | review | unpaid | not_found';

-- Promise: records what was paid as a payment of this account, paid already. Null for nothing paid.
-- Lock: the caller's, on the account.
create function private.record_invoice_payment(
  p_subscription public.subscriptions,
  p_snapshot jsonb,
  p_observed_at timestamptz,
  p_time_grant_id uuid,
  p_granted_ms bigint,
  p_review_reason text
)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_payment_id uuid;
begin
  if (p_snapshot ->> 'amountPaidMinor')::bigint = 0 then
    return null;
  end if;
  insert into public.payments (
    organization_id, account_id, user_id, kind, quantity, time_ms, amount_minor, currency,
    gateway, mode, gateway_payment_id, gateway_invoice_id, status, review_reason, receipt_url,
    card_brand, card_last4, card_fingerprint, is_test, time_grant_id, idempotency_key,
    observed_at, expires_at, paid_at
  )
  values (
    p_subscription.organization_id, p_subscription.account_id, p_subscription.user_id,
    'subscription', 1, p_granted_ms, (p_snapshot ->> 'amountPaidMinor')::bigint,
    upper(p_snapshot ->> 'currency'), p_subscription.gateway, 'invoice',
    p_snapshot ->> 'gatewayPaymentId', p_snapshot ->> 'invoiceId', 'paid',
    -- Payments know no foreign price: money came that is not what our plan asks.
    replace(p_review_reason, 'unknown_price', 'amount_mismatch'),
    p_snapshot ->> 'receiptUrl', p_snapshot #>> '{card,brand}', p_snapshot #>> '{card,last4}',
    p_snapshot #>> '{card,fingerprint}', coalesce((p_snapshot ->> 'isTest')::boolean, false),
    p_time_grant_id, 'invoice:' || (p_snapshot ->> 'invoiceId'),
    least(p_observed_at, clock_timestamp()), clock_timestamp(),
    coalesce((p_snapshot ->> 'paidAt')::timestamptz, clock_timestamp())
  )
  returning id into v_payment_id;
  -- A refund or dispute may have been told of before there was a payment to find: look now.
  perform private.enqueue_task(
    p_task => 'sync_payment',
    p_payload => jsonb_build_object('paymentId', v_payment_id),
    p_key => 'sync_payment:' || v_payment_id
  );
  return v_payment_id;
end;
$$;

-- Promise: the period an invoice is about: the one its plan line pays for, made when it is new, or
-- the one a proration falls into. Null for none. Lock: the caller's, on the account.
create function private.period_of_invoice(p_subscription_id uuid, p_lines jsonb)
returns public.subscription_periods
language plpgsql
set search_path = ''
as $$
declare
  v_line record;
  v_period public.subscription_periods;
begin
  select * into v_line
  from private.weigh_invoice_lines(p_subscription_id, p_lines) w
  where w.plan_id is not null
  -- A plan line before prorations; of those, what was bought before what was given up.
  order by w.is_proration, w.amount_minor desc
  limit 1;
  if v_line.is_proration then
    update public.subscription_periods
    set plan_id = v_line.plan_id
    where subscription_id = p_subscription_id
      and starts_at <= v_line.starts_at and ends_at > v_line.starts_at
    returning * into v_period;
    return v_period;
  end if;
  insert into public.subscription_periods (subscription_id, plan_id, starts_at, ends_at)
  values (p_subscription_id, v_line.plan_id, v_line.starts_at, v_line.ends_at)
  on conflict (subscription_id, starts_at) do update set ends_at = excluded.ends_at
  returning * into v_period;
  return v_period;
end;
$$;

-- Promise: grants what the lines are worth, once for the invoice, to the end of the period and the
-- grace, and in any case for the grace from now; or, when they are worth less than nothing, takes
-- the difference off the period's unused time. Lock: the caller's, on the account.
create function private.settle_invoice_time(
  p_subscription public.subscriptions,
  p_period public.subscription_periods,
  p_invoice_id text,
  p_time_ms bigint,
  out time_grant_id uuid,
  out granted_ms bigint,
  out taken_back_ms bigint
)
language plpgsql
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_grant public.grant_time_result;
begin
  granted_ms := 0;
  taken_back_ms := 0;
  if p_time_ms > 0 then
    v_grant := public.grant_time(
      p_account_id => p_subscription.account_id,
      p_idempotency_key => 'subscription:' || p_invoice_id,
      p_source => 'subscription',
      p_granted_ms => p_time_ms,
      p_priority => 50,
      p_expires_at =>
        greatest(p_period.ends_at, clock_timestamp()) + private.subscription_grace()
    );
    perform private.assert(v_grant.outcome = 'granted', 'an invoice was granted twice');
    time_grant_id := v_grant.time_grant_id;
    granted_ms := p_time_ms;
  elsif p_time_ms < 0 then
    select * into v_account from public.accounts where id = p_subscription.account_id;
    taken_back_ms := private.take_free_time(
      v_account,
      array(
        select i.time_grant_id from public.subscription_invoices i
        where i.period_id = p_period.id and i.time_grant_id is not null
      ),
      -p_time_ms, 'reversal', 'subscription:' || p_invoice_id, 'the plan was changed'
    );
  end if;
end;
$$;

-- Promise: applies an invoice as the gateway has it now: {invoiceId, status, amountPaidMinor,
-- currency, gatewayPaymentId, receiptUrl, isTest, paidAt, attemptCount, overagePeriodId, card:
-- {brand, last4, fingerprint}, lines: [{priceId, amountMinor, isProration, periodStartAt,
-- periodEndAt}]}. A paid one is granted for once, keyed by its id, whoever asks how often; amounts
-- and currencies that are not our plan's are left to an admin. One that failed is told of.
-- Lock: the account row. Outcomes: applied; unchanged (it was before); review (paid, but not as
-- listed: nothing is granted); unpaid; not_found (no such subscription).
create function public.apply_invoice_snapshot(
  p_subscription_id uuid,
  p_observed_at timestamptz,
  p_snapshot jsonb
)
returns public.apply_invoice_snapshot_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_subscription public.subscriptions;
  v_period public.subscription_periods;
  v_invoice public.subscription_invoices;
  v_time record;
  v_invoice_id constant text := p_snapshot ->> 'invoiceId';
  v_is_overage constant boolean := p_snapshot ->> 'overagePeriodId' is not null;
begin
  v_account := private.lock_account_of_subscription(p_subscription_id);
  if v_account.id is null then
    return row('not_found', null, null, null)::public.apply_invoice_snapshot_result;
  end if;
  select * into v_subscription from public.subscriptions where id = p_subscription_id;
  if p_snapshot ->> 'status' <> 'paid' then
    perform private.tell_of_unpaid_invoice(v_subscription, p_snapshot);
    return row('unpaid', null, null, v_account.posted_ms)::public.apply_invoice_snapshot_result;
  end if;
  select * into v_invoice from public.subscription_invoices where id = v_invoice_id;
  if found then
    return row(
      'unchanged', v_invoice.payment_id, v_invoice.time_grant_id, v_account.posted_ms
    )::public.apply_invoice_snapshot_result;
  end if;
  v_invoice.review_reason := private.review_invoice(p_subscription_id, p_snapshot);
  if v_is_overage then
    v_period := private.settle_overage(p_subscription_id, p_snapshot);
  elsif v_invoice.review_reason is null then
    v_period := private.period_of_invoice(p_subscription_id, p_snapshot -> 'lines');
  end if;
  select * into v_time
  from private.settle_invoice_time(
    v_subscription, v_period, v_invoice_id,
    case when v_is_overage or v_invoice.review_reason is not null then 0 else (
      select floor(sum(w.time_ms))::bigint
      from private.weigh_invoice_lines(p_subscription_id, p_snapshot -> 'lines') w
    ) end
  );
  v_invoice.payment_id := private.record_invoice_payment(
    v_subscription, p_snapshot, p_observed_at, v_time.time_grant_id, v_time.granted_ms,
    v_invoice.review_reason
  );
  insert into public.subscription_invoices (
    id, subscription_id, period_id, kind, amount_minor, currency, payment_id, time_grant_id,
    granted_ms, taken_back_ms, review_reason, applied_at
  )
  values (
    v_invoice_id, p_subscription_id, v_period.id,
    private.kind_of_invoice(p_snapshot, v_invoice.review_reason),
    (p_snapshot ->> 'amountPaidMinor')::bigint, upper(p_snapshot ->> 'currency'),
    v_invoice.payment_id, v_time.time_grant_id, v_time.granted_ms, v_time.taken_back_ms,
    v_invoice.review_reason, clock_timestamp()
  )
  returning * into v_invoice;
  if v_period.id is not null and not v_is_overage then
    perform private.begin_period(v_subscription, v_invoice_id);
  end if;
  perform private.tell_of_paid_invoice(v_invoice);
  perform private.open_overage(p_subscription_id);
  return row(
    case when v_invoice.review_reason is null then 'applied' else 'review' end,
    v_invoice.payment_id, v_time.time_grant_id,
    (select posted_ms from public.accounts where id = v_account.id)
  )::public.apply_invoice_snapshot_result;
end;
$$;

-- Promise: the word for what an invoice was. Takes no lock.
create function private.kind_of_invoice(p_snapshot jsonb, p_review_reason text)
returns text
language sql
immutable
set search_path = ''
as $$
  select case
    when p_snapshot ->> 'overagePeriodId' is not null then 'overage'
    when p_review_reason is not null then 'other'
    when exists (
      select from jsonb_array_elements(p_snapshot -> 'lines') l
      where not coalesce((l ->> 'isProration')::boolean, false)
    ) then 'period'
    else 'proration'
  end;
$$;

-- Promise: the plan of the newest period that was paid for is the subscription's, and what is left
-- of earlier periods rolls over. Lock: the caller's, on the account.
create function private.begin_period(p_subscription public.subscriptions, p_invoice_id text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.subscriptions s
  set plan_id = newest.plan_id,
    pending_plan_id = nullif(s.pending_plan_id, newest.plan_id)
  from (
    select p.plan_id
    from public.subscription_periods p
    where p.subscription_id = p_subscription.id
    order by p.starts_at desc
    limit 1
  ) newest
  where s.id = p_subscription.id;
  perform private.roll_over(p_subscription.id, 'subscription:' || p_invoice_id);
end;
$$;

grant execute on function public.apply_invoice_snapshot to service_role;
