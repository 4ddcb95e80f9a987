-- The inbox of webhooks, and how what a gateway speaks of is found again here.

create table public.gateway_events (
  gateway text not null check (gateway in ('stripe', 'cryptomus')),
  event_id text not null check (char_length(event_id) between 1 and 200),
  type text not null check (char_length(type) between 1 and 100),
  object_id text check (char_length(object_id) <= 200),
  payload jsonb not null check (pg_column_size(payload) <= 262144),
  created_at timestamptz not null,
  received_at timestamptz not null default now(),
  processed_at timestamptz,
  outcome text check (char_length(outcome) <= 100),
  attempts integer not null default 0,
  last_error text check (char_length(last_error) <= 2000),
  primary key (gateway, event_id)
);
create index gateway_events_received_idx on public.gateway_events (received_at);
comment on table public.gateway_events is
  'Webhooks of the last month, each once; the task that was enqueued with it does the work.';
alter table public.gateway_events enable row level security;
grant select on public.gateway_events to service_role;

create type public.record_gateway_event_result as (outcome text);
comment on column public.record_gateway_event_result.outcome is
  'recorded | replayed';

-- Promise: an event is on record and the task that processes it is in the queue, both or neither,
-- once per event id. What is done with and older than a month is forgotten by and by.
-- Lock: none but the row's own. Outcomes: recorded; replayed.
create function public.record_gateway_event(
  p_gateway text,
  p_event_id text,
  p_type text,
  p_object_id text,
  p_created_at timestamptz,
  p_payload jsonb
)
returns public.record_gateway_event_result
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.gateway_events (gateway, event_id, type, object_id, created_at, payload)
  values (p_gateway, p_event_id, p_type, p_object_id, p_created_at, p_payload)
  on conflict (gateway, event_id) do nothing;
  if not found then
    return row('replayed')::public.record_gateway_event_result;
  end if;
  perform private.enqueue_task(
    'process_gateway_event',
    jsonb_build_object('gateway', p_gateway, 'eventId', p_event_id),
    p_key => 'gateway_event:' || p_gateway || ':' || p_event_id
  );
  delete from public.gateway_events d
  where (d.gateway, d.event_id) in (
    select e.gateway, e.event_id
    from public.gateway_events e
    where e.received_at < now() - interval '30 days' and e.processed_at is not null
    limit 100
    for update skip locked
  );
  return row('recorded')::public.record_gateway_event_result;
end;
$$;

create type public.finish_gateway_event_result as (outcome text);
comment on column public.finish_gateway_event_result.outcome is
  'finished | failed | not_found';

-- Promise: notes what came of an attempt at an event: an outcome, or the error it failed with.
-- Lock: the event's row. Outcomes: finished; failed (noted; the task tries again); not_found.
create function public.finish_gateway_event(
  p_gateway text,
  p_event_id text,
  p_outcome text,
  p_error text
)
returns public.finish_gateway_event_result
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.gateway_events
  set attempts = attempts + 1,
    last_error = left(p_error, 2000),
    outcome = case when p_error is null then left(p_outcome, 100) else outcome end,
    processed_at = case when p_error is null then clock_timestamp() else processed_at end
  where gateway = p_gateway and event_id = p_event_id;
  return row(
    case when not found then 'not_found' when p_error is null then 'finished' else 'failed' end
  )::public.finish_gateway_event_result;
end;
$$;

create type public.get_payment_by_gateway_id_result as (outcome text, payment jsonb);
comment on column public.get_payment_by_gateway_id_result.outcome is
  'found | not_found';

-- Promise: the payment a gateway knows by this checkout, payment or invoice id. Takes no lock.
-- Outcomes: found; not_found.
create function public.get_payment_by_gateway_id(p_gateway text, p_id text)
returns public.get_payment_by_gateway_id_result
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_payment public.payments;
begin
  select * into v_payment
  from public.payments p
  where (p.gateway = p_gateway and p.gateway_checkout_id = p_id)
    or (p.gateway = p_gateway and p.gateway_payment_id = p_id)
    or (p.gateway = p_gateway and p.gateway_invoice_id = p_id);
  if not found then
    return row('not_found', null)::public.get_payment_by_gateway_id_result;
  end if;
  return row('found', to_jsonb(v_payment))::public.get_payment_by_gateway_id_result;
end;
$$;

create type public.list_unsettled_payments_result as (
  payment_id uuid,
  gateway text,
  mode text,
  status text,
  gateway_checkout_id text,
  gateway_payment_id text,
  gateway_invoice_id text,
  created_at timestamptz,
  expires_at timestamptz
);

-- Promise: at most p_limit payments that are neither paid nor given up, and that no gateway was
-- asked about for p_older_than_ms; the longest forgotten first. Takes no lock.
create function public.list_unsettled_payments(p_limit integer, p_older_than_ms bigint)
returns setof public.list_unsettled_payments_result
language sql
stable
security definer
set search_path = ''
as $$
  select p.id, p.gateway, p.mode, p.status, p.gateway_checkout_id, p.gateway_payment_id,
    p.gateway_invoice_id, p.created_at, p.expires_at
  from public.payments p
  where p.status in ('pending', 'processing')
    and coalesce(p.observed_at, p.created_at)
      < clock_timestamp() - p_older_than_ms * interval '1 millisecond'
  order by coalesce(p.observed_at, p.created_at)
  limit least(p_limit, 1000);
$$;

grant execute on function
  public.record_gateway_event,
  public.finish_gateway_event,
  public.get_payment_by_gateway_id,
  public.list_unsettled_payments
  to service_role;
