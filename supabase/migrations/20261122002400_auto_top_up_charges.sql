-- The standing order at work: who is due, the payment it makes, and what its success or failure
-- does to it. A task charges the saved card; here nobody speaks to a gateway.

-- Promise: the accounts whose standing order is due, or p_account_id alone if it is: on, below the
-- threshold with what live calls have used counted, no other automatic payment under way or in
-- review, the month's count not reached, and an hour since the last failure. Takes no lock.
create function private.list_due_auto_top_ups(p_limit integer, p_account_id uuid default null)
returns setof uuid
language sql
stable
set search_path = ''
as $$
  -- Who runs low is found first and by itself: the other questions cost more, and of ten thousand
  -- orders a few get that far.
  with low as materialized (
    select t.account_id, t.monthly_max_count, a.user_id
    from public.auto_top_ups t
    join public.accounts a on a.id = t.account_id
    where t.is_enabled and (p_account_id is null or t.account_id = p_account_id)
      and a.posted_ms - a.used_ms < t.threshold_ms
      and (t.last_failed_at is null or t.last_failed_at <= now() - interval '1 hour')
  )
  select l.account_id
  from low l
  join public.profiles u on u.id = l.user_id
  where not exists (
      select
      from public.payments p
      where p.account_id = l.account_id and p.kind = 'auto_top_up'
        and (p.status in ('pending', 'processing') or p.review_reason is not null)
    )
    and private.count_auto_top_ups(l.account_id) < l.monthly_max_count
  order by l.account_id
  limit p_limit;
$$;

