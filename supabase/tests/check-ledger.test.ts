// That check_ledger() would notice: every violation it knows is provoked here, past all guards.
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  createTestDatabase,
  type TestDatabase,
  type TestUser,
} from '../../tests/support/database.ts';
import { capture, extend, grantTime, MINUTE_MS, SECOND_MS, startCall } from './ledger-scenario.ts';
import { applySnapshot, buyCard, refund, type TestPayment } from './payment-scenario.ts';
import { createPlan, subscribe, type TestSubscription } from './subscription-scenario.ts';

let db: TestDatabase;
let user: TestUser;
let ended: string;
let live: string;
/** Half of it refunded, and disputed. */
let payment: TestPayment;
let subscription: TestSubscription;

beforeAll(async () => {
  db = await createTestDatabase();
  subscription = await subscribe(db, await createPlan(db), { overageCapMinor: 240 });
});
afterAll(() => db.drop());
beforeEach(async () => {
  user = await db.signUp();
  await grantTime(db, user.accountId, MINUTE_MS, { expiresInMs: 60 * MINUTE_MS });
  ended = (await startCall(db, user.userId)).voiceSessionId;
  await capture(db, ended, 10 * SECOND_MS);
  live = (await startCall(db, user.userId)).voiceSessionId;
  await extend(db, live, 1, 10 * SECOND_MS);
  payment = await buyCard(db, user.userId);
  await applySnapshot(db, payment, { refunds: [refund(`re_${payment.id}`, 225)] });
  await applySnapshot(db, payment, { disputes: [{ id: `dp_${payment.id}`, status: 'open' }] });
});

