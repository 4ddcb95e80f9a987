-- How often somebody asked, counted by all apis together. Nothing of worth: a crash may forget it.

create unlogged table private.request_counts (
  limit_name text not null check (char_length(limit_name) between 1 and 100),
  key text not null check (char_length(key) between 1 and 200),
  count integer not null check (count >= 0),
  expires_at timestamptz not null,
  primary key (limit_name, key)
) with (fillfactor = 70);
create index request_counts_expiry_idx on private.request_counts (expires_at);
alter table private.request_counts enable row level security;
comment on table private.request_counts is
  'Requests of one user or address under one limit, since the first of the current window.';

create type public.count_requests_result as (
  limit_name text,
  key text,
  count integer,
  reset_ms bigint
);

-- Promise: adds the counts to those of the current windows, beginning a new window where the last
-- one is over, and answers the sums and how long each window still lasts. Counts may be negative:
-- what is given back. Windows that are over are forgotten a few at a time.
-- Lock: the counts' rows, in the order of limit and key.
create function public.count_requests(
  p_limit_names text[],
  p_keys text[],
  p_counts integer[],
  p_windows_ms bigint[]
)
returns setof public.count_requests_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_now timestamptz := clock_timestamp();
begin
  perform private.assert(
    cardinality(p_keys) <= 1000
    and cardinality(p_keys) = cardinality(p_limit_names)
    and cardinality(p_keys) = cardinality(p_counts)
    and cardinality(p_keys) = cardinality(p_windows_ms),
    'up to a thousand counts, each with its limit, key and window'
  );
  delete from private.request_counts r
  where r.ctid = any (array(
    select o.ctid
    from private.request_counts o
    where o.expires_at < v_now
    limit 100
    for update skip locked
  ));
  return query
  insert into private.request_counts as r (limit_name, key, count, expires_at)
  select c.limit_name, c.key, greatest(0, c.count), v_now + c.window_ms * interval '1 millisecond'
  from unnest(p_limit_names, p_keys, p_counts, p_windows_ms) c (limit_name, key, count, window_ms)
  order by c.limit_name, c.key
  on conflict on constraint request_counts_pkey do update
  set count = case
      when r.expires_at <= v_now then excluded.count
      else greatest(0, r.count + (
        select sum(c.count)::integer
        from unnest(p_limit_names, p_keys, p_counts) c (limit_name, key, count)
        where c.limit_name = excluded.limit_name and c.key = excluded.key
      ))
    end,
    expires_at = case when r.expires_at <= v_now then excluded.expires_at else r.expires_at end
  returning r.limit_name, r.key, r.count,
    greatest(1, (extract(epoch from r.expires_at - v_now) * 1000)::bigint);
end;
$$;

revoke all on function public.count_requests
  from public, anon, authenticated, service_role, voice_worker;
grant execute on function public.count_requests to service_role;
