-- What a new user gets the moment Auth makes them: a profile, a place in the default
-- organization, an account and the trial.

-- Promise: a name fit to be shown and spoken, from what the user entered; null for none.
create function private.tidy_display_name(p_name text)
returns text
language sql
immutable
set search_path = ''
as $$
  select nullif(
    left(btrim(regexp_replace(p_name, '[[:cntrl:][:space:]]+', ' ', 'g')), 80), ''
  );
$$;

-- Promise: a user of an organization has profile, membership, account and trial; what is there
-- already stays. Raises nothing that would keep somebody from signing up twice.
-- Lock: the account row, within grant_time.
create function private.admit_user(
  p_user_id uuid,
  p_email text,
  p_display_name text,
  p_organization_id uuid
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_account_id uuid;
  v_trial_ms bigint;
begin
  insert into public.profiles (id, email, display_name)
  values (
    p_user_id, left(p_email, 320),
    coalesce(
      private.tidy_display_name(p_display_name),
      private.tidy_display_name(split_part(p_email, '@', 1))
    )
  )
  on conflict (id) do nothing;
  insert into public.memberships (organization_id, user_id, role)
  values (p_organization_id, p_user_id, 'member')
  on conflict (organization_id, user_id) do nothing;
  insert into public.accounts (organization_id, user_id)
  values (p_organization_id, p_user_id)
  on conflict (organization_id, user_id) do nothing;
  select a.id, o.trial_ms into strict v_account_id, v_trial_ms
  from public.accounts a
  join public.organizations o on o.id = a.organization_id
  where a.organization_id = p_organization_id and a.user_id = p_user_id;
  if v_trial_ms > 0 then
    perform public.grant_time(
      p_account_id => v_account_id,
      p_idempotency_key => 'trial:' || v_account_id,
      p_source => 'trial',
      p_granted_ms => v_trial_ms,
      p_priority => 10,
      p_expires_at => null
    );
  end if;
end;
$$;

-- Promise: admits each new user to the default organization. Definer, because Auth's own role
-- makes the row and may write nothing else.
create function private.handle_new_user()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.admit_user(
    new.id,
    new.email,
    new.raw_user_meta_data ->> 'display_name',
    '00000000-0000-4000-8000-000000000001'
  );
  return new;
end;
$$;
create trigger on_user_created
  after insert on auth.users
  for each row execute function private.handle_new_user();

-- Promise: a profile shows the address its user signs in with. Definer, as above.
create function private.handle_changed_email()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.profiles set email = left(new.email, 320) where id = new.id;
  return new;
end;
$$;
create trigger on_user_email_changed
  after update of email on auth.users
  for each row
  when (old.email is distinct from new.email)
  execute function private.handle_changed_email();
