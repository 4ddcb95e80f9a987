-- What becomes of a notice: it is read, it is mailed or declined, and one day it is removed.

create type public.mark_notices_read_result as (
  outcome text, marked_count integer, unread_count integer
);
comment on column public.mark_notices_read_result.outcome is
  'marked';

-- Promise: a user's notices of these ids, or all of them for null, are read; the first reading
-- stands and others' notices stay as they are.
-- Lock: the notices' rows. Outcome: marked (also when none was left to mark).
create function public.mark_notices_read(
  p_user_id uuid,
  p_organization_id uuid,
  p_notice_ids uuid[]
)
returns public.mark_notices_read_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_result public.mark_notices_read_result := row('marked', 0, 0);
begin
  perform private.assert(
    coalesce(cardinality(p_notice_ids), 0) <= 100, 'more than 100 notices at once'
  );
  update public.notices
  set read_at = clock_timestamp()
  where user_id = p_user_id and organization_id = p_organization_id and read_at is null
    and (p_notice_ids is null or id = any (p_notice_ids));
  get diagnostics v_result.marked_count = row_count;
  select count(*) into v_result.unread_count
  from public.notices
  where user_id = p_user_id and organization_id = p_organization_id and read_at is null;
  return v_result;
end;
$$;

create type public.set_notice_preferences_result as (outcome text, unmailed_topics text[]);
comment on column public.set_notice_preferences_result.outcome is
  'set | user_not_found';

-- Promise: a user's wishes for mail are as p_email says, topic by topic: true for wanted; topics it
-- does not name stay as they were.
-- Lock: the preferences' row. Outcomes: set; user_not_found.
create function public.set_notice_preferences(
  p_user_id uuid,
  p_organization_id uuid,
  p_email jsonb
)
returns public.set_notice_preferences_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_result public.set_notice_preferences_result;
begin
  if not exists (select from public.profiles p where p.id = p_user_id) then
    v_result.outcome := 'user_not_found';
    return v_result;
  end if;
  insert into public.notice_preferences as n (organization_id, user_id, unmailed_topics)
  values (
    p_organization_id, p_user_id,
    (select coalesce(array_agg(e.key order by e.key), '{}')
     from jsonb_each(p_email) e where not e.value::boolean)
  )
  on conflict (user_id, organization_id) do update
  set unmailed_topics = (
      select coalesce(array_agg(distinct t.topic order by t.topic), '{}')
      from unnest(n.unmailed_topics || excluded.unmailed_topics) t (topic)
      where coalesce(not (p_email ->> t.topic)::boolean, true)
    ),
    updated_at = clock_timestamp()
  returning 'set', n.unmailed_topics into v_result;
  return v_result;
end;
$$;

create type public.record_notice_emailed_result as (outcome text);
comment on column public.record_notice_emailed_result.outcome is
  'recorded | replayed | not_found';

-- Promise: remembers that a notice went out by mail, so that it does not go out again.
-- Lock: the notice's row. Outcomes: recorded; replayed; not_found.
create function public.record_notice_emailed(p_notice_id uuid)
returns public.record_notice_emailed_result
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.notices
  set emailed_at = clock_timestamp()
  where id = p_notice_id and emailed_at is null;
  if found then
    return row('recorded')::public.record_notice_emailed_result;
  elsif exists (select from public.notices n where n.id = p_notice_id) then
    return row('replayed')::public.record_notice_emailed_result;
  end if;
  return row('not_found')::public.record_notice_emailed_result;
end;
$$;

-- Promise: whether what a notice told is still the case, of kinds where time may undo it: a mail
-- can be days late when the mail server was away. Takes no lock.
create function private.is_still_so(p_notice public.notices)
returns boolean
language sql
stable
set search_path = ''
as $$
  select case p_notice.kind
    when 'payment_failed' then not exists (
      select
      from public.notices r
      where r.user_id = p_notice.user_id and r.organization_id = p_notice.organization_id
        and r.kind = 'receipt' and r.created_at > p_notice.created_at
    )
    when 'low_time' then exists (
      select
      from public.accounts a
      join public.organizations o on o.id = a.organization_id
      where a.user_id = p_notice.user_id and a.organization_id = p_notice.organization_id
        and a.posted_ms < o.low_time_ms
    )
    when 'time_expiring' then exists (
      select
      from public.time_grants g
      where g.id = (p_notice.data ->> 'timeGrantId')::uuid and g.remaining_ms > 0
        and g.expires_at > now()
    )
    else true
  end;
$$;

create type public.read_notice_letter_result as (
  notice_id uuid,
  user_id uuid,
  organization_id uuid,
  organization_name text,
  kind text,
  topic text,
  data jsonb,
  created_at timestamptz,
  email text,
  display_name text,
  is_wanted boolean
);

-- Promise: what a letter about a notice is made of; no row when there is none or it has gone out.
-- is_wanted is false when the user has declined its topic meanwhile, has no address, or when it is
-- no longer so: they have paid since a payment failed, have time again, or used what would expire.
-- Takes no lock.
create function public.read_notice_letter(p_notice_id uuid)
returns setof public.read_notice_letter_result
language sql
stable
security definer
set search_path = ''
as $$
  select n.id, n.user_id, n.organization_id, o.name, n.kind, private.notice_topic(n.kind), n.data,
    n.created_at, p.email, p.display_name,
    private.is_mailed(n.user_id, n.organization_id, n.kind) and private.is_still_so(n)
  from public.notices n
  join public.profiles p on p.id = n.user_id
  join public.organizations o on o.id = n.organization_id
  where n.id = p_notice_id and n.emailed_at is null;
$$;

create type public.purge_notices_result as (outcome text, count integer);
comment on column public.purge_notices_result.outcome is
  'purged';

-- Promise: removes at most p_limit notices of more than half a year ago, a replica passing over
-- what another one removes. Their keys go with them: what they told, a payment or an expiry, does
-- not happen a second time half a year later.
-- Lock: the notices' rows. Outcome: purged.
create function public.purge_notices(p_limit integer)
returns public.purge_notices_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_result public.purge_notices_result := row('purged', 0);
begin
  perform private.assert(p_limit between 1 and 10000, 'the limit is not between 1 and 10000');
  delete from public.notices
  where id in (
    select n.id
    from public.notices n
    where n.created_at < now() - interval '180 days'
    order by n.created_at
    limit p_limit
    for update skip locked
  );
  get diagnostics v_result.count = row_count;
  return v_result;
end;
$$;

grant execute on function
  public.mark_notices_read,
  public.set_notice_preferences,
  public.record_notice_emailed,
  public.read_notice_letter,
  public.purge_notices
  to service_role;
