-- Businesses, their people and their assistants.

create table public.organizations (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug ~ '^[a-z0-9](-?[a-z0-9]){0,62}$'),
  name text not null check (char_length(name) between 1 and 120),
  trial_ms bigint not null default 600000 check (trial_ms between 0 and 86400000),
  currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  created_at timestamptz not null default now()
);
comment on table public.organizations is 'A business that runs assistants.';
comment on column public.organizations.trial_ms is 'Free time each new user gets, once.';
comment on column public.organizations.currency is
  'What prices are shown in when none is asked for.';

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  email text check (char_length(email) <= 320),
  display_name text check (char_length(display_name) between 1 and 80),
  created_at timestamptz not null default now()
);
comment on table public.profiles is 'What others in an organization may know of a user.';

create table public.memberships (
  organization_id uuid not null references public.organizations (id) on delete cascade,
  user_id uuid not null references public.profiles (id) on delete cascade,
  role text not null check (role in ('owner', 'admin', 'staff', 'member')),
  created_at timestamptz not null default now(),
  primary key (organization_id, user_id)
);
create index memberships_user_idx on public.memberships (user_id);
comment on table public.memberships is 'Who belongs to which organization, as what.';

create table public.assistants (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  slug text not null check (slug ~ '^[a-z0-9](-?[a-z0-9]){0,62}$'),
  name text not null check (char_length(name) between 1 and 80),
  description text not null default '' check (char_length(description) <= 500),
  instructions text not null check (char_length(instructions) between 1 and 20000),
  greeting text not null check (char_length(greeting) between 1 and 500),
  voice text not null check (char_length(voice) between 1 and 80),
  language text not null default 'en' check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$'),
  tools text[] not null default '{}' check (cardinality(tools) <= 32),
  is_active boolean not null default true,
  is_default boolean not null default false,
  position integer not null default 0 check (position between 0 and 1000),
  max_call_ms bigint not null default 3600000 check (max_call_ms between 10000 and 86400000),
  idle_timeout_ms bigint not null default 120000
    check (idle_timeout_ms between 5000 and 3600000),
  created_at timestamptz not null default now(),
  unique (organization_id, slug),
  check (is_active or not is_default)
);
create unique index assistants_default_idx on public.assistants (organization_id)
  where is_default;
comment on table public.assistants is 'A configured agent: personality, voice, tools, limits.';
comment on column public.assistants.is_default is 'The one that answers when none is asked for.';

-- The sign-up trigger needs it on a hosted project too, where no seed runs.
insert into public.organizations (id, slug, name)
values ('00000000-0000-4000-8000-000000000001', 'mindbot', 'MindBot');

-- Promise: the organizations the signed-in user owns or administers. Takes no lock. Definer,
-- because the policies of memberships ask it and would otherwise ask themselves for ever.
create function private.administered_organization_ids()
returns setof uuid
language sql
stable
security definer
set search_path = ''
as $$
  select organization_id
  from public.memberships
  where user_id = (select auth.uid()) and role in ('owner', 'admin');
$$;

-- Promise: the organizations the signed-in user belongs to. Takes no lock. Definer, as above.
create function private.joined_organization_ids()
returns setof uuid
language sql
stable
security definer
set search_path = ''
as $$
  select organization_id from public.memberships where user_id = (select auth.uid());
$$;

grant usage on schema private to authenticated;
grant execute on function private.administered_organization_ids() to authenticated;
grant execute on function private.joined_organization_ids() to authenticated;

alter table public.organizations enable row level security;
alter table public.profiles enable row level security;
alter table public.memberships enable row level security;
alter table public.assistants enable row level security;

grant select on public.organizations, public.profiles, public.memberships, public.assistants
  to authenticated;
grant select, insert, update, delete
  on public.organizations, public.profiles, public.memberships, public.assistants
  to service_role;

create policy "members read their organization" on public.organizations
  for select to authenticated
  using (id in (select private.joined_organization_ids()));

create policy "users read their own profile" on public.profiles
  for select to authenticated
  using (id = (select auth.uid()));

create policy "admins read their members' profiles" on public.profiles
  for select to authenticated
  using (
    id in (
      select m.user_id
      from public.memberships m
      where m.organization_id in (select private.administered_organization_ids())
    )
  );

create policy "users read their own memberships" on public.memberships
  for select to authenticated
  using (user_id = (select auth.uid()));

create policy "admins read their organization's memberships" on public.memberships
  for select to authenticated
  using (organization_id in (select private.administered_organization_ids()));

-- Instructions are the business's own: members meet an assistant through the api, which leaves
-- them out.
create policy "admins read their assistants" on public.assistants
  for select to authenticated
  using (organization_id in (select private.administered_organization_ids()));
