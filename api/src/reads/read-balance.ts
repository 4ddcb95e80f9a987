// The time of the signed-in user's account, and the time grants it comes from.
import type { z } from '@hono/zod-openapi';
import type { Database } from '../clients/database.ts';
import type { AuthenticatedUser } from '../clients/supabase.ts';
import type { Ledger } from '../ledger.ts';
import type { balanceSchema } from '../schemas/account.ts';

type Balance = z.infer<typeof balanceSchema>;

interface BalanceRow {
  account_id: string;
  posted_ms: number;
  held_ms: number;
  used_ms: number;
  next_expiry_at: Date | null;
  is_expiry_due: boolean;
  as_of: Date;
  time_grants: Balance['timeGrants'];
}

const text = `
  select accounts.id as account_id, accounts.posted_ms, accounts.held_ms, accounts.used_ms,
    accounts.next_expiry_at, now() as as_of,
    coalesce(accounts.next_expiry_at <= now() and accounts.held_ms < accounts.posted_ms, false)
      as is_expiry_due,
    coalesce((
      select jsonb_agg(jsonb_build_object(
          'id', time_grants.id, 'source', time_grants.source,
          'grantedMs', time_grants.granted_ms, 'remainingMs', time_grants.remaining_ms,
          'refundedMs', time_grants.refunded_ms, 'pausedMs', paused.paused_ms,
          'expiresAt', time_grants.expires_at, 'createdAt', time_grants.created_at
        ) order by time_grants.expires_at nulls last, time_grants.priority,
          time_grants.created_at, time_grants.id)
      from public.time_grants
      -- What a lost dispute froze is frozen for good: that is gone, and not paused.
      cross join lateral (
        select case when time_grants.is_frozen and exists (
          select from public.payments
          where payments.account_id = time_grants.account_id
            and payments.time_grant_id = time_grants.id and payments.dispute_status = 'open'
        ) then time_grants.frozen_ms else 0 end as paused_ms
      ) paused
      where time_grants.account_id = accounts.id
        and (time_grants.remaining_ms > 0 or paused.paused_ms > 0)
    ), '[]') as time_grants
  from public.accounts
  where accounts.user_id = $1 and accounts.organization_id = $2`;

/** The balance of the user's account; null when the token outlived its user. */
export async function readBalance(
  parts: { database: Database; ledger: Pick<Ledger, 'refreshAccount'> },
  user: AuthenticatedUser,
  organizationId: string,
): Promise<Balance | null> {
  const read = () =>
    parts.database.readAs<BalanceRow>(user, text, [user.id, organizationId]).then(([row]) => row);
  let row = await read();
  if (row?.is_expiry_due) {
    // Expired time is shown to nobody, even before the task that takes it off comes by.
    await parts.ledger.refreshAccount(row.account_id);
    row = await read();
  }
  return row ? toBalance(row) : null;
}

function toBalance(row: BalanceRow): Balance {
  return {
    accountId: row.account_id,
    postedMs: row.posted_ms,
    heldMs: row.held_ms,
    availableMs: row.posted_ms - row.held_ms,
    remainingMs: row.posted_ms - row.used_ms,
    nextExpiryAt: row.next_expiry_at?.toISOString() ?? null,
    timeGrants: row.time_grants.map((grant) => ({
      ...grant,
      expiresAt: grant.expiresAt && new Date(grant.expiresAt).toISOString(),
      createdAt: new Date(grant.createdAt).toISOString(),
    })),
    asOf: row.as_of.toISOString(),
  };
}
