-- What an administrator decides about money that does not fit.

create type public.admin_resolve_payment_review_result as (
  outcome text, time_grant_id uuid, balance_ms bigint, audit_entry_id bigint
);
comment on column public.admin_resolve_payment_review_result.outcome is
  'granted | closed | not_grantable | not_under_review | not_found | reason_missing';

-- Promise: ends the review of a payment, and writes down who and why. Granted, it is worth the time
-- it was for, whatever came, and refunds and disputes claim that time as any other's. Closed, it
-- stays as it is, and nothing the gateway says later grants it.
-- Lock: the account row. Outcomes: granted; closed; not_grantable (it has its time already, or is a
-- subscription's); not_under_review (also once it is resolved); not_found; reason_missing (fewer
-- than 3 characters, or more than 1000).
create function public.admin_resolve_payment_review(
  p_payment_id uuid,
  p_is_granted boolean,
  p_reason text,
  p_actor text default null
)
returns public.admin_resolve_payment_review_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_payment public.payments;
  v_result public.admin_resolve_payment_review_result;
begin
  perform private.lock_account(
    (select p.account_id from public.payments p where p.id = p_payment_id)
  );
  select * into v_payment from public.payments where id = p_payment_id for no key update;
  v_result.outcome := case
    when not found then 'not_found'
    when not private.is_reason(p_reason) then 'reason_missing'
    when v_payment.review_reason is null or v_payment.reviewed_at is not null
      then 'not_under_review'
    when not p_is_granted then 'closed'
    when v_payment.time_grant_id is not null or v_payment.kind = 'subscription'
      then 'not_grantable'
    else 'granted'
  end;
  if v_result.outcome = 'granted' then
    perform private.pay_payment(v_payment);
    v_payment := private.settle_claims(p_payment_id);
  elsif v_result.outcome = 'closed' then
    update public.payments set reviewed_at = clock_timestamp() where id = p_payment_id;
  else
    return v_result;
  end if;
  v_result.time_grant_id := v_payment.time_grant_id;
  select a.posted_ms into v_result.balance_ms
  from public.accounts a where a.id = v_payment.account_id;
  v_result.audit_entry_id := private.audit(
    v_payment.account_id, p_actor, 'resolve_payment_review', 'payment:' || p_payment_id, p_reason,
    jsonb_build_object('outcome', v_result.outcome, 'balanceMs', v_result.balance_ms)
  );
  return v_result;
end;
$$;

grant execute on function public.admin_resolve_payment_review to service_role;
