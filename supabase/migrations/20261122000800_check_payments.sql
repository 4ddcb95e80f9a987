-- The proof, continued: that the time of each payment is what its money says.

-- Promise: how payments, their refunds and disputes and the time they bought disagree. Takes no
-- lock.
create function private.check_payments()
returns setof public.check_ledger_result
language sql
stable
set search_path = ''
as $$
  with refunded as (
    select r.payment_id, sum(r.amount_minor) as refunds_minor
    from public.refunds r where r.status = 'succeeded' group by r.payment_id
  ),
  disputed as (
    select d.payment_id,
      case
        when bool_or(d.status = 'open') then 'open'
        when bool_or(d.status = 'lost') then 'lost'
        else 'won'
      end as disputes_status
    from public.disputes d group by d.payment_id
  )
  select v.violation, p.account_id, to_jsonb(p) || jsonb_build_object('time_grant', to_jsonb(g))
  from public.payments p
  left join public.time_grants g on g.id = p.time_grant_id
  left join refunded r on r.payment_id = p.id
  left join disputed d on d.payment_id = p.id
  cross join lateral (
    values
      (
        'paid_payment_without_grant',
        p.status = 'paid' and p.review_reason is null
          and p.kind <> 'subscription' and p.time_ms > 0
          and (g.idempotency_key, g.granted_ms) is distinct from ('payment:' || p.id, p.time_ms)
      ),
      ('payment_granted_elsewhere', g.account_id <> p.account_id),
      (
        'refunded_money_is_wrong',
        p.refunded_minor <> least(p.amount_minor, coalesce(r.refunds_minor, 0))
      ),
      ('dispute_status_is_wrong', p.dispute_status <> coalesce(d.disputes_status, 'none')),
      (
        'revoked_time_is_wrong',
        g.revoke_ms <> floor(
          g.granted_ms::numeric * p.refunded_minor / nullif(p.amount_minor, 0)
        )
      ),
      ('frozen_without_dispute', g.is_frozen <> (p.dispute_status in ('open', 'lost')))
  ) v (violation, is_violated)
  where v.is_violated;
$$;

-- Promise: how what refunds and disputes claim of grants disagrees with what was taken. Takes no
-- lock.
create function private.check_claims()
returns setof public.check_ledger_result
language sql
stable
set search_path = ''
as $$
  select v.violation, g.account_id, to_jsonb(g)
  from public.time_grants g
  left join (
    select e.time_grant_id,
      -sum(e.amount_ms) filter (where e.reason = 'refund') as refunded_ms,
      -sum(e.amount_ms) filter (where e.reason in ('freeze', 'restore')) as frozen_ms
    from public.ledger_entries e
    where e.reason in ('refund', 'freeze', 'restore')
    group by e.time_grant_id
  ) e on e.time_grant_id = g.id
  cross join lateral (
    values
      (
        'card_grant_without_payment',
        g.source = 'card' and g.idempotency_key like 'payment:%'
          and not exists (
            select from public.payments p where p.time_grant_id = g.id and p.status = 'paid'
          )
      ),
      ('refunded_time_differs_from_entries', g.refunded_ms <> coalesce(e.refunded_ms, 0)),
      ('frozen_time_differs_from_entries', g.frozen_ms <> coalesce(e.frozen_ms, 0)),
      ('refunded_time_exceeds_target', g.refunded_ms > g.revoke_ms),
      ('frozen_time_on_usable_grant', g.frozen_ms > 0 and not g.is_frozen)
  ) v (violation, is_violated)
  where v.is_violated
  union all
  select 'claimed_time_left_free', g.account_id, to_jsonb(g)
  from public.time_grants g
  join public.accounts a on a.id = g.account_id
  cross join lateral private.list_free_time(a.id, a.held_ms) f
  where g.remaining_ms > 0 and (g.is_frozen or g.revoke_ms > g.refunded_ms)
    and f.time_grant_id = g.id and f.free_ms > 0;
$$;
