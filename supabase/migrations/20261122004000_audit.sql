-- What people with power over others' time did with it, and why. Written in the transaction that
-- did it; never changed.

create table public.audit_entries (
  id bigint generated always as identity primary key,
  organization_id uuid not null references public.organizations (id),
  actor text not null check (char_length(actor) between 1 and 200),
  action text not null check (char_length(action) between 1 and 64),
  target text not null check (char_length(target) between 1 and 200),
  reason text not null check (char_length(btrim(reason)) between 3 and 1000),
  data jsonb not null default '{}'
    check (jsonb_typeof(data) = 'object' and pg_column_size(data) <= 8192),
  created_at timestamptz not null default clock_timestamp()
);
create index audit_entries_organization_idx on public.audit_entries (organization_id, id desc);
create index audit_entries_target_idx on public.audit_entries (target, id desc);
comment on table public.audit_entries is 'Immutable: who did what to whom, and why.';
comment on column public.audit_entries.actor is
  'Who the caller said, or the signed-in user, or the database role.';
comment on column public.audit_entries.target is 'What it was done to, as kind:id.';

-- Promise: what was written down stays. Raises, because nobody has business changing it.
create function private.refuse_audit_change()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception 'audit entries are immutable';
end;
$$;
create trigger audit_entries_are_immutable
  before update or delete or truncate on public.audit_entries
  for each statement execute function private.refuse_audit_change();

alter table public.audit_entries enable row level security;
grant select on public.audit_entries to authenticated, service_role;

create policy "admins read what was done in their organization" on public.audit_entries
  for select to authenticated
  using (organization_id in (select private.administered_organization_ids()));

-- Promise: writes down what was just done to an account; answers the entry's id. An actor nobody
-- named is the signed-in user, else the role the session was opened with. Takes no lock.
create function private.audit(
  p_account_id uuid,
  p_actor text,
  p_action text,
  p_target text,
  p_reason text,
  p_data jsonb
)
returns bigint
language sql
set search_path = ''
as $$
  insert into public.audit_entries (organization_id, actor, action, target, reason, data)
  select
    a.organization_id,
    coalesce(nullif(btrim(p_actor), ''), auth.uid()::text, session_user::text),
    p_action, p_target, btrim(p_reason), p_data || jsonb_build_object('accountId', a.id)
  from public.accounts a
  where a.id = p_account_id
  returning id;
$$;
