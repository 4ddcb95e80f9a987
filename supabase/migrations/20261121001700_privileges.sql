-- Who may call what, on one page. Whatever is not named here, nobody but the owner may call. A
-- later migration that adds a function adds its own grant.

revoke all on all functions in schema public
  from public, anon, authenticated, service_role, voice_worker;
revoke all on all tables in schema public from anon, voice_worker;
revoke insert, update, delete, truncate, references, trigger on all tables in schema public
  from authenticated;
revoke insert, update, delete, truncate, references, trigger
  on public.accounts, public.time_grants, public.ledger_entries, public.holds,
    public.voice_sessions, public.transcript_items, public.livekit_events,
    public.ticket_counters
  from service_role;

-- The api.
grant execute on function
  public.create_voice_session,
  public.place_hold,
  public.extend_hold,
  public.capture_hold,
  public.release_hold,
  public.expire_holds,
  public.grant_time,
  public.reverse_entry,
  public.expire_time_grants,
  public.fence_voice_session,
  public.set_voice_session_dispatch,
  public.request_voice_session_end,
  public.list_unattended_voice_sessions,
  public.record_livekit_event,
  public.delete_transcript,
  public.account_balance
  to service_role;

-- An agent at work, with its call's token.
grant execute on function
  public.worker_activate,
  public.worker_extend,
  public.worker_capture,
  public.worker_get_balance,
  public.worker_add_transcript_items,
  public.worker_capture_lead,
  public.worker_create_ticket,
  public.worker_record_usage
  to voice_worker;
