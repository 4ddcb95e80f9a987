-- A call changes its agent while both live: a worker that shall stop gives the call to another one,
-- and the caller keeps it. What counts as a failure (an agent that died) is bounded; this is not.

alter table public.voice_sessions
  add column handed_over_epoch integer,
  add check (handed_over_epoch <= activated_epoch);
comment on column public.voice_sessions.handed_over_epoch is
  'The last epoch whose agent gave the call away; while it is the current one, an agent is due.';

create type public.worker_hand_over_result as (
  outcome text,
  used_ms bigint,
  end_requested_reason text
);
comment on column public.worker_hand_over_result.outcome is
  'handed_over | end_requested | conflict | fenced | ended | not_found';

-- Promise: takes the last report of the agent of the token's call and has another one sent, which
-- goes on from that report. The hold lives at least 30 s longer, and nothing is charged meanwhile
-- but what was reported. A replay answers as before and sends nobody twice.
-- Lock: the account row. Outcomes: handed_over; end_requested (somebody asked for the call's end:
-- it is to be captured instead); conflict, fenced, ended and not_found as extend_hold.
create function public.worker_hand_over(p_sequence bigint, p_used_ms bigint, p_lease_ms bigint)
returns public.worker_hand_over_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_claim private.claimed_call := private.claimed_call();
  v_report public.extend_hold_result;
  v_is_first boolean;
begin
  v_report := public.extend_hold(
    v_claim.voice_session_id, v_claim.epoch, p_sequence, p_used_ms, p_lease_ms, true
  );
  if v_report.outcome <> 'extended' then
    return row(v_report.outcome, v_report.used_ms, v_report.end_requested_reason)
      ::public.worker_hand_over_result;
  elsif v_report.end_requested_reason is not null then
    return row('end_requested', v_report.used_ms, v_report.end_requested_reason)
      ::public.worker_hand_over_result;
  end if;
  update public.voice_sessions
  set handed_over_epoch = epoch, excused_dispatches = excused_dispatches + 1
  where id = v_claim.voice_session_id
    and activated_epoch = epoch
    and handed_over_epoch is distinct from epoch;
  v_is_first := found;
  if v_is_first then
    update public.holds
    set expires_at = greatest(expires_at, clock_timestamp() + interval '30 seconds')
    where voice_session_id = v_claim.voice_session_id and status = 'live';
    perform private.enqueue_task(
      'attend_call', jsonb_build_object('voiceSessionId', v_claim.voice_session_id)
    );
  end if;
  return row('handed_over', v_report.used_ms, null)::public.worker_hand_over_result;
end;
$$;

revoke all on function public.worker_hand_over
  from public, anon, authenticated, service_role, voice_worker;
grant execute on function public.worker_hand_over to voice_worker;
