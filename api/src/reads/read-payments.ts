// The payments of the signed-in user: one of them, or a page, newest first.
import type { Database } from '../clients/database.ts';
import type { AuthenticatedUser } from '../clients/supabase.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { type Payment, type PaymentRow, toPayment } from '../payments/payment-row.ts';

type NamedPaymentRow = PaymentRow & { package_name: string | null };

const select = `
  select payments.*, packages.name as package_name,
    to_char(payments.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
      as created_at_exactly
  from public.payments
  left join public.packages on packages.id = payments.package_id`;

const pageText = `${select}
  where payments.user_id = $1 and payments.organization_id = $2
    and ($3::timestamptz is null or (payments.created_at, payments.id) < ($3, $4::uuid))
  order by payments.created_at desc, payments.id desc
  limit $5`;

const oneText = `${select} where payments.id = $1 and payments.user_id = $2`;

/** Payments before the cursor, newest first. */
export async function readPaymentPage(
  database: Database,
  user: AuthenticatedUser,
  query: { organizationId: string; limit: number; cursor?: string | undefined },
): Promise<{ items: Payment[]; nextCursor: string | null }> {
  const place = query.cursor ? decodeCursor(query.cursor) : null;
  const rows = await database.readAs<NamedPaymentRow & { created_at_exactly: string }>(
    user,
    pageText,
    [user.id, query.organizationId, place?.createdAt ?? null, place?.id ?? null, query.limit + 1],
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map(toPayment),
    nextCursor:
      rows.length > query.limit && last
        ? encodeCursor({ createdAt: last.created_at_exactly, id: last.id })
        : null,
  };
}

/** The user's own payment; null when there is no such payment, or it is another's. */
export async function readPayment(
  database: Database,
  user: AuthenticatedUser,
  paymentId: string,
): Promise<Payment | null> {
  const [row] = await database.readAs<NamedPaymentRow>(user, oneText, [paymentId, user.id]);
  return row ? toPayment(row) : null;
}
