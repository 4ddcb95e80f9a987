-- What follows a payment for the one who paid: a receipt, or what went wrong with their money.
-- Whoever moves a payment on need not think of it.

-- Promise: the facts of a payment as its notices show them. Takes no lock.
create function private.describe_payment(p_payment public.payments)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'paymentId', p_payment.id,
    'packageName', (select k.name from public.packages k where k.id = p_payment.package_id),
    'quantity', p_payment.quantity,
    'timeMs', p_payment.time_ms,
    'amountMinor', p_payment.amount_minor,
    'currency', p_payment.currency,
    'cardBrand', p_payment.card_brand,
    'cardLast4', p_payment.card_last4,
    'receiptUrl', p_payment.receipt_url,
    'isTest', p_payment.is_test
  );
$$;

-- Promise: what is told when a payment's status becomes what it is now; null for nothing.
-- Subscriptions tell of their invoices themselves, and automatic top-ups of their failures.
create function private.notice_kind_of_payment(p_payment public.payments)
returns text
language sql
immutable
set search_path = ''
as $$
  select case
    when p_payment.review_reason is not null then 'payment_in_review'
    when p_payment.status = 'paid' and p_payment.kind = 'purchase' then 'receipt'
    when p_payment.status = 'paid' and p_payment.kind = 'auto_top_up' then 'auto_top_up_charged'
    when p_payment.status = 'failed' and p_payment.kind = 'purchase' then 'payment_failed'
  end;
$$;

-- Promise: tells a payer of each turn their payment takes, once each, whatever order and number
-- of events led there.
create function private.tell_of_payment()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_facts jsonb := private.describe_payment(new);
  v_kind text := private.notice_kind_of_payment(new);
begin
  if v_kind is not null and (
    tg_op = 'INSERT'
    or (old.status, old.review_reason) is distinct from (new.status, new.review_reason)
  ) then
    perform private.create_notice(
      new.user_id, new.organization_id, v_kind,
      v_facts || jsonb_build_object('failureText', new.failure_message),
      v_kind || ':' || new.id
    );
  end if;
  if tg_op = 'UPDATE' and new.refunded_minor > old.refunded_minor then
    perform private.create_notice(
      new.user_id, new.organization_id, 'payment_refunded',
      v_facts || jsonb_build_object('refundedMinor', new.refunded_minor - old.refunded_minor),
      'payment_refunded:' || new.id || ':' || new.refunded_minor
    );
  end if;
  if tg_op = 'UPDATE' and new.dispute_status <> 'none'
    and new.dispute_status <> old.dispute_status then
    perform private.create_notice(
      new.user_id, new.organization_id, 'payment_disputed',
      v_facts || jsonb_build_object('disputeStatus', new.dispute_status),
      'payment_disputed:' || new.id || ':' || new.dispute_status
    );
  end if;
  return null;
end;
$$;
create trigger payments_tell_their_payer
  after insert or update of status, review_reason, refunded_minor, dispute_status
  on public.payments
  for each row execute function private.tell_of_payment();
