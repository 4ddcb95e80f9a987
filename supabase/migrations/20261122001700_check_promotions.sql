-- The proof, continued: that no promo code was used more often, and no referral rewarded otherwise,
-- than its rows say.

-- Promise: how promo codes, their redemptions and the payments they belong to disagree. Takes no
-- lock.
create function private.check_promo_codes()
returns setof public.check_ledger_result
language sql
stable
set search_path = ''
as $$
  select 'promo_count_differs_from_redemptions', null::uuid, to_jsonb(c)
  from public.promo_codes c
  left join (
    select r.promo_code_id, count(*) as redemption_count
    from public.promo_redemptions r where r.status <> 'released' group by r.promo_code_id
  ) r on r.promo_code_id = c.id
  where c.redemption_count <> coalesce(r.redemption_count, 0)
  union all
  select 'promo_redemption_differs_from_payment', r.account_id, to_jsonb(r)
  from public.promo_redemptions r
  join public.payments p on p.id = r.payment_id
  where (r.status = 'redeemed') <> (p.status = 'paid')
    or (r.status = 'reserved' and p.status not in ('pending', 'processing'))
  union all
  select 'promo_redemption_differs_from_grant', r.account_id, to_jsonb(r)
  from public.promo_redemptions r
  join public.time_grants g on g.id = r.time_grant_id
  where (g.account_id, g.idempotency_key) is distinct from (r.account_id, 'promo:' || r.id);
$$;

-- Promise: how referrals and the time they gave disagree. Takes no lock.
create function private.check_referrals()
returns setof public.check_ledger_result
language sql
stable
set search_path = ''
as $$
  select 'referral_grant_is_wrong', g.account_id, to_jsonb(r) || jsonb_build_object('grant', g.id)
  from public.referrals r
  cross join lateral (
    values
      (r.referrer_time_grant_id, r.referrer_user_id, 'referral:' || r.id || ':referrer'),
      (r.referred_time_grant_id, r.referred_user_id, 'referral:' || r.id || ':referred')
  ) side (time_grant_id, user_id, idempotency_key)
  join public.time_grants g on g.id = side.time_grant_id
  join public.accounts a on a.id = g.account_id
  where (g.idempotency_key, g.granted_ms, a.user_id, a.organization_id)
      is distinct from (side.idempotency_key, r.reward_ms, side.user_id, r.organization_id)
    or g.revoke_ms <> case when r.status = 'taken_back' then g.granted_ms else 0 end;
$$;
