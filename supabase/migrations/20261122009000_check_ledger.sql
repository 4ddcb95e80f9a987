-- The proof as a whole, when all it asks is there. A migration that adds a rule of time or money adds
-- its check_…() function, and its line here.

-- Promise: every violation of the rules of time and money, empty when all is well. Sees one
-- snapshot, so work in progress elsewhere cannot look like a violation. Tests call it after each
-- change, a nightly task in production. Takes no lock.
create function public.check_ledger()
returns setof public.check_ledger_result
language sql
stable
security definer
set search_path = ''
as $$
  select * from private.check_accounts()
  union all
  select * from private.check_entries()
  union all
  select * from private.check_calls()
  union all
  select * from private.check_payments()
  union all
  select * from private.check_claims()
  union all
  select * from private.check_promo_codes()
  union all
  select * from private.check_referrals()
  union all
  select * from private.check_subscriptions();
$$;
grant execute on function public.check_ledger to service_role;
