// The words tests of standing orders are written in: who has one, what it began, how it stands.
import { beforeEach, expect } from 'vitest';
import { DEFAULT_ORGANIZATION_ID, type TestUser } from '../../tests/support/database.ts';
import { MINUTE_MS, signUpWithTime, useLedgerDatabase } from './ledger-scenario.ts';
import { noticesOf } from './notice-scenario.ts';
import { applySnapshot, createPackage, type TestPayment } from './payment-scenario.ts';

/** Below this the orders of the tests are due. */
export const THRESHOLD_MS = 5 * MINUTE_MS;

/** What a standing order may be set to; whatever is left out is sensible. */
type Order = { isEnabled?: boolean; thresholdMs?: number; packageId?: string; max?: number };

/** Gives a test file its database and the words; no test meets the orders of another one. */
export function useAutoTopUps() {
  const context = useLedgerDatabase();
  beforeEach(() => context.db.rows('update auto_top_ups set is_enabled = false'));

  const order = async (user: TestUser, options: Order = {}) =>
    context.db.call('set_auto_top_up', {
      p_user_id: user.userId,
      p_organization_id: DEFAULT_ORGANIZATION_ID,
      p_is_enabled: options.isEnabled ?? true,
      p_threshold_ms: options.thresholdMs ?? THRESHOLD_MS,
      p_package_id: options.packageId ?? (await createPackage(context.db)),
      p_monthly_max_count: options.max ?? 2,
    });

  const saveCard = async (user: TestUser, paymentMethodId: string | null = 'pm_1') => {
    const { db } = context;
    const who = {
      p_user_id: user.userId,
      p_organization_id: DEFAULT_ORGANIZATION_ID,
      p_gateway: 'stripe',
    };
    await db.call('save_customer', { ...who, p_gateway_customer_id: `cus_${user.userId}` });
    await db.call('set_saved_card', { ...who, p_payment_method_id: paymentMethodId });
  };

  const paymentsOf = (user: TestUser) =>
    context.db.rows<TestPayment & { kind: string }>(
      'select * from payments where account_id = $1 order by created_at',
      [user.accountId],
    );
  const lastPaymentOf = async (user: TestUser) => (await paymentsOf(user)).at(-1) as TestPayment;

  return {
    context,
    order,
    saveCard,
    paymentsOf,
    lastPaymentOf,
    /** A user with so much time, a saved card and a standing order. */
    async subscriber(timeMs: number, options: Order = {}): Promise<TestUser> {
      const user = await signUpWithTime(context.db, timeMs);
      await saveCard(user);
      expect(await order(user, options)).toEqual({ outcome: 'set' });
      return user;
    },
    /** Begins what is due, as the task does. */
    begin: () => context.db.callAll('begin_auto_top_ups', { p_limit: 100 }),
    stateOf: (user: TestUser) =>
      context.db.row(
        `select is_enabled, consecutive_failures, disabled_reason
         from auto_top_ups where account_id = $1`,
        [user.accountId],
      ),
    kindsOf: async (user: TestUser) => (await noticesOf(context.db, user)).map(({ kind }) => kind),
    /** The bank says no to the last payment. */
    decline: async (user: TestUser) =>
      applySnapshot(context.db, await lastPaymentOf(user), {
        status: 'failed',
        failureCode: 'card_declined',
        failureMessage: 'The bank said no.',
      }),
    letAnHourPass: (user: TestUser) =>
      context.db.rows(
        `update auto_top_ups set last_failed_at = last_failed_at - interval '1 hour'
         where account_id = $1`,
        [user.accountId],
      ),
  };
}
