// The SQL functions of standing orders: one method each, outcomes as values.
import { callForRows, callFunction } from '../clients/call-function.ts';
import type { Database } from '../clients/database.ts';

/** A standing order as its user wants it. */
export interface AutoTopUpWish {
  isEnabled: boolean;
  thresholdMs: number;
  packageId: string | null;
  monthlyMaxCount: number;
}

/** What came of setting one. */
export type SetAutoTopUpOutcome =
  | 'set'
  | 'account_not_found'
  | 'package_not_found'
  | 'package_not_on_sale'
  | 'package_too_small'
  | 'saved_card_missing';

/** The api's way to everything that changes standing orders. */
export type AutoTopUpLedger = ReturnType<typeof createAutoTopUpLedger>;

/** Binds the SQL functions to a database. */
export function createAutoTopUpLedger(database: Database) {
  return {
    /** Sets a user's standing order. */
    async set(
      user: { userId: string; organizationId: string },
      wish: AutoTopUpWish,
    ): Promise<SetAutoTopUpOutcome> {
      const { outcome } = await callFunction<{ outcome: SetAutoTopUpOutcome }>(
        database,
        'set_auto_top_up',
        {
          p_user_id: user.userId,
          p_organization_id: user.organizationId,
          p_is_enabled: wish.isEnabled,
          p_threshold_ms: wish.thresholdMs,
          p_package_id: wish.packageId,
          p_monthly_max_count: wish.monthlyMaxCount,
        },
      );
      return outcome;
    },

    /** Begins the top-ups that are due, at most so many; answers their payments. */
    async begin(limit: number): Promise<string[]> {
      const rows = await callForRows<{ payment_id: string }>(database, 'begin_auto_top_ups', {
        p_limit: limit,
      });
      return rows.map((row) => row.payment_id);
    },
  };
}
