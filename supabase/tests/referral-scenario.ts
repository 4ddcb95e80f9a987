// The words referral tests are written in: a code, who came by it, and the task a payment leaves.
import {
  type Actor,
  DEFAULT_ORGANIZATION_ID,
  type TestDatabase,
  type TestUser,
} from '../../tests/support/database.ts';
import { signUpWithTime } from './ledger-scenario.ts';
import {
  applySnapshot,
  beginPurchase,
  readPayment,
  snapshotOf,
  type TestPayment,
} from './payment-scenario.ts';

/** What a user is told of their referrals. */
export const referralOf = (db: Actor, userId: string) =>
  db.call('get_referral', { p_user_id: userId, p_organization_id: DEFAULT_ORGANIZATION_ID });

/** A user's code. */
export const codeOf = async (db: Actor, userId: string) =>
  String((await referralOf(db, userId)).code);

/** Says who brought a user. */
export const accept = (db: Actor, userId: string, code: string) =>
  db.call('accept_referral', {
    p_user_id: userId,
    p_organization_id: DEFAULT_ORGANIZATION_ID,
    p_code: code,
  });

/** Two people without time, the second brought by the first. */
export async function refer(db: TestDatabase): Promise<{ referrer: TestUser; referred: TestUser }> {
  const [referrer, referred] = [await signUpWithTime(db, 0), await signUpWithTime(db, 0)];
  await accept(db, referred.userId, await codeOf(db, referrer.userId));
  return { referrer, referred };
}

/** A purchase that was paid with a card of its own, or the one named. */
export async function buyWith(
  db: TestDatabase,
  userId: string,
  fingerprint: string | null = `fp-${userId}`,
): Promise<TestPayment> {
  const payment = await beginPurchase(db, userId);
  const { at } = await db.row<{ at: string }>('select database_now()::text as at');
  await db.call('apply_payment_snapshot', {
    p_payment_id: payment.id,
    p_observed_at: at,
    p_snapshot: {
      ...snapshotOf(payment),
      card: { brand: 'visa', last4: '4242', fingerprint },
    },
  });
  return readPayment(db, payment.id);
}

/** Settles the referral of a payment, as the task does. */
export const reward = (db: Actor, paymentId: string) =>
  db.call('reward_referral', { p_payment_id: paymentId });

/** The payment with all its money given back. */
export const refundAll = (db: TestDatabase, payment: TestPayment) =>
  applySnapshot(db, payment, {
    refunds: [{ id: `re_${payment.id}`, amountMinor: payment.amount_minor, status: 'succeeded' }],
  });

/** Payments the task `reward_referral` waits for. */
export async function awaitedPayments(db: Actor): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    `select j.payload ->> 'paymentId' as id
     from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'reward_referral'`,
  );
  return rows.map(({ id }) => id);
}
