-- What every later migration builds on: closed default privileges, the schema for internals and
-- the role of an agent at work. A hosted project opens every new function to everybody who holds
-- its public key; here nothing is callable until a migration says by whom.

alter default privileges revoke execute on functions from public;
alter default privileges in schema public
  revoke all on functions from anon, authenticated, service_role;
alter default privileges in schema public
  revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public
  revoke all on sequences from anon, authenticated, service_role;

-- Internals live outside the schemas that PostgREST serves.
create schema private;
revoke all on schema private from public;
comment on schema private is 'Internals: reachable only from functions and policies.';

-- The role of the short token the api signs for each call. It may execute the worker functions,
-- which act on the token's own call, and may read no table.
do $$
begin
  if not exists (select from pg_roles where rolname = 'voice_worker') then
    create role voice_worker nologin noinherit;
  end if;
  if exists (select from pg_roles where rolname = 'authenticator') then
    grant voice_worker to authenticator;
  end if;
end;
$$;
grant usage on schema public to voice_worker;

-- Promise: stops a caller's mistake before it reaches a row. Raises, because it is a bug.
create function private.assert(p_is_true boolean, p_complaint text)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  if p_is_true is not true then
    raise exception '%', p_complaint using errcode = 'invalid_parameter_value';
  end if;
end;
$$;

-- Promise: the request and the trace a statement belongs to; null when it does not say. The api ends
-- those that may enqueue tasks with a comment of ids: /*request_id='…',traceparent='00-…'*/. They are
-- for finding things again, and decide nothing.
create function private.statement_origin()
returns jsonb
language sql
stable
set search_path = ''
as $$
  with comment as (
    select substring(current_query() from '/\*([a-z_]+=''[A-Za-z0-9_.,='' -]*'')\*/\s*$') as ids
  )
  select nullif(
    jsonb_strip_nulls(
      jsonb_build_object(
        'requestId', substring(ids from 'request_id=''([A-Za-z0-9_.-]{8,64})'''),
        'traceparent', substring(ids from 'traceparent=''(00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2})''')
      )
    ),
    '{}'::jsonb
  )
  from comment;
$$;
