-- What a business wants to read of itself, as views for Studio. Each shows a reader what the tables
-- beneath show them: the service and the owner all, an admin their organization, a member at most
-- themselves. Test money never mixes with real money.

-- Days are UTC's, so that a day is the same for whoever asks.
create index payments_paid_day_idx
  on public.payments (organization_id, ((paid_at at time zone 'UTC')::date))
  where status = 'paid';
create index payments_package_idx on public.payments (package_id) where status = 'paid';
-- Carries what the sums need, so that a thousand users' calls are read from the index alone.
create index voice_sessions_analytics_idx
  on public.voice_sessions (user_id, organization_id)
  include (started_at, charged_ms) where started_at is not null;

create view public.user_analytics with (security_invoker = true) as
  select
    a.organization_id,
    a.user_id,
    a.id as account_id,
    p.email,
    p.display_name,
    a.created_at as signed_up_at,
    date_trunc('week', a.created_at at time zone 'UTC')::date as cohort_week,
    calls.session_count,
    round(calls.charged_ms / 60000.0, 2) as minutes,
    round(calls.charged_ms / 60000.0 / nullif(calls.session_count, 0), 2) as average_minutes,
    money.revenue_minor,
    money.test_revenue_minor,
    calls.first_call_at,
    calls.last_call_at,
    a.posted_ms as balance_ms
  from public.accounts a
  left join public.profiles p on p.id = a.user_id
  cross join lateral (
    select count(*) as session_count,
      coalesce(sum(s.charged_ms), 0)::bigint as charged_ms,
      min(s.started_at) as first_call_at,
      max(s.started_at) as last_call_at
    from public.voice_sessions s
    where s.user_id = a.user_id and s.organization_id = a.organization_id
      and s.started_at is not null
  ) calls
  cross join lateral (
    select
      coalesce(jsonb_object_agg(m.currency, m.net_minor) filter (where not m.is_test), '{}')
        as revenue_minor,
      coalesce(jsonb_object_agg(m.currency, m.net_minor) filter (where m.is_test), '{}')
        as test_revenue_minor
    from (
      select y.currency, y.is_test, sum(
        case when y.dispute_status = 'lost' then 0 else y.amount_minor - y.refunded_minor end
      )::bigint as net_minor
      from public.payments y
      where y.user_id = a.user_id and y.organization_id = a.organization_id
        and y.status = 'paid' and y.amount_minor > 0
      group by y.currency, y.is_test
    ) m
  ) money
  where a.user_id is not null;
comment on view public.user_analytics is
  'One row a user: calls, minutes, what they paid net of refunds and lost disputes, cohort.';

create view public.revenue_by_day with (security_invoker = true) as
  select
    m.organization_id,
    m.day,
    m.currency,
    m.is_test,
    sum(m.gross_minor)::bigint as gross_minor,
    sum(m.refunded_minor)::bigint as refunded_minor,
    sum(m.disputed_minor)::bigint as disputed_minor,
    sum(m.gross_minor - m.refunded_minor - m.disputed_minor)::bigint as net_minor,
    sum(m.payment_count)::bigint as payment_count
  from (
    select p.organization_id, (p.paid_at at time zone 'UTC')::date as day, p.currency, p.is_test,
      p.amount_minor as gross_minor, 0 as refunded_minor, 0 as disputed_minor, 1 as payment_count
    from public.payments p
    where p.status = 'paid' and p.amount_minor > 0
    union all
    select p.organization_id, (r.created_at at time zone 'UTC')::date, p.currency, p.is_test,
      0, r.amount_minor, 0, 0
    from public.refunds r
    join public.payments p on p.id = r.payment_id
    where r.status = 'succeeded'
    union all
    select p.organization_id, (d.updated_at at time zone 'UTC')::date, p.currency, p.is_test,
      0, 0, p.amount_minor - p.refunded_minor, 0
    from public.disputes d
    join public.payments p on p.id = d.payment_id
    where d.status = 'lost'
  ) m
  group by m.organization_id, m.day, m.currency, m.is_test;
comment on view public.revenue_by_day is
  'Money by UTC day: what was paid that day, and what went back that day.';

create view public.package_performance with (security_invoker = true) as
  select
    k.organization_id,
    k.id as package_id,
    k.slug,
    k.name,
    k.currency,
    k.is_active,
    coalesce(sold.is_test, false) as is_test,
    coalesce(sold.sold_count, 0) as sold_count,
    coalesce(sold.payment_count, 0) as payment_count,
    coalesce(sold.revenue_minor, 0) as revenue_minor,
    coalesce(sold.refunded_minor, 0) as refunded_minor,
    coalesce(sold.sold_ms, 0) as sold_ms,
    coalesce(used.used_ms, 0) as used_ms
  from public.packages k
  left join (
    select p.package_id, p.is_test,
      sum(p.quantity)::bigint as sold_count,
      count(*) as payment_count,
      sum(p.amount_minor)::bigint as revenue_minor,
      sum(p.refunded_minor)::bigint as refunded_minor,
      sum(p.time_ms)::bigint as sold_ms
    from public.payments p
    where p.status = 'paid' and p.package_id is not null
    group by p.package_id, p.is_test
  ) sold on sold.package_id = k.id
  -- Apart from the above, so that no payment counts once for each entry of its time.
  left join (
    select p.package_id, p.is_test, -sum(e.amount_ms)::bigint as used_ms
    from public.payments p
    join public.ledger_entries e on e.time_grant_id = p.time_grant_id
    where p.status = 'paid' and p.package_id is not null
      and (e.reason = 'capture' or (e.reason = 'reversal' and e.amount_ms > 0))
    group by p.package_id, p.is_test
  ) used on used.package_id = k.id and used.is_test = sold.is_test;
comment on view public.package_performance is
  'One row a package: how often it was sold, for how much, and how much of its time was used.';

create view public.liability with (security_invoker = true) as
  select
    t.organization_id,
    t.kind,
    t.currency,
    t.is_test,
    count(*) as grant_count,
    sum(t.unused_ms)::bigint as unused_ms,
    round(sum(t.value_minor))::bigint as value_minor
  from (
    select
      a.organization_id,
      case
        when g.is_frozen then 'frozen'
        when p.id is not null or g.source in ('card', 'subscription') then 'sold'
        else 'promotional'
      end as kind,
      p.currency,
      coalesce(p.is_test, false) as is_test,
      g.remaining_ms + g.frozen_ms as unused_ms,
      (g.remaining_ms + g.frozen_ms)::numeric * coalesce(p.amount_minor, 0) / g.granted_ms
        as value_minor
    from public.time_grants g
    join public.accounts a on a.id = g.account_id
    left join public.payments p on p.time_grant_id = g.id
    where (g.remaining_ms > 0 or g.frozen_ms > 0)
      and g.source <> 'overage'
      and (g.is_frozen or g.expires_at is null or g.expires_at > now())
      -- Lost in a dispute: the time is written off with the money.
      and p.dispute_status is distinct from 'lost'
  ) t
  group by t.organization_id, t.kind, t.currency, t.is_test;
comment on view public.liability is
  'Time owed: unused time by kind, with what was paid for it.';

grant select on
  public.user_analytics, public.revenue_by_day, public.package_performance, public.liability
  to authenticated, service_role;
