-- Who works on tasks now. A worker that is killed leaves its tasks locked for four hours, as the
-- queue has it; here it is missed within seconds, and its tasks are given to the others.

create table private.task_workers (
  worker_id text primary key check (char_length(worker_id) between 1 and 100),
  seen_at timestamptz not null default clock_timestamp()
);
comment on table private.task_workers is 'Processes that work on tasks, and when each last said so.';

create table private.gateway_watermarks (
  gateway text primary key check (gateway in ('stripe', 'cryptomus')),
  reconciled_until timestamptz not null
);
comment on table private.gateway_watermarks is
  'Until when every event of a gateway is on record, whatever became of its webhooks.';

create type public.beat_task_worker_result as (outcome text, released_count integer);
comment on column public.beat_task_worker_result.outcome is 'seen';

-- Promise: the worker is alive, and tasks locked by any that was not seen for p_dead_after_ms are
-- free again, also those of workers nobody knows. A task that was at its last attempt, or whose
-- place another took meanwhile, gets one more: being killed is no fault of the task. Tasks may
-- thus run twice at once if a worker only seemed dead; all of them can bear it.
-- Lock: the dead workers' tasks. Outcomes: seen.
create function public.beat_task_worker(p_worker_id text, p_dead_after_ms bigint)
returns public.beat_task_worker_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_dead_before timestamptz := clock_timestamp() - p_dead_after_ms * interval '1 millisecond';
  v_dead_ids text[];
  v_count integer;
begin
  insert into private.task_workers as w (worker_id, seen_at)
  values (p_worker_id, clock_timestamp())
  on conflict (worker_id) do update set seen_at = excluded.seen_at;
  delete from private.task_workers w where w.seen_at < v_dead_before;
  select array_agg(distinct j.locked_by) into v_dead_ids
  from graphile_worker._private_jobs j
  where j.locked_by is not null and j.locked_at < v_dead_before
    and not exists (select from private.task_workers w where w.worker_id = j.locked_by);
  select coalesce(v_dead_ids, '{}') || coalesce(array_agg(distinct q.locked_by), '{}')
  into v_dead_ids
  from graphile_worker._private_job_queues q
  where q.locked_by is not null and q.locked_at < v_dead_before
    and not exists (select from private.task_workers w where w.worker_id = q.locked_by);
  update graphile_worker._private_jobs j
  set attempts = least(j.attempts, j.max_attempts - 1)
  where j.locked_by = any (v_dead_ids);
  get diagnostics v_count = row_count;
  if cardinality(v_dead_ids) > 0 then
    perform graphile_worker.force_unlock_workers(v_dead_ids);
    perform pg_notify('jobs:insert', json_build_object('count', v_count)::text);
  end if;
  return row('seen', v_count)::public.beat_task_worker_result;
end;
$$;

create type public.forget_task_worker_result as (outcome text);
comment on column public.forget_task_worker_result.outcome is 'forgotten';

-- Promise: a worker that has stopped in good order is not missed. Outcomes: forgotten.
create function public.forget_task_worker(p_worker_id text)
returns public.forget_task_worker_result
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from private.task_workers where worker_id = p_worker_id;
  return row('forgotten')::public.forget_task_worker_result;
end;
$$;

create type public.task_queue_state_result as (
  ready_count bigint, oldest_ready_ms bigint, failed_count bigint
);

-- Promise: how many tasks wait although they could run, since when the oldest does, and how many
-- were given up. Takes no lock.
create function public.task_queue_state()
returns public.task_queue_state_result
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return (
    select row(
      count(*) filter (where j.is_available and j.run_at <= now()),
      coalesce(
        extract(epoch from now() - min(j.run_at)
          filter (where j.is_available and j.run_at <= now())) * 1000,
        0
      )::bigint,
      count(*) filter (where j.attempts >= j.max_attempts and j.locked_at is null)
    )::public.task_queue_state_result
    from graphile_worker._private_jobs j
  );
end;
$$;

create type public.enqueue_payment_sync_result as (outcome text);
comment on column public.enqueue_payment_sync_result.outcome is 'enqueued | running';

-- Promise: a task that makes the payment what it is at its gateway waits or runs. One that runs is
-- left alone: the queue would take its place away, and call it failed when its process is killed.
-- Outcomes: enqueued; running.
create function public.enqueue_payment_sync(p_payment_id uuid)
returns public.enqueue_payment_sync_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_key text := 'sync_payment:' || p_payment_id;
begin
  if exists (
    select from graphile_worker._private_jobs j where j.key = v_key and j.locked_at is not null
  ) then
    return row('running')::public.enqueue_payment_sync_result;
  end if;
  perform private.enqueue_task(
    'sync_payment', jsonb_build_object('paymentId', p_payment_id), p_key => v_key
  );
  return row('enqueued')::public.enqueue_payment_sync_result;
end;
$$;

create type public.enqueue_subscription_sync_result as (outcome text);
comment on column public.enqueue_subscription_sync_result.outcome is 'enqueued';

-- Promise: a task that makes the subscription what it is at the gateway will run. It has no key:
-- each event is looked into after it came. Outcomes: enqueued.
create function public.enqueue_subscription_sync(p_gateway_subscription_id text)
returns public.enqueue_subscription_sync_result
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.enqueue_task(
    'sync_subscription',
    jsonb_build_object('gatewaySubscriptionId', p_gateway_subscription_id)
  );
  return row('enqueued')::public.enqueue_subscription_sync_result;
end;
$$;

create type public.gateway_watermark_result as (reconciled_until timestamptz);

-- Promise: until when a gateway's events are on record; null before the first time. No lock.
create function public.read_gateway_watermark(p_gateway text)
returns public.gateway_watermark_result
language sql
stable
security definer
set search_path = ''
as $$
  select row(max(w.reconciled_until))::public.gateway_watermark_result
  from private.gateway_watermarks w
  where w.gateway = p_gateway;
$$;

create type public.move_gateway_watermark_result as (outcome text);
comment on column public.move_gateway_watermark_result.outcome is 'moved | kept';

-- Promise: the watermark is at least there; it never goes back, so replicas may race.
-- Outcomes: moved; kept.
create function public.move_gateway_watermark(p_gateway text, p_until timestamptz)
returns public.move_gateway_watermark_result
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into private.gateway_watermarks as w (gateway, reconciled_until)
  values (p_gateway, p_until)
  on conflict (gateway) do update set reconciled_until = excluded.reconciled_until
  where w.reconciled_until < excluded.reconciled_until;
  return row(case when found then 'moved' else 'kept' end)::public.move_gateway_watermark_result;
end;
$$;

grant execute on function
  public.beat_task_worker,
  public.forget_task_worker,
  public.task_queue_state,
  public.enqueue_payment_sync,
  public.enqueue_subscription_sync,
  public.read_gateway_watermark,
  public.move_gateway_watermark
  to service_role;
