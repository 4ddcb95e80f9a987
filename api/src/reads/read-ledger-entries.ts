// A page of the ledger of the signed-in user's account.
import type { z } from '@hono/zod-openapi';
import type { Database } from '../clients/database.ts';
import type { AuthenticatedUser } from '../clients/supabase.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import type { ledgerEntryPageSchema } from '../schemas/account.ts';

type LedgerEntryPage = z.infer<typeof ledgerEntryPageSchema>;
type LedgerEntry = LedgerEntryPage['items'][number];

interface LedgerEntryRow {
  id: number;
  amount_ms: number;
  reason: LedgerEntry['reason'];
  source: LedgerEntry['source'];
  voice_session_id: string | null;
  balance_after_ms: number;
  note: string | null;
  created_at: Date;
}

// Entries are ordered by their id alone: it grows with every entry of an account, because each is
// written under the lock of its account row.
const text = `
  select ledger_entries.id, ledger_entries.amount_ms, ledger_entries.reason, time_grants.source,
    ledger_entries.voice_session_id, ledger_entries.balance_after_ms, ledger_entries.note,
    ledger_entries.created_at
  from public.ledger_entries
  join public.accounts on accounts.id = ledger_entries.account_id
  left join public.time_grants on time_grants.id = ledger_entries.time_grant_id
  where accounts.user_id = $1 and accounts.organization_id = $2
    and ($3::bigint is null or ledger_entries.id < $3)
  order by ledger_entries.id desc
  limit $4`;

/** Entries before the cursor, newest first. */
export async function readLedgerEntries(
  database: Database,
  user: AuthenticatedUser,
  query: { organizationId: string; limit: number; cursor?: string | undefined },
): Promise<LedgerEntryPage> {
  const beforeId = query.cursor ? Number(decodeCursor(query.cursor, 'number').id) : null;
  const rows = await database.readAs<LedgerEntryRow>(user, text, [
    user.id,
    query.organizationId,
    beforeId,
    query.limit + 1,
  ]);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => ({
      id: String(row.id),
      amountMs: row.amount_ms,
      reason: row.reason,
      source: row.source,
      voiceSessionId: row.voice_session_id,
      balanceAfterMs: row.balance_after_ms,
      note: row.note,
      createdAt: row.created_at.toISOString(),
    })),
    nextCursor:
      rows.length > query.limit && last
        ? encodeCursor({ createdAt: last.created_at.toISOString(), id: String(last.id) })
        : null,
  };
}
