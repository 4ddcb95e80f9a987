// The time of the signed-in user's account, and the time grants it comes from.
import type { z } from '@hono/zod-openapi';
import type { Database } from '../clients/database.ts';
import type { AuthenticatedUser } from '../clients/supabase.ts';
import type { balanceSchema } from '../schemas/account.ts';

type Balance = z.infer<typeof balanceSchema>;

interface BalanceRow {
  account_id: string;
  posted_ms: number;
  held_ms: number;
  used_ms: number;
  as_of: Date;
  time_grants: Balance['timeGrants'];
}

// The holds are summed here and not by account_balance(), which only the service may call: this
// statement runs as the user, so that row level security guards it a second time.
const text = `
  select accounts.id as account_id, accounts.posted_ms, accounts.held_ms, now() as as_of,
    coalesce((
      select sum(holds.used_ms)::bigint from public.holds
      where holds.account_id = accounts.id and holds.status = 'live'
    ), 0) as used_ms,
    coalesce((
      select jsonb_agg(jsonb_build_object(
          'id', time_grants.id, 'source', time_grants.source,
          'grantedMs', time_grants.granted_ms, 'remainingMs', time_grants.remaining_ms,
          'expiresAt', time_grants.expires_at, 'createdAt', time_grants.created_at
        ) order by time_grants.expires_at nulls last, time_grants.created_at)
      from public.time_grants
      where time_grants.account_id = accounts.id and time_grants.remaining_ms > 0
    ), '[]') as time_grants
  from public.accounts
  where accounts.user_id = $1 and accounts.organization_id = $2`;

/** The balance of the user's account; null when the token outlived its user. */
export async function readBalance(
  database: Database,
  user: AuthenticatedUser,
  organizationId: string,
): Promise<Balance | null> {
  const [row] = await database.readAs<BalanceRow>(user, text, [user.id, organizationId]);
  if (!row) return null;
  const timeGrants = row.time_grants.map((grant) => ({
    ...grant,
    expiresAt: grant.expiresAt && new Date(grant.expiresAt).toISOString(),
    createdAt: new Date(grant.createdAt).toISOString(),
  }));
  return {
    accountId: row.account_id,
    postedMs: row.posted_ms,
    heldMs: row.held_ms,
    availableMs: Math.max(0, row.posted_ms - row.held_ms),
    remainingMs: Math.max(0, row.posted_ms - row.used_ms),
    nextExpiryAt: timeGrants[0]?.expiresAt ?? null,
    timeGrants,
    asOf: row.as_of.toISOString(),
  };
}
