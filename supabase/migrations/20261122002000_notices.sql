-- What a user is told of their time and their money: in the app at once, by email when its kind is
-- worth a letter and they have not said no to it.

alter table public.organizations
  add column low_time_ms bigint not null default 300000
    check (low_time_ms between 0 and 36000000);
comment on column public.organizations.low_time_ms is
  'Users with less time than this are told after a call; 0: never.';

create table public.notices (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id),
  -- A letter to somebody who is gone is nobody's to keep.
  user_id uuid not null references public.profiles (id) on delete cascade,
  kind text not null check (kind in (
    'low_time', 'time_expiring', 'receipt', 'payment_failed', 'payment_in_review',
    'payment_refunded', 'payment_disputed', 'auto_top_up_charged', 'auto_top_up_failed',
    'auto_top_up_disabled', 'referral_rewarded', 'subscription_renewed',
    'subscription_payment_failed', 'subscription_ended', 'overage_started'
  )),
  data jsonb not null default '{}'
    check (jsonb_typeof(data) = 'object' and pg_column_size(data) <= 8192),
  dedupe_key text not null unique check (char_length(dedupe_key) between 1 and 200),
  created_at timestamptz not null default clock_timestamp(),
  read_at timestamptz,
  emailed_at timestamptz
);
create index notices_user_idx on public.notices (user_id, organization_id, created_at desc, id desc);
create index notices_unread_idx on public.notices (user_id, organization_id)
  where read_at is null;
create index notices_created_idx on public.notices (created_at);
comment on table public.notices is 'One thing told to one user, once.';
comment on column public.notices.dedupe_key is
  'Names what is told: a second notice with the same key is never made.';
comment on column public.notices.data is
  'The facts, as they were when it happened; the words are made when it is shown.';

create table public.notice_preferences (
  organization_id uuid not null references public.organizations (id),
  user_id uuid not null references public.profiles (id) on delete cascade,
  unmailed_topics text[] not null default '{}',
  updated_at timestamptz not null default clock_timestamp(),
  primary key (user_id, organization_id),
  check (unmailed_topics <@ array[
    'low_time', 'time_expiring', 'receipt', 'auto_top_up', 'referral', 'subscription'
  ])
);
comment on table public.notice_preferences is
  'Which topics a user wants no mail about; without a row they want all of it.';

-- Promise: the topic a user may decline mails about; null for what is always mailed, because
-- money went wrong.
create function private.notice_topic(p_kind text)
returns text
language sql
immutable
set search_path = ''
as $$
  select case
    when p_kind in ('low_time', 'time_expiring', 'receipt') then p_kind
    when p_kind = 'payment_refunded' then 'receipt'
    when p_kind = 'auto_top_up_charged' then 'auto_top_up'
    when p_kind = 'referral_rewarded' then 'referral'
    when p_kind in ('subscription_renewed', 'subscription_ended', 'overage_started')
      then 'subscription'
  end;
$$;

-- Promise: whether a notice of this kind goes to the user by mail. Takes no lock.
create function private.is_mailed(p_user_id uuid, p_organization_id uuid, p_kind text)
returns boolean
language sql
stable
set search_path = ''
as $$
  select exists (
    select from public.profiles p where p.id = p_user_id and p.email is not null
  ) and not exists (
    select
    from public.notice_preferences n
    where n.user_id = p_user_id and n.organization_id = p_organization_id
      and private.notice_topic(p_kind) = any (n.unmailed_topics)
  );
$$;

-- Promise: tells a user something once per key: makes the notice, tells listeners of
-- `notice_created` and, when it is to be mailed, leaves that to the task `send_notice`. Answers the
-- new notice; null when the key has been told before or there is no such user.
-- Lock: none but the new row's.
create function private.create_notice(
  p_user_id uuid,
  p_organization_id uuid,
  p_kind text,
  p_data jsonb,
  p_dedupe_key text
)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_notice_id uuid;
begin
  if not exists (select from public.profiles p where p.id = p_user_id) then
    return null;
  end if;
  insert into public.notices (organization_id, user_id, kind, data, dedupe_key)
  values (
    p_organization_id, p_user_id, p_kind, jsonb_strip_nulls(coalesce(p_data, '{}')), p_dedupe_key
  )
  on conflict (dedupe_key) do nothing
  returning id into v_notice_id;
  if v_notice_id is null then
    return null;
  end if;
  perform pg_notify(
    'notice_created',
    json_build_object('noticeId', v_notice_id, 'userId', p_user_id, 'kind', p_kind)::text
  );
  if private.is_mailed(p_user_id, p_organization_id, p_kind) then
    perform private.enqueue_task(
      p_task => 'send_notice',
      p_payload => jsonb_build_object('noticeId', v_notice_id),
      p_key => 'send_notice:' || v_notice_id,
      -- A card that was declined is often followed by one that is not: no letter then.
      p_run_at => now() + case when p_kind = 'payment_failed' then interval '1 minute'
        else interval '0' end
    );
  end if;
  return v_notice_id;
end;
$$;

alter table public.notices enable row level security;
alter table public.notice_preferences enable row level security;

grant select on public.notices, public.notice_preferences to authenticated, service_role;

create policy "users read their own notices" on public.notices
  for select to authenticated
  using (user_id = (select auth.uid()));

create policy "users read their own preferences" on public.notice_preferences
  for select to authenticated
  using (user_id = (select auth.uid()));
