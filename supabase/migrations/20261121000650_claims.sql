-- What a payment's refunds and disputes claim of the time it bought. A claim takes what is free at
-- once and the rest as the calls that hold it end; it never takes what is burned or held, so a call
-- under a full refund ends when the time it already holds is used.

-- Promise: takes off the account what refunds and disputes claim of its grants and no live call
-- holds: a refund up to its target, a freeze everything. Whatever makes time free calls it: a call
-- that ends, a new grant that takes over what is held, time given back to a claimed grant.
-- Lock: the caller's, on the account.
create function private.take_claimed_time(p_account_id uuid, p_at timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_claim record;
begin
  -- Nearly always there is none; one look at a nearly empty index says so.
  if not exists (
    select from public.time_grants g
    where g.account_id = p_account_id
      and g.remaining_ms > 0 and (g.is_frozen or g.revoke_ms > g.refunded_ms)
  ) then
    return;
  end if;
  for v_claim in
    select g.id, c.refund_ms, case when g.is_frozen then f.free_ms - c.refund_ms end as freeze_ms
    from public.accounts a
    cross join lateral private.list_free_time(a.id, a.held_ms) f
    join public.time_grants g on g.id = f.time_grant_id
    cross join lateral (select least(f.free_ms, g.revoke_ms - g.refunded_ms) as refund_ms) c
    where a.id = p_account_id
      and f.free_ms > 0 and (g.is_frozen or g.revoke_ms > g.refunded_ms)
  loop
    perform private.claim_time(p_account_id, v_claim.id, 'refund', -v_claim.refund_ms, p_at);
    perform private.claim_time(p_account_id, v_claim.id, 'freeze', -v_claim.freeze_ms, p_at);
  end loop;
end;
$$;

-- Promise: writes one line of a claim and counts it on the grant: less than nothing is taken, more
-- is given back; nothing is no line. Lock: the caller's, on the account.
create function private.claim_time(
  p_account_id uuid,
  p_time_grant_id uuid,
  p_reason text,
  p_amount_ms bigint,
  p_at timestamptz
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if coalesce(p_amount_ms, 0) = 0 then
    return;
  end if;
  update public.time_grants
  set refunded_ms = refunded_ms - case when p_reason = 'refund' then p_amount_ms else 0 end,
    frozen_ms = frozen_ms - case when p_reason = 'refund' then 0 else p_amount_ms end
  where id = p_time_grant_id;
  perform private.post_entry(
    p_account_id => p_account_id,
    p_time_grant_id => p_time_grant_id,
    p_amount_ms => p_amount_ms,
    p_reason => p_reason,
    p_at => p_at
  );
end;
$$;

-- Promise: makes the claims on a grant what they are now, whatever they were: p_revoke_ms taken
-- back by refunds in all, and everything else frozen or not. Lower claims give time back: what
-- a failed refund had taken, which then lives another 30 days if it had expired, and what was
-- frozen, with its expiry moved on by as long as it was. The same claims again change nothing.
-- Lock: the caller's, on the account.
create function private.set_claims(p_time_grant_id uuid, p_revoke_ms bigint, p_is_frozen boolean)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_grant public.time_grants;
begin
  select * into strict v_grant from public.time_grants where id = p_time_grant_id;
  if (v_grant.revoke_ms, v_grant.is_frozen) = (p_revoke_ms, p_is_frozen) then
    return;
  end if;
  if p_revoke_ms < v_grant.refunded_ms then
    perform private.claim_time(
      v_grant.account_id, v_grant.id, 'refund', v_grant.refunded_ms - p_revoke_ms, v_now
    );
    update public.time_grants
    set expires_at = v_now + interval '30 days'
    where id = v_grant.id and not is_frozen and expires_at <= v_now;
  end if;
  if v_grant.is_frozen and not p_is_frozen then
    perform private.claim_time(
      v_grant.account_id, v_grant.id, 'restore', v_grant.frozen_ms, v_now
    );
    update public.time_grants
    set expires_at = expires_at + (v_now - frozen_at) where id = v_grant.id;
  end if;
  update public.time_grants
  set revoke_ms = p_revoke_ms,
    is_frozen = p_is_frozen,
    frozen_at = case when p_is_frozen then coalesce(frozen_at, v_now) end
  where id = v_grant.id;
  perform private.take_claimed_time(v_grant.account_id, v_now);
  perform private.refresh_next_expiry(v_grant.account_id);
end;
$$;
