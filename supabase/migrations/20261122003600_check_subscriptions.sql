-- The proof, continued: that subscriptions granted what their invoices paid for, and no overage
-- costs more than its user allowed.

-- Promise: how invoices, their grants and overages disagree. Takes no lock.
create function private.check_subscriptions()
returns setof public.check_ledger_result
language sql
stable
set search_path = ''
as $$
  select 'invoice_granted_wrongly', s.account_id, to_jsonb(i)
  from public.subscription_invoices i
  join public.subscriptions s on s.id = i.subscription_id
  left join public.time_grants g on g.id = i.time_grant_id
  where (i.granted_ms > 0 or i.time_grant_id is not null)
    and (g.idempotency_key, g.granted_ms, g.account_id)
      is distinct from ('subscription:' || i.id, i.granted_ms, s.account_id)
  union all
  select 'subscription_grant_without_invoice', g.account_id, to_jsonb(g)
  from public.time_grants g
  where g.idempotency_key like 'subscription:%'
    and not exists (select from public.subscription_invoices i where i.time_grant_id = g.id)
  union all
  select 'invoice_differs_from_payment', s.account_id, to_jsonb(i)
  from public.subscription_invoices i
  join public.subscriptions s on s.id = i.subscription_id
  left join public.payments p on p.id = i.payment_id
  where (i.amount_minor > 0 or i.payment_id is not null)
    and (p.gateway_invoice_id, p.amount_minor, p.currency, p.account_id, p.time_grant_id)
      is distinct from (i.id, i.amount_minor, i.currency, s.account_id, i.time_grant_id)
  union all
  select 'overage_exceeds_cap', s.account_id, to_jsonb(p) || to_jsonb(o)
  from public.subscription_periods p
  join public.subscriptions s on s.id = p.subscription_id
  cross join lateral private.measure_overage(p) o
  where p.overage_status <> 'none'
    and (
      o.used_ms * p.overage_minor_per_minute / 60000 > p.overage_cap_minor
      or p.overage_amount_minor > p.overage_cap_minor
    );
$$;