-- Promise: a standing order is off, with the reason why, and its user is told. Lock: the caller's,
-- on the account.
create function private.disable_auto_top_up(
  p_account_id uuid,
  p_reason text,
  p_facts jsonb,
  p_dedupe_key text
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.auto_top_ups
  set is_enabled = false, disabled_reason = p_reason, updated_at = clock_timestamp()
  where account_id = p_account_id and is_enabled;
  if found then
    perform private.create_notice(
      a.user_id, a.organization_id, 'auto_top_up_disabled',
      p_facts || jsonb_build_object('disabledReason', p_reason),
      'auto_top_up_disabled:' || p_dedupe_key
    )
    from public.accounts a
    where a.id = p_account_id;
  end if;
end;
$$;

-- Promise: one more failure in a row is counted and told; the third turns the standing order off,
-- which is told instead. The next attempt waits an hour. Lock: the caller's, on the account.
create function private.count_auto_top_up_failure(
  p_account_id uuid,
  p_facts jsonb,
  p_dedupe_key text
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_failures integer;
begin
  update public.auto_top_ups
  set consecutive_failures = consecutive_failures + 1,
    last_failed_at = clock_timestamp(),
    updated_at = clock_timestamp()
  where account_id = p_account_id
  returning case when is_enabled then consecutive_failures end into v_failures;
  if v_failures >= 3 then
    perform private.disable_auto_top_up(p_account_id, 'failures', p_facts, p_dedupe_key);
    return;
  end if;
  perform private.create_notice(
    a.user_id, a.organization_id, 'auto_top_up_failed',
    p_facts || jsonb_build_object('failedCount', v_failures),
    'auto_top_up_failed:' || p_dedupe_key
  )
  from public.accounts a
  where a.id = p_account_id;
end;
$$;

-- Promise: the payment of a standing order that is due, made from today's price, and the task that
-- charges it; its id, or null when none could be made, which counts as a failure. A card that is no
-- longer there turns the order off. Lock: the caller's, on the account.
create function private.begin_auto_top_up(p_account public.accounts)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_order public.auto_top_ups;
  v_key text;
  v_outcome text;
  v_quote jsonb;
  v_payment jsonb;
begin
  update public.auto_top_ups
  set attempt_count = attempt_count + 1
  where account_id = p_account.id
  returning * into strict v_order;
  v_key := 'auto_top_up:' || p_account.id || ':' || v_order.attempt_count;
  if not private.has_saved_card(p_account.user_id, p_account.organization_id) then
    perform private.disable_auto_top_up(p_account.id, 'no_card', '{}', v_key);
    return null;
  end if;
  select q.outcome, q.quote into v_outcome, v_quote
  from public.create_price_quote(
    p_user_id => p_account.user_id,
    p_organization_id => p_account.organization_id,
    p_package => v_order.package_id::text,
    p_currency => (select k.currency from public.packages k where k.id = v_order.package_id),
    p_quantity => 1,
    p_promo_code => null,
    p_lifetime_ms => 600000
  ) q;
  if v_outcome = 'quoted' then
    select c.outcome, c.payment into v_outcome, v_payment
    from public.create_payment(
      p_user_id => p_account.user_id,
      p_organization_id => p_account.organization_id,
      p_quote_id => (v_quote ->> 'id')::uuid,
      p_kind => 'auto_top_up',
      p_gateway => 'stripe',
      p_mode => 'intent',
      p_idempotency_key => v_key,
      p_request_hash => encode(sha256(convert_to(v_key, 'UTF8')), 'hex'),
      -- As long as the task may keep trying while the gateway is away.
      p_lifetime_ms => 86400000
    ) c;
  end if;
  if v_outcome not in ('created', 'replayed') then
    perform private.count_auto_top_up_failure(
      p_account.id,
      jsonb_build_object(
        'failureCode', v_outcome,
        'packageName',
        (select k.name from public.packages k where k.id = v_order.package_id)
      ),
      v_key
    );
    return null;
  end if;
  perform private.enqueue_task(
    p_task => 'charge_auto_top_up',
    p_payload => jsonb_build_object('paymentId', v_payment ->> 'id'),
    p_key => 'charge_auto_top_up:' || (v_payment ->> 'id')
  );
  return (v_payment ->> 'id')::uuid;
end;
$$;

create type public.begin_auto_top_ups_result as (outcome text, payment_id uuid);
comment on column public.begin_auto_top_ups_result.outcome is
  'begun';

-- Promise: begins at most p_limit automatic top-ups that are due, one row each; in a call too, so
-- that it goes on. Every api replica runs it: an account another one works on is left to it, and
-- what it began there is seen under the account's lock, so that nobody is charged twice.
-- Lock: the account rows, in the order of their ids. Outcome: begun.
create function public.begin_auto_top_ups(p_limit integer)
returns setof public.begin_auto_top_ups_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account_id uuid;
  v_payment_id uuid;
begin
  perform private.assert(p_limit between 1 and 1000, 'the limit is not between 1 and 1000');
  for v_account_id in select d from private.list_due_auto_top_ups(p_limit) d
  loop
    perform from public.accounts where id = v_account_id for no key update skip locked;
    continue when not found;
    -- What is past its expiry leaves the account; what others did meanwhile shows.
    perform private.lock_account(v_account_id);
    continue when not exists (select from private.list_due_auto_top_ups(1, v_account_id));
    select private.begin_auto_top_up(a) into v_payment_id
    from public.accounts a
    where a.id = v_account_id;
    if v_payment_id is not null then
      return next row('begun', v_payment_id)::public.begin_auto_top_ups_result;
    end if;
  end loop;
end;
$$;

-- Promise: keeps a standing order in step with its payments. A paid one forgets the failures before
-- it; one that ended unpaid counts as a failure; money given back or disputed turns the order off,
-- for it would buy again what was just returned. Lock: the caller's, on the account.
create function private.follow_auto_top_up()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.kind = 'auto_top_up' and new.status <> old.status then
    if new.status = 'paid' then
      update public.auto_top_ups
      set consecutive_failures = 0, last_failed_at = null
      where account_id = new.account_id;
    elsif new.status in ('failed', 'canceled', 'expired')
      and old.status in ('pending', 'processing') then
      perform private.count_auto_top_up_failure(
        new.account_id,
        private.describe_payment(new) || jsonb_build_object(
          'failureCode', new.failure_code, 'failureText', new.failure_message
        ),
        new.id::text
      );
    end if;
  end if;
  if new.refunded_minor > old.refunded_minor
    or (new.dispute_status = 'open' and old.dispute_status <> 'open') then
    perform private.disable_auto_top_up(
      new.account_id, 'payment_reversed', private.describe_payment(new),
      new.id || ':' || new.refunded_minor || ':' || new.dispute_status
    );
  end if;
  return null;
end;
$$;
create trigger payments_are_followed_by_the_standing_order
  after update of status, refunded_minor, dispute_status on public.payments
  for each row execute function private.follow_auto_top_up();

grant execute on function public.begin_auto_top_ups to service_role;
