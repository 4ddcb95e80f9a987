-- What a paid invoice grants: a period's time, the difference an upgrade paid for, or nothing; and
-- what a renewal keeps of the time before it.

-- Promise: how long time outlives its period, so that a late invoice cannot lose the roll-over.
create function private.subscription_grace()
returns interval
language sql
immutable
set search_path = ''
as $$
  select interval '3 days';
$$;

-- Promise: takes up to p_amount_ms of the free time of the listed grants, soonest to expire first,
-- with entries of the given reason; answers how much. A reversal names the entry that granted.
-- Lock: the caller's, on the account.
create function private.take_free_time(
  p_account public.accounts,
  p_time_grant_ids uuid[],
  p_amount_ms bigint,
  p_reason text,
  p_key text,
  p_note text
)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  v_free record;
  v_left_ms bigint := greatest(p_amount_ms, 0);
begin
  for v_free in
    select f.time_grant_id, f.free_ms, e.id as entry_id
    from private.list_free_time(p_account.id, p_account.held_ms) f
    join public.ledger_entries e on e.time_grant_id = f.time_grant_id and e.reason = 'grant'
    where f.time_grant_id = any (p_time_grant_ids) and f.free_ms > 0
  loop
    exit when v_left_ms = 0;
    perform private.post_entry(
      p_account_id => p_account.id,
      p_time_grant_id => v_free.time_grant_id,
      p_amount_ms => -least(v_left_ms, v_free.free_ms),
      p_reason => p_reason,
      p_at => clock_timestamp(),
      p_idempotency_key => p_key || ':' || v_free.time_grant_id,
      p_reverses_entry_id => case when p_reason = 'reversal' then v_free.entry_id end,
      p_note => p_note
    );
    v_left_ms := v_left_ms - least(v_left_ms, v_free.free_ms);
  end loop;
  perform private.refresh_next_expiry(p_account.id);
  return greatest(p_amount_ms, 0) - v_left_ms;
end;
$$;

-- Promise: unused time of periods before the newest paid one lives on to the end of that one, up
-- to its plan's limit; what is beyond the limit and not held by a live call expires. The same
-- whichever of two invoices came first. Lock: the caller's, on the account.
create function private.roll_over(p_subscription_id uuid, p_key text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_newest record;
  v_account public.accounts;
  v_older_ids uuid[];
  v_older_ms bigint;
begin
  select p.id, p.starts_at, p.ends_at, s.account_id, l.rollover_limit_ms into v_newest
  from public.subscription_periods p
  join public.subscriptions s on s.id = p.subscription_id
  join public.plans l on l.id = p.plan_id
  where p.subscription_id = p_subscription_id
  order by p.starts_at desc
  limit 1;
  select * into v_account from public.accounts where id = v_newest.account_id;
  select array_agg(g.id), sum(g.remaining_ms) into v_older_ids, v_older_ms
  from public.subscription_invoices i
  join public.time_grants g on g.id = i.time_grant_id
  join public.subscription_periods p on p.id = i.period_id
  where i.subscription_id = p_subscription_id and p.starts_at < v_newest.starts_at
    and g.remaining_ms > 0;
  if v_older_ms is null then
    return;
  end if;
  perform private.take_free_time(
    v_account, v_older_ids, v_older_ms - v_newest.rollover_limit_ms, 'expiry',
    p_key || ':roll-over', null
  );
  update public.time_grants
  set expires_at = greatest(expires_at, v_newest.ends_at + private.subscription_grace())
  where id = any (v_older_ids) and remaining_ms > 0;
  perform private.refresh_next_expiry(v_account.id);
end;
$$;

-- Promise: what the lines of an invoice are worth: the plan and the period they pay for, and the
-- time of it. A proration counts for its share of the month that ends when it does. Takes no lock.
create function private.weigh_invoice_lines(p_subscription_id uuid, p_lines jsonb)
returns table (
  plan_id uuid,
  price_minor integer,
  currency text,
  amount_minor bigint,
  is_proration boolean,
  starts_at timestamptz,
  ends_at timestamptz,
  time_ms numeric
)
language sql
stable
set search_path = ''
as $$
  select p.id, p.price_minor, p.currency, l.amount_minor, l.is_proration, l.starts_at, l.ends_at,
    case
      when l.is_proration then
        sign(l.amount_minor) * p.included_ms * least(
          1, extract(epoch from l.ends_at - l.starts_at) / extract(epoch from coalesce(
            (
              select d.ends_at - d.starts_at
              from public.subscription_periods d
              where d.subscription_id = p_subscription_id
                and d.starts_at <= l.starts_at and d.ends_at > l.starts_at
            ),
            l.ends_at - (l.ends_at - interval '1 month')
          ))
        )
      else p.included_ms
    end
  from (
    select j ->> 'priceId' as price_id,
      (j ->> 'amountMinor')::bigint as amount_minor,
      coalesce((j ->> 'isProration')::boolean, false) as is_proration,
      (j ->> 'periodStartAt')::timestamptz as starts_at,
      (j ->> 'periodEndAt')::timestamptz as ends_at
    from jsonb_array_elements(p_lines) j
  ) l
  left join public.plans p on p.gateway_price_id = l.price_id;
$$;

-- Promise: why a paid invoice may not grant by itself; null when it may. Takes no lock.
create function private.review_invoice(p_subscription_id uuid, p_snapshot jsonb)
returns text
language sql
stable
set search_path = ''
as $$
  select case
    when p_snapshot ->> 'overagePeriodId' is not null then null
    when count(w.plan_id) = 0 then 'unknown_price'
    when count(*) filter (where upper(p_snapshot ->> 'currency') <> w.currency) > 0
      then 'currency_mismatch'
    when count(*) filter (where not w.is_proration and w.amount_minor <> w.price_minor) > 0
      or count(w.plan_id) filter (where not w.is_proration) > 1 then 'amount_mismatch'
  end
  from private.weigh_invoice_lines(p_subscription_id, p_snapshot -> 'lines') w;
$$;
