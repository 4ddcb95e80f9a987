-- Background work that must not be lost: a task is enqueued in the transaction that makes it
-- necessary. The queue is graphile-worker's; the api installs its schema when it starts, after
-- these migrations, so nothing here may name its tables before a function runs.

-- Promise: a task that runs once this transaction has committed, from p_run_at on, at most
-- p_max_attempts times. A key replaces the waiting task with the same key; tasks of one queue run
-- one after the other. Answers its id. The payload also says, in `origin`, whose request it is.
create function private.enqueue_task(
  p_task text,
  p_payload jsonb,
  p_key text default null,
  p_queue text default null,
  p_run_at timestamptz default now(),
  p_max_attempts integer default 25
)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  v_id bigint;
  v_origin jsonb := private.statement_origin();
begin
  if v_origin is not null then
    p_payload := p_payload || jsonb_build_object('origin', v_origin);
  end if;
  select t.id into strict v_id
  from graphile_worker.add_job(
    identifier => p_task,
    payload => p_payload::json,
    queue_name => p_queue,
    run_at => p_run_at,
    max_attempts => p_max_attempts,
    job_key => p_key
  ) t;
  return v_id;
end;
$$;

-- Promise: the dead letters: tasks that failed as often as they may and will not run again.
create function private.list_failed_tasks()
returns table (
  id bigint,
  task text,
  payload jsonb,
  last_error text,
  attempts integer,
  created_at timestamptz,
  failed_at timestamptz
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return query
    select j.id, t.identifier, j.payload::jsonb, j.last_error, j.attempts::integer,
      j.created_at, j.updated_at
    from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    where j.attempts >= j.max_attempts and j.locked_at is null
    order by j.updated_at desc, j.id desc;
end;
$$;
grant usage on schema private to service_role;
grant execute on function private.list_failed_tasks to service_role;

create view public.failed_tasks with (security_invoker = true) as
  select * from private.list_failed_tasks();
comment on view public.failed_tasks is
  'Dead letters: background work that was given up; retry_failed_task() tries again.';
grant select on public.failed_tasks to service_role;

create type public.retry_failed_task_result as (outcome text);
comment on column public.retry_failed_task_result.outcome is
  'retried | not_found';

-- Promise: gives a dead letter all its attempts again, from now on.
-- Lock: the task's row. Outcomes: retried; not_found (no such task, or it is not given up).
create function public.retry_failed_task(p_id bigint)
returns public.retry_failed_task_result
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform from private.list_failed_tasks() f where f.id = p_id;
  if found then
    perform from graphile_worker.reschedule_jobs(
      job_ids => array[p_id], run_at => now(), attempts => 0
    );
  end if;
  return row(case when found then 'retried' else 'not_found' end)::public.retry_failed_task_result;
end;
$$;
grant execute on function public.retry_failed_task to service_role;
