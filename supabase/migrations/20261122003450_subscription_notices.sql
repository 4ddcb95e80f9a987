-- What a subscriber is told of their invoices.

-- Promise: tells once of a paid invoice: of a renewal as such, of all others by a receipt when
-- money was paid. Takes no lock.
create function private.tell_of_paid_invoice(p_invoice public.subscription_invoices)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_subscription public.subscriptions;
  v_payment public.payments;
begin
  select * into v_subscription
  from public.subscriptions where id = p_invoice.subscription_id;
  select * into v_payment from public.payments where id = p_invoice.payment_id;
  if p_invoice.kind = 'period' and exists (
    select
    from public.subscription_periods earlier
    join public.subscription_periods p on p.subscription_id = earlier.subscription_id
    where p.id = p_invoice.period_id and earlier.starts_at < p.starts_at
  ) then
    perform private.create_notice(
      v_subscription.user_id, v_subscription.organization_id, 'subscription_renewed',
      private.describe_subscription(v_subscription)
        || jsonb_strip_nulls(private.describe_payment(v_payment))
        || (
          select jsonb_build_object('grantedMs', p_invoice.granted_ms, 'periodEndAt', p.ends_at)
          from public.subscription_periods p where p.id = p_invoice.period_id
        ),
      'subscription_renewed:' || p_invoice.id
    );
  elsif v_payment.id is not null and v_payment.review_reason is null then
    perform private.create_notice(
      v_payment.user_id, v_payment.organization_id, 'receipt',
      private.describe_payment(v_payment)
        || (select jsonb_build_object('packageName', l.name)
            from public.plans l where l.id = v_subscription.plan_id),
      'receipt:' || v_payment.id
    );
  end if;
end;
$$;

-- Promise: tells once of each invoice whose payment failed. Lock: the caller's, on the account.
create function private.tell_of_unpaid_invoice(
  p_subscription public.subscriptions,
  p_snapshot jsonb
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_snapshot ->> 'status' in ('open', 'uncollectible')
    and (p_snapshot ->> 'attemptCount')::integer > 0
    and p_subscription.status <> 'incomplete' then
    perform private.create_notice(
      p_subscription.user_id, p_subscription.organization_id, 'subscription_payment_failed',
      private.describe_subscription(p_subscription)
        || jsonb_build_object('isTest', p_snapshot -> 'isTest'),
      'subscription_payment_failed:' || (p_snapshot ->> 'invoiceId')
    );
  end if;
end;
$$;
