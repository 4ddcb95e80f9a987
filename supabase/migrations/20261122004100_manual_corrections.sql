-- Time given or taken by hand, for Studio's SQL editor and the service: always for a reason, always
-- written down with it.

-- Promise: whether the text is a reason: three characters at least, a thousand at most.
create function private.is_reason(p_reason text)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select coalesce(char_length(btrim(p_reason)) between 3 and 1000, false);
$$;

create type public.admin_grant_time_result as (
  outcome text, time_grant_id uuid, entry_id bigint, balance_ms bigint, audit_entry_id bigint
);
comment on column public.admin_grant_time_result.outcome is
  'granted | replayed | conflict | account_not_found | invalid_amount | reason_missing';

-- Promise: puts time on an account by hand, once per idempotency key, and writes down who and why.
-- It burns before paid time of the same expiry.
-- Lock: the account row. Outcomes: granted; replayed (the first result; nothing is written again);
-- conflict (the key granted something else); account_not_found; invalid_amount; reason_missing
-- (fewer than 3 characters, or more than 1000).
create function public.admin_grant_time(
  p_account_id uuid,
  p_amount_ms bigint,
  p_reason text,
  p_idempotency_key text,
  p_actor text default null,
  p_expires_at timestamptz default null
)
returns public.admin_grant_time_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_grant public.grant_time_result;
  v_audit_entry_id bigint;
begin
  if not private.is_reason(p_reason) then
    return row('reason_missing', null, null, null, null)::public.admin_grant_time_result;
  end if;
  perform private.assert(p_idempotency_key is not null, 'a grant needs an idempotency key');
  v_grant := public.grant_time(
    p_account_id => p_account_id,
    p_idempotency_key => 'manual:' || p_idempotency_key,
    p_source => 'manual',
    p_granted_ms => p_amount_ms,
    p_priority => 30,
    p_expires_at => p_expires_at
  );
  if v_grant.outcome = 'granted' then
    v_audit_entry_id := private.audit(
      p_account_id, p_actor, 'grant_time', 'time_grant:' || v_grant.time_grant_id, p_reason,
      jsonb_build_object(
        'amountMs', p_amount_ms, 'entryId', v_grant.entry_id, 'expiresAt', p_expires_at,
        'balanceMs', v_grant.balance_ms
      )
    );
  elsif v_grant.outcome = 'replayed' then
    select e.id into v_audit_entry_id
    from public.audit_entries e where e.target = 'time_grant:' || v_grant.time_grant_id;
  end if;
  return row(
    v_grant.outcome, v_grant.time_grant_id, v_grant.entry_id, v_grant.balance_ms, v_audit_entry_id
  )::public.admin_grant_time_result;
end;
$$;

create type public.admin_reverse_entry_result as (
  outcome text, entry_id bigint, amount_ms bigint, balance_ms bigint, audit_entry_id bigint
);
comment on column public.admin_reverse_entry_result.outcome is
  'reversed | replayed | conflict | not_found | not_reversible | nothing_left | reason_missing';

-- Promise: reverses a ledger entry by hand, as reverse_entry does, once per idempotency key, and
-- writes down who and why. The user sees that it was corrected, not why.
-- Lock: the account row. Outcomes: as reverse_entry; reason_missing as above.
create function public.admin_reverse_entry(
  p_entry_id bigint,
  p_reason text,
  p_idempotency_key text,
  p_actor text default null
)
returns public.admin_reverse_entry_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_reversal public.reverse_entry_result;
  v_audit_entry_id bigint;
begin
  if not private.is_reason(p_reason) then
    return row('reason_missing', null, null, null, null)::public.admin_reverse_entry_result;
  end if;
  v_reversal := public.reverse_entry(
    p_entry_id, 'manual:' || p_idempotency_key, 'corrected by support'
  );
  if v_reversal.outcome = 'reversed' then
    v_audit_entry_id := private.audit(
      (select e.account_id from public.ledger_entries e where e.id = p_entry_id),
      p_actor, 'reverse_entry', 'ledger_entry:' || v_reversal.entry_id, p_reason,
      jsonb_build_object(
        'amountMs', v_reversal.amount_ms, 'reversesEntryId', p_entry_id,
        'balanceMs', v_reversal.balance_ms
      )
    );
  elsif v_reversal.outcome = 'replayed' then
    select e.id into v_audit_entry_id
    from public.audit_entries e where e.target = 'ledger_entry:' || v_reversal.entry_id;
  end if;
  return row(
    v_reversal.outcome, v_reversal.entry_id, v_reversal.amount_ms, v_reversal.balance_ms,
    v_audit_entry_id
  )::public.admin_reverse_entry_result;
end;
$$;

grant execute on function public.admin_grant_time, public.admin_reverse_entry to service_role;
