-- Our record of each call, the time reserved for it and what was said.

create table public.voice_sessions (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id),
  account_id uuid not null references public.accounts (id),
  -- No foreign key: the record of what was charged outlives the user.
  user_id uuid,
  assistant_id uuid not null references public.assistants (id),
  room_name text not null unique check (char_length(room_name) between 1 and 128),
  status text not null default 'pending' check (status in ('pending', 'active', 'ended')),
  epoch integer not null default 1 check (epoch between 1 and 1000),
  started_epoch integer,
  activated_epoch integer,
  activated_by uuid,
  excused_dispatches integer not null default 0 check (excused_dispatches between 0 and epoch),
  fenced_used_ms bigint not null default 0 check (fenced_used_ms >= 0),
  dispatch_id text check (char_length(dispatch_id) between 1 and 128),
  dispatched_at timestamptz not null default now(),
  request_id text check (char_length(request_id) between 1 and 128),
  traceparent text check (char_length(traceparent) <= 55),
  idempotency_key text not null check (char_length(idempotency_key) between 1 and 200),
  requested_assistant text check (char_length(requested_assistant) <= 200),
  end_requested_reason text,
  ended_reason text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  latest_end_at timestamptz,
  ended_at timestamptz,
  charged_ms bigint not null default 0 check (charged_ms >= 0),
  unbilled_ms bigint not null default 0 check (unbilled_ms >= 0),
  usage jsonb not null default '{}'
    check (jsonb_typeof(usage) = 'object' and pg_column_size(usage) <= 32768),
  summary text check (char_length(summary) <= 4000),
  transcript_deleted_at timestamptz,
  unique (account_id, idempotency_key),
  check ((status = 'ended') = (ended_at is not null)),
  check ((status = 'ended') = (ended_reason is not null)),
  check ((started_at is null) = (started_epoch is null)),
  check (activated_epoch <= epoch and started_epoch <= activated_epoch)
);
create index voice_sessions_user_idx on public.voice_sessions (user_id, created_at desc);
create index voice_sessions_organization_idx
  on public.voice_sessions (organization_id, created_at desc);
create index voice_sessions_request_idx on public.voice_sessions (request_id)
  where request_id is not null;
create index voice_sessions_live_idx on public.voice_sessions (account_id)
  where status <> 'ended';
comment on table public.voice_sessions is 'One call: pending until an agent takes it.';
comment on column public.voice_sessions.epoch is
  'Grows with each new dispatch; whoever carries a lower one may no longer write.';
comment on column public.voice_sessions.started_epoch is 'The epoch that first had an agent.';
comment on column public.voice_sessions.activated_epoch is 'The last epoch that had an agent.';
comment on column public.voice_sessions.activated_by is
  'The process that took that epoch, as it calls itself: no second one may take it.';
comment on column public.voice_sessions.excused_dispatches is
  'How many dispatches were no failures: given away by their agent, or before one that served well.';
comment on column public.voice_sessions.fenced_used_ms is
  'What had been used when the call was last taken from its agent.';
comment on column public.voice_sessions.request_id is
  'The request that brought about the last dispatch, as in the logs.';
comment on column public.voice_sessions.traceparent is
  'Where the call''s trace goes on, when traces are kept: an agent sent later belongs to it too.';
comment on column public.voice_sessions.latest_end_at is
  'When the call ends whatever its agent reports, so that no agent can run for ever.';

-- Promise: whether the word is one of the closed list of ended reasons.
create function private.is_ended_reason(p_reason text)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select p_reason in (
    'user_hung_up', 'agent_ended', 'out_of_time', 'idle', 'max_length', 'connection_lost',
    'no_agent', 'agent_failed', 'moved', 'closed_by_admin', 'shutdown'
  );
$$;
alter table public.voice_sessions
  add check (private.is_ended_reason(end_requested_reason)),
  add check (private.is_ended_reason(ended_reason));

create table public.holds (
  id uuid primary key,
  account_id uuid not null references public.accounts (id),
  voice_session_id uuid not null unique references public.voice_sessions (id),
  held_ms bigint not null,
  used_ms bigint not null default 0 check (used_ms >= 0),
  reported_used_ms bigint not null default 0 check (reported_used_ms >= 0),
  sequence bigint not null default 0 check (sequence >= 0),
  status text not null default 'live'
    check (status in ('live', 'captured', 'released', 'expired')),
  expires_at timestamptz not null,
  reported_at timestamptz,
  created_at timestamptz not null default now(),
  check (held_ms >= used_ms)
) with (fillfactor = 70); -- As for accounts: no indexed column changes in an extension.
create index holds_live_idx on public.holds (account_id) where status = 'live';
comment on table public.holds is
  'Time reserved for a call: used so far plus a lease. After its end, what it was at the end.';
comment on column public.holds.reported_used_ms is
  'What the last report said, before bounds: tells a replay from a contradiction.';

alter table public.ledger_entries
  add foreign key (hold_id) references public.holds (id),
  add foreign key (voice_session_id) references public.voice_sessions (id);

create table public.transcript_items (
  id uuid primary key default gen_random_uuid(),
  voice_session_id uuid not null references public.voice_sessions (id) on delete cascade,
  item_id text not null check (char_length(item_id) between 1 and 128),
  position integer not null check (position >= 0),
  speaker text not null check (speaker in ('user', 'agent', 'tool')),
  text text not null check (char_length(text) <= 8000),
  was_interrupted boolean not null default false,
  spoken_at timestamptz not null,
  unique (voice_session_id, item_id)
);
create index transcript_items_order_idx
  on public.transcript_items (voice_session_id, position, spoken_at);
comment on table public.transcript_items is 'What was said or done in a call, in order.';

create table public.livekit_events (
  id text primary key check (char_length(id) between 1 and 128),
  type text not null check (char_length(type) between 1 and 64),
  room_name text check (char_length(room_name) <= 128),
  created_at timestamptz not null,
  received_at timestamptz not null default now()
);
create index livekit_events_received_idx on public.livekit_events (received_at);
comment on table public.livekit_events is
  'Webhooks seen in the last week, so that a replayed one is told from a new one.';

alter table public.voice_sessions enable row level security;
alter table public.holds enable row level security;
alter table public.transcript_items enable row level security;
alter table public.livekit_events enable row level security;

grant select on public.voice_sessions, public.holds, public.transcript_items
  to authenticated, service_role;
grant select on public.livekit_events to service_role;

create policy "users read their own calls" on public.voice_sessions
  for select to authenticated
  using (user_id = (select auth.uid()));

create policy "admins read their organization's calls" on public.voice_sessions
  for select to authenticated
  using (organization_id in (select private.administered_organization_ids()));

create policy "readers of an account read its holds" on public.holds
  for select to authenticated
  using (exists (select from public.accounts a where a.id = account_id));

create policy "readers of a call read its transcript" on public.transcript_items
  for select to authenticated
  using (exists (select from public.voice_sessions s where s.id = voice_session_id));
