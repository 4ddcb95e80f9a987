// The standing order of the signed-in user, with what it buys and the card it charges.
import type { z } from '@hono/zod-openapi';
import type { Database } from '../clients/database.ts';
import type { AuthenticatedUser } from '../clients/supabase.ts';
import { readCustomer } from '../payments/read-payment-order.ts';
import { type autoTopUpSchema, DEFAULT_AUTO_TOP_UP } from '../schemas/auto-top-up.ts';

type AutoTopUp = z.infer<typeof autoTopUpSchema>;

interface AutoTopUpRow {
  is_enabled: boolean;
  threshold_ms: number;
  monthly_max_count: number;
  consecutive_failures: number;
  disabled_reason: AutoTopUp['disabledReason'];
  used_this_month_count: number;
  package: AutoTopUp['package'];
}

const text = `
  select auto_top_ups.is_enabled, auto_top_ups.threshold_ms, auto_top_ups.monthly_max_count,
    auto_top_ups.consecutive_failures, auto_top_ups.disabled_reason,
    (
      select count(*)
      from public.payments
      where payments.account_id = accounts.id and payments.kind = 'auto_top_up'
        and payments.status in ('pending', 'processing', 'paid')
        and payments.created_at >= date_trunc('month', now(), 'UTC')
    ) as used_this_month_count,
    (
      select jsonb_build_object(
        'id', packages.id, 'slug', packages.slug, 'name', packages.name,
        'description', packages.description, 'timeMs', packages.time_ms,
        'amountMinor', packages.price_minor, 'currency', packages.currency,
        'validForDays', packages.valid_for_days
      )
      from public.packages
      where packages.id = auto_top_ups.package_id
    ) as package
  from public.accounts
  join public.auto_top_ups on auto_top_ups.account_id = accounts.id
  where accounts.user_id = $1 and accounts.organization_id = $2`;

/** The standing order, or what it is before somebody sets one. */
export async function readAutoTopUp(
  database: Database,
  user: AuthenticatedUser,
  organizationId: string,
): Promise<AutoTopUp> {
  const [[row], customer] = await Promise.all([
    database.readAs<AutoTopUpRow>(user, text, [user.id, organizationId]),
    readCustomer(database, { userId: user.id, organizationId }, 'stripe'),
  ]);
  const card = customer?.card && { brand: customer.card.brand, last4: customer.card.last4 };
  if (!row) return { ...DEFAULT_AUTO_TOP_UP, card: card ?? null };
  return {
    isEnabled: row.is_enabled,
    thresholdMs: row.threshold_ms,
    package: row.package,
    monthlyMaxCount: row.monthly_max_count,
    usedThisMonthCount: row.used_this_month_count,
    failedCount: row.consecutive_failures,
    disabledReason: row.disabled_reason,
    card: card ?? null,
  };
}
