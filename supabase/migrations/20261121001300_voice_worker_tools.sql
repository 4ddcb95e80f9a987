-- What an agent at work may write about its call: transcript, leads, tickets, usage. The call and
-- epoch come from the token; a repeated tool call gets its first result.

-- Promise: the token's call, or why it may not be written to: fenced, ended or not_found. A call
-- accepts writes for p_grace after its end. Takes no lock.
create function private.open_claimed_call(
  p_grace interval,
  out call public.voice_sessions,
  out refusal text
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_claim private.claimed_call := private.claimed_call();
begin
  select * into call from public.voice_sessions where id = v_claim.voice_session_id;
  refusal := case
    when call.id is null then 'not_found'
    when call.epoch is distinct from v_claim.epoch then 'fenced'
    when call.ended_at + p_grace < clock_timestamp() then 'ended'
  end;
end;
$$;

create type public.worker_add_transcript_items_result as (outcome text, count integer);
comment on column public.worker_add_transcript_items_result.outcome is
  'saved | invalid | limit_reached | fenced | ended | not_found';

-- Promise: saves what was said; an item saved before is replaced. All items or none. Longer text
-- is cut at 8,000 characters.
-- Lock: the items' rows. Outcomes: saved (count of items); invalid (not a list of up to 200
-- well-formed items); limit_reached (2,000 a call); fenced; ended (over a minute ago, or its
-- transcript was deleted); not_found.
create function public.worker_add_transcript_items(p_items jsonb)
returns public.worker_add_transcript_items_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_items_max constant integer := 2000;
  v_open record := private.open_claimed_call(interval '1 minute');
  v_call public.voice_sessions := v_open.call;
  v_refusal text := v_open.refusal;
begin
  if v_refusal is null and v_call.transcript_deleted_at is not null then
    v_refusal := 'ended';
  end if;
  if v_refusal is null and not private.are_transcript_items(p_items) then
    v_refusal := 'invalid';
  end if;
  if v_refusal is null and v_items_max < (
    select count(distinct i.item_id)
    from (
      select t.item_id from public.transcript_items t where t.voice_session_id = v_call.id
      union all
      select e ->> 'itemId' from jsonb_array_elements(p_items) e
    ) i
  ) then
    v_refusal := 'limit_reached';
  end if;
  if v_refusal is not null then
    return row(v_refusal, 0)::public.worker_add_transcript_items_result;
  end if;
  insert into public.transcript_items as t (
    voice_session_id, item_id, position, speaker, text, was_interrupted, spoken_at
  )
  select distinct on (e.value ->> 'itemId')
    v_call.id,
    e.value ->> 'itemId',
    (e.value ->> 'position')::integer,
    e.value ->> 'speaker',
    left(e.value ->> 'text', 8000),
    coalesce((e.value ->> 'wasInterrupted')::boolean, false),
    coalesce((e.value ->> 'spokenAt')::timestamptz, clock_timestamp())
  from jsonb_array_elements(p_items) with ordinality e (value, ordinal)
  order by e.value ->> 'itemId', e.ordinal desc
  on conflict (voice_session_id, item_id) do update
  set position = excluded.position, speaker = excluded.speaker, text = excluded.text,
    was_interrupted = excluded.was_interrupted, spoken_at = excluded.spoken_at;
  return row('saved', jsonb_array_length(p_items))::public.worker_add_transcript_items_result;
end;
$$;

-- Promise: whether the JSON is a list of up to 200 items this database can keep.
create function private.are_transcript_items(p_items jsonb)
returns boolean
language sql
stable
set search_path = ''
as $$
  select case
    when jsonb_typeof(p_items) is distinct from 'array' or jsonb_array_length(p_items) > 200
      then false
    else not exists (
      select
      from jsonb_array_elements(p_items) e
      where (
        jsonb_typeof(e) = 'object'
        and jsonb_typeof(e -> 'itemId') = 'string'
        and char_length(e ->> 'itemId') between 1 and 128
        and jsonb_typeof(e -> 'position') = 'number'
        and e ->> 'position' ~ '^[0-9]{1,9}$'
        and e ->> 'speaker' in ('user', 'agent', 'tool')
        and jsonb_typeof(e -> 'text') = 'string'
        and coalesce(jsonb_typeof(e -> 'wasInterrupted'), 'null') in ('boolean', 'null')
        and coalesce(pg_input_is_valid(e ->> 'spokenAt', 'timestamptz'), true)
      ) is not true
    )
  end;
$$;

create type public.worker_record_usage_result as (outcome text);
comment on column public.worker_record_usage_result.outcome is
  'saved | invalid | fenced | ended | not_found';

-- Promise: keeps what the call consumed of its providers and its summary; a repeated report
-- replaces the first.
-- Lock: the call's row. Outcomes: saved; invalid (not a JSON object up to 16 KB); fenced; ended
-- (over five minutes ago); not_found.
create function public.worker_record_usage(p_usage jsonb, p_summary text default null)
returns public.worker_record_usage_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_open record := private.open_claimed_call(interval '5 minutes');
  v_call public.voice_sessions := v_open.call;
begin
  if v_open.refusal is not null then
    return row(v_open.refusal)::public.worker_record_usage_result;
  end if;
  if jsonb_typeof(p_usage) is distinct from 'object' or char_length(p_usage::text) > 16384 then
    return row('invalid')::public.worker_record_usage_result;
  end if;
  update public.voice_sessions
  set usage = p_usage,
    summary = case
      when transcript_deleted_at is null then coalesce(left(p_summary, 4000), summary)
    end
  where id = v_call.id;
  return row('saved')::public.worker_record_usage_result;
end;
$$;