/** Runs statements with every guard off, and answers what check_ledger finds before undoing it. */
async function violationsAfter(statements: string[]): Promise<string[]> {
  const client: pg.PoolClient = await db.pool.connect();
  try {
    await client.query('begin');
    await client.query(
      `do $$
       declare v_constraint record;
       begin
         for v_constraint in
           select conrelid::regclass as table_name, conname from pg_constraint
           where contype = 'c' and connamespace = 'public'::regnamespace
         loop
           execute format('alter table %s drop constraint %I',
             v_constraint.table_name, v_constraint.conname);
         end loop;
       end $$`,
    );
    // Triggers and foreign keys do not fire for a replica.
    await client.query('set local session_replication_role = replica');
    for (const statement of statements) {
      const sql = statement
        .replaceAll(':account', `'${user.accountId}'`)
        .replaceAll(':ended', `'${ended}'`)
        .replaceAll(':live', `'${live}'`)
        .replaceAll(':payment', `'${payment.id}'`)
        .replaceAll(':card', `'${payment.time_grant_id}'`)
        .replaceAll(':subscription', `'${subscription.id}'`);
      const { rowCount } = await client.query(sql);
      expect(rowCount, `${sql} touched nothing`).toBeGreaterThan(0);
    }
    const { rows } = await client.query('select distinct violation from check_ledger()');
    return rows.map(({ violation }) => violation);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const otherAccount = '(select id from accounts where id <> :account limit 1)';
const damages: Record<string, string[]> = {
  entries_differ_from_posted: ['delete from ledger_entries where voice_session_id = :ended'],
  grants_differ_from_posted: [
    'update time_grants set remaining_ms = remaining_ms - 1 where account_id = :account',
  ],
  holds_differ_from_held: ['update accounts set held_ms = held_ms + 1 where id = :account'],
  holds_differ_from_used: ['update accounts set used_ms = used_ms + 1 where id = :account'],
  next_expiry_is_wrong: ['update accounts set next_expiry_at = null where id = :account'],
  account_out_of_bounds: ['update accounts set posted_ms = -1 where id = :account'],
  grant_differs_from_entries: [
    'update time_grants set remaining_ms = remaining_ms - 1 where account_id = :account',
  ],
  grant_out_of_bounds: [
    'update time_grants set remaining_ms = granted_ms + 1 where account_id = :account',
  ],
  grant_entry_is_wrong: [
    'update time_grants set granted_ms = granted_ms + 1 where account_id = :account',
  ],
  entry_on_foreign_grant: [
    `update ledger_entries set account_id = ${otherAccount} where account_id = :account`,
  ],
  balance_after_is_wrong: [
    'update ledger_entries set balance_after_ms = balance_after_ms + 1 where account_id = :account',
  ],
  reversal_out_of_bounds: [
    `insert into ledger_entries (account_id, time_grant_id, amount_ms, reason,
       reverses_entry_id, balance_after_ms, created_at)
     select account_id, time_grant_id, -2 * amount_ms, 'reversal', id, 0, now()
     from ledger_entries where voice_session_id = :ended`,
  ],
  live_hold_without_live_call: [
    `update voice_sessions set status = 'ended', ended_at = now(), ended_reason = 'idle'
     where id = :live`,
  ],
  live_call_without_live_hold: ['delete from holds where voice_session_id = :live'],
  hold_on_foreign_account: [
    `update holds set account_id = ${otherAccount} where voice_session_id = :live`,
  ],
  hold_out_of_bounds: ['update holds set used_ms = held_ms + 1 where voice_session_id = :live'],
  charge_differs_from_entries: [
    'update voice_sessions set charged_ms = charged_ms + 1 where id = :ended',
  ],
  charge_exceeds_hold: ['update holds set held_ms = 0 where voice_session_id = :ended'],
  paid_payment_without_grant: ['update payments set time_grant_id = null where id = :payment'],
  payment_granted_elsewhere: [
    `update payments set account_id = ${otherAccount} where id = :payment`,
  ],
  refunded_money_is_wrong: ['delete from refunds where payment_id = :payment'],
  dispute_status_is_wrong: [`update disputes set status = 'won' where payment_id = :payment`],
  revoked_time_is_wrong: ['update time_grants set revoke_ms = revoke_ms + 1 where id = :card'],
  frozen_without_dispute: [`update payments set dispute_status = 'won' where id = :payment`],
  card_grant_without_payment: [`update payments set status = 'failed' where id = :payment`],
  refunded_time_differs_from_entries: [
    `update ledger_entries set reason = 'expiry' where time_grant_id = :card and reason = 'refund'`,
  ],
  frozen_time_differs_from_entries: [
    'update time_grants set frozen_ms = frozen_ms + 1 where id = :card',
  ],
  refunded_time_exceeds_target: ['update time_grants set revoke_ms = 0 where id = :card'],
  frozen_time_on_usable_grant: ['update time_grants set is_frozen = false where id = :card'],
  claimed_time_left_free: ['update time_grants set remaining_ms = 1 where id = :card'],
  promo_count_differs_from_redemptions: [
    `insert into promo_codes (organization_id, code, percent_off, redemption_count)
     select organization_id, 'MISCOUNTED', 10, 1 from accounts where id = :account`,
  ],
  promo_redemption_differs_from_payment: [
    `insert into promo_redemptions (promo_code_id, organization_id, account_id, user_id,
       payment_id, status)
     select gen_random_uuid(), organization_id, id, user_id, :payment, 'reserved'
     from accounts where id = :account`,
  ],
  promo_redemption_differs_from_grant: [
    `insert into promo_redemptions (promo_code_id, organization_id, account_id, user_id,
       time_grant_id, status)
     select gen_random_uuid(), organization_id, id, user_id, :card, 'redeemed'
     from accounts where id = :account`,
  ],
  referral_grant_is_wrong: [
    `insert into referrals (organization_id, referrer_user_id, referred_user_id, status,
       payment_id, reward_ms, referrer_time_grant_id, settled_at)
     select organization_id, user_id, gen_random_uuid(), 'rewarded', :payment, 1000, :card, now()
     from accounts where id = :account`,
  ],
  invoice_granted_wrongly: [
    `update subscription_invoices set granted_ms = granted_ms + 1
     where subscription_id = :subscription`,
  ],
  subscription_grant_without_invoice: [
    'delete from subscription_invoices where subscription_id = :subscription',
  ],
  invoice_differs_from_payment: [
    'update subscription_invoices set amount_minor = 1 where subscription_id = :subscription',
  ],
  overage_exceeds_cap: [
    `update subscription_periods
     set overage_status = 'open', overage_cap_minor = 1, overage_amount_minor = 2
     where subscription_id = :subscription`,
  ],
  hold_ended_wrongly: [`update holds set status = 'released' where voice_session_id = :ended`],
};

test('finds nothing wrong with sound books', async () => {
  expect(await db.callAll('check_ledger', {})).toEqual([]);
});

test.each(Object.entries(damages))('notices %s', async (violation, statements) => {
  expect(await violationsAfter(statements)).toContain(violation);
});

test('has every violation provoked here', async () => {
  const { source } = await db.row<{ source: string }>(
    `select string_agg(prosrc, '') as source from pg_proc
     where pronamespace = 'private'::regnamespace
       and prorettype = 'public.check_ledger_result'::regtype`,
  );
  const known = [...source.matchAll(/'([a-z]+(?:_[a-z]+){2,})'/g)].map(([, name]) => name);
  expect(Object.keys(damages).sort()).toEqual([...new Set(known)].sort());
});

test('names the account and shows the row', async () => {
  const client = await db.pool.connect();
  try {
    await client.query('begin');
    await client.query('update accounts set held_ms = held_ms + 1 where id = $1', [user.accountId]);
    const { rows } = await client.query('select * from check_ledger()');
    expect(rows).toMatchObject([
      { violation: 'holds_differ_from_held', account_id: user.accountId },
    ]);
    expect(rows[0].detail).toMatchObject({ id: user.accountId, posted_ms: expect.any(Number) });
  } finally {
    await client.query('rollback');
    client.release();
  }
});
