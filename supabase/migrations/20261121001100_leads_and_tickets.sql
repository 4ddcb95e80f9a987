-- What a call leaves behind for the business: people to call back and problems to solve.

create table public.leads (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id),
  voice_session_id uuid not null references public.voice_sessions (id),
  user_id uuid,
  name text not null check (char_length(name) between 1 and 120),
  email text check (email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and char_length(email) <= 254),
  phone text check (phone ~ '^\+?[0-9][0-9 ().-]{3,30}$'),
  interest text not null default '' check (char_length(interest) <= 2000),
  tool_call_id text not null check (char_length(tool_call_id) between 1 and 128),
  created_at timestamptz not null default now(),
  unique (voice_session_id, tool_call_id),
  check (email is not null or phone is not null)
);
create index leads_organization_idx on public.leads (organization_id, created_at desc);
comment on table public.leads is 'Contact details a caller left with an assistant.';

create table public.tickets (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id),
  voice_session_id uuid not null references public.voice_sessions (id),
  user_id uuid,
  number integer not null check (number > 0),
  subject text not null check (char_length(subject) between 1 and 200),
  description text not null check (char_length(description) between 1 and 4000),
  status text not null default 'open' check (status in ('open', 'pending', 'solved')),
  tool_call_id text not null check (char_length(tool_call_id) between 1 and 128),
  created_at timestamptz not null default now(),
  unique (voice_session_id, tool_call_id),
  unique (organization_id, number)
);
comment on table public.tickets is
  'Problems a caller told an assistant, numbered per organization.';

create table public.ticket_counters (
  organization_id uuid primary key references public.organizations (id) on delete cascade,
  last_number integer not null check (last_number > 0)
);
comment on table public.ticket_counters is 'The last ticket number each organization has used.';

alter table public.leads enable row level security;
alter table public.tickets enable row level security;
alter table public.ticket_counters enable row level security;

grant select on public.leads, public.tickets to authenticated;
grant select, insert, update, delete on public.leads, public.tickets to service_role;

create policy "users read the leads they left" on public.leads
  for select to authenticated
  using (user_id = (select auth.uid()));

create policy "admins read their organization's leads" on public.leads
  for select to authenticated
  using (organization_id in (select private.administered_organization_ids()));

create policy "users read the tickets they opened" on public.tickets
  for select to authenticated
  using (user_id = (select auth.uid()));

create policy "admins read their organization's tickets" on public.tickets
  for select to authenticated
  using (organization_id in (select private.administered_organization_ids()));
