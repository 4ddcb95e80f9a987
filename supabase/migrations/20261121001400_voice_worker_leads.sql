-- The tools by which an agent at work leaves something for the business.

create type public.worker_capture_lead_result as (outcome text, lead_id uuid);
comment on column public.worker_capture_lead_result.outcome is
  'saved | replayed | conflict | invalid | limit_reached | fenced | ended | not_found';

-- Promise: saves the caller's contact details once per tool call.
-- Lock: the call's row. Outcomes: saved; replayed (the first result); conflict (the tool call
-- saved other details); invalid (no name, or neither a plausible email nor phone); limit_reached
-- (20 a call); fenced; ended; not_found.
create function public.worker_capture_lead(
  p_tool_call_id text,
  p_name text,
  p_email text,
  p_phone text,
  p_interest text
)
returns public.worker_capture_lead_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_open record := private.open_claimed_call(interval '1 minute');
  v_call public.voice_sessions := v_open.call;
  v_lead public.leads;
  v_name text := nullif(left(btrim(p_name), 120), '');
  v_email text := nullif(lower(btrim(p_email)), '');
  v_phone text := nullif(btrim(p_phone), '');
  v_interest text := left(btrim(coalesce(p_interest, '')), 2000);
begin
  if v_open.refusal is not null then
    return row(v_open.refusal, null)::public.worker_capture_lead_result;
  end if;
  if v_name is null or coalesce(v_email, v_phone) is null
    or v_email !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' or char_length(v_email) > 254
    or v_phone !~ '^\+?[0-9][0-9 ().-]{3,30}$'
    or p_tool_call_id is null or char_length(p_tool_call_id) not between 1 and 128 then
    return row('invalid', null)::public.worker_capture_lead_result;
  end if;
  -- Two tool calls of one call wait for each other, so that the count below is right.
  perform from public.voice_sessions where id = v_call.id for no key update;
  select * into v_lead
  from public.leads where voice_session_id = v_call.id and tool_call_id = p_tool_call_id;
  if found then
    if (v_lead.name, v_lead.email, v_lead.phone, v_lead.interest)
      is distinct from (v_name, v_email, v_phone, v_interest) then
      return row('conflict', v_lead.id)::public.worker_capture_lead_result;
    end if;
    return row('replayed', v_lead.id)::public.worker_capture_lead_result;
  end if;
  if 20 <= (select count(*) from public.leads where voice_session_id = v_call.id) then
    return row('limit_reached', null)::public.worker_capture_lead_result;
  end if;
  insert into public.leads (
    organization_id, voice_session_id, user_id, name, email, phone, interest, tool_call_id
  )
  values (
    v_call.organization_id, v_call.id, v_call.user_id, v_name, v_email, v_phone, v_interest,
    p_tool_call_id
  )
  returning * into v_lead;
  return row('saved', v_lead.id)::public.worker_capture_lead_result;
end;
$$;

create type public.worker_create_ticket_result as (
  outcome text, ticket_id uuid, number integer
);
comment on column public.worker_create_ticket_result.outcome is
  'created | replayed | conflict | invalid | limit_reached | fenced | ended | not_found';

-- Promise: opens a support ticket once per tool call, with the organization's next number.
-- Lock: the call's row, then the organization's counter. Outcomes: created; replayed (the first
-- result); conflict (the tool call opened another ticket); invalid (no subject or description);
-- limit_reached (20 a call); fenced; ended; not_found.
create function public.worker_create_ticket(
  p_tool_call_id text,
  p_subject text,
  p_description text
)
returns public.worker_create_ticket_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_open record := private.open_claimed_call(interval '1 minute');
  v_call public.voice_sessions := v_open.call;
  v_ticket public.tickets;
  v_subject text := nullif(left(btrim(p_subject), 200), '');
  v_description text := nullif(left(btrim(p_description), 4000), '');
  v_number integer;
begin
  if v_open.refusal is not null then
    return row(v_open.refusal, null, null)::public.worker_create_ticket_result;
  end if;
  if v_subject is null or v_description is null
    or p_tool_call_id is null or char_length(p_tool_call_id) not between 1 and 128 then
    return row('invalid', null, null)::public.worker_create_ticket_result;
  end if;
  perform from public.voice_sessions where id = v_call.id for no key update;
  select * into v_ticket
  from public.tickets where voice_session_id = v_call.id and tool_call_id = p_tool_call_id;
  if found then
    return row(
      case
        when (v_ticket.subject, v_ticket.description) = (v_subject, v_description)
          then 'replayed'
        else 'conflict'
      end,
      v_ticket.id, v_ticket.number
    )::public.worker_create_ticket_result;
  end if;
  if 20 <= (select count(*) from public.tickets where voice_session_id = v_call.id) then
    return row('limit_reached', null, null)::public.worker_create_ticket_result;
  end if;
  insert into public.ticket_counters as c (organization_id, last_number)
  values (v_call.organization_id, 1)
  on conflict (organization_id) do update set last_number = c.last_number + 1
  returning last_number into v_number;
  insert into public.tickets (
    organization_id, voice_session_id, user_id, number, subject, description, tool_call_id
  )
  values (
    v_call.organization_id, v_call.id, v_call.user_id, v_number, v_subject, v_description,
    p_tool_call_id
  )
  returning * into v_ticket;
  return row('created', v_ticket.id, v_number)::public.worker_create_ticket_result;
end;
$$;
