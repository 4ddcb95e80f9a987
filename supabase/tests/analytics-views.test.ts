// What the views of the business say, and to whom.
import { beforeAll, describe, expect, test } from 'vitest';
import type { TestUser } from '../../tests/support/database.ts';
import { DEFAULT_ORGANIZATION_ID } from '../../tests/support/database.ts';
import { grantTime, MINUTE_MS, signUpWithTime, useLedgerDatabase } from './ledger-scenario.ts';
import { applySnapshot, buyCard, CARD, refund, type Snapshot } from './payment-scenario.ts';
import { createPlan, subscribe, talk } from './subscription-scenario.ts';

const context = useLedgerDatabase();
const views = ['user_analytics', 'revenue_by_day', 'package_performance', 'liability'] as const;
let buyer: TestUser;

/** A payment that counts as real money. */
async function buyForReal(userId: string, snapshot: Snapshot = {}): Promise<void> {
  const payment = await buyCard(context.db, userId);
  await context.db.rows('update payments set is_test = false where id = $1', [payment.id]);
  await applySnapshot(context.db, payment, { ...snapshot, isTest: false } as Snapshot);
}

beforeAll(async () => {
  const { db } = context;
  buyer = await signUpWithTime(db, 0);
  await grantTime(db, buyer.accountId, 10 * MINUTE_MS, { source: 'promo', priority: 10 });
  await buyForReal(buyer.userId);
  await buyForReal(buyer.userId, { refunds: [refund('re_half', 225)] });
  await buyForReal(buyer.userId, { disputes: [{ id: 'dp_open', status: 'open' }] });
  await buyForReal(buyer.userId, { disputes: [{ id: 'dp_lost', status: 'lost' }] });
  await buyCard(db, buyer.userId);
  await talk(db, buyer, 15 * MINUTE_MS);
  await talk(db, buyer, 5 * MINUTE_MS);
});

describe('user_analytics', () => {
  test('counts calls, minutes and what was paid, net of what went back', async () => {
    const { db } = context;
    const row = await db.row('select * from user_analytics where user_id = $1', [buyer.userId]);
    expect(row).toMatchObject({
      organization_id: DEFAULT_ORGANIZATION_ID,
      account_id: buyer.accountId,
      email: buyer.email,
      session_count: 2,
      minutes: '20.00',
      average_minutes: '10.00',
      // Whole, half, whole while disputed, nothing once lost; test money apart.
      revenue_minor: { EUR: 450 + 225 + 450 },
      test_revenue_minor: { EUR: 450 },
    });
    const { monday } = await db.row(
      `select date_trunc('week', now() at time zone 'UTC')::date as monday`,
    );
    expect(row.cohort_week).toEqual(monday);
  });

  test('has a row for somebody who never called or paid', async () => {
    const idle = await context.db.signUp();
    expect(
      await context.db.row('select * from user_analytics where user_id = $1', [idle.userId]),
    ).toMatchObject({
      session_count: 0,
      minutes: '0.00',
      average_minutes: null,
      revenue_minor: {},
      first_call_at: null,
    });
  });
});

describe('revenue_by_day', () => {
  test('sums a day by currency, with test money apart', async () => {
    const rows = await context.db.rows('select * from revenue_by_day order by is_test');
    expect(rows).toMatchObject([
      {
        currency: 'EUR',
        is_test: false,
        gross_minor: 1800,
        refunded_minor: 225,
        disputed_minor: 450,
        net_minor: 1125,
        payment_count: 4,
      },
      { is_test: true, gross_minor: 450, net_minor: 450, payment_count: 1 },
    ]);
  });
});

describe('package_performance', () => {
  test('tells how often each was sold and how much of it was used', async () => {
    const rows = await context.db.rows<Record<string, number>>(
      `select sum(sold_count)::int as sold, sum(revenue_minor)::int as revenue,
         sum(refunded_minor)::int as refunded, sum(sold_ms)::bigint as sold_ms,
         sum(used_ms)::bigint as used_ms
       from package_performance where not is_test`,
    );
    const onTest = await context.db.row<{ used: number }>(
      'select coalesce(sum(used_ms), 0)::bigint as used from package_performance where is_test',
    );
    expect(rows).toMatchObject([
      { sold: 4, revenue: 1800, refunded: 225, sold_ms: 4 * CARD.timeMs },
    ]);
    // Ten promotional minutes burn with the soonest expiry last: all came from cards.
    expect(Number(rows[0]?.used_ms) + onTest.used).toBe(20 * MINUTE_MS);
  });

  test('lists what was never sold, with nothing', async () => {
    const [row] = await context.db.rows(
      `select * from package_performance where slug = 'time-600' and currency = 'EUR'`,
    );
    expect(row).toMatchObject({ sold_count: 0, revenue_minor: 0, used_ms: 0, is_test: false });
  });
});

describe('liability', () => {
  test('values unused time at the price paid; promotional and frozen time are apart', async () => {
    const rows = await context.db.rows<Record<string, unknown>>(
      'select * from liability order by kind, is_test',
    );
    const of = (kind: string, isTest = false) =>
      rows.find((row) => row.kind === kind && row.is_test === isTest);
    expect(of('frozen')).toMatchObject({ currency: 'EUR', unused_ms: 30 * MINUTE_MS });
    expect(of('frozen')).toMatchObject({ value_minor: 450, grant_count: 1 });
    expect(of('promotional')).toMatchObject({ currency: null, value_minor: 0 });
    // One and a half cards were sold for real, twenty minutes of them used.
    expect(of('sold')).toMatchObject({ unused_ms: 25 * MINUTE_MS, value_minor: 375 });
    expect(of('sold', true)).toMatchObject({ unused_ms: 30 * MINUTE_MS, value_minor: 450 });
  });

  test('does not count overage, which is not sold in advance', async () => {
    const { db } = context;
    const owed = async () =>
      (await db.row<{ ms: number }>('select sum(unused_ms)::bigint as ms from liability')).ms;
    const before = await owed();
    await subscribe(db, await createPlan(db), { overageCapMinor: 1200 });
    expect((await owed()) - before).toBe(60 * MINUTE_MS);
  });
});

describe('a reader', () => {
  test.each(views)('of %s who administers the organization sees it whole', async (view) => {
    const { db } = context;
    const admin = await db.signUp();
    await db.rows(`update memberships set role = 'admin' where user_id = $1`, [admin.userId]);
    const count = `select count(*)::int as count from ${view} where organization_id = $1`;
    const all = await db.row(count, [DEFAULT_ORGANIZATION_ID]);
    expect(await db.asUser(admin.userId).row(count, [DEFAULT_ORGANIZATION_ID])).toEqual(all);
    expect(await db.asService().row(count, [DEFAULT_ORGANIZATION_ID])).toEqual(all);
  });

  test.each(views)('of %s who administers another organization sees nothing', async (view) => {
    const { db } = context;
    const foreigner = await db.signUp();
    await db.rows('delete from memberships where user_id = $1', [foreigner.userId]);
    const rows = await db
      .asUser(foreigner.userId)
      .rows(`select * from ${view} v where to_jsonb(v) ->> 'user_id' is distinct from $1`, [
        foreigner.userId,
      ]);
    expect(rows.filter(({ kind }) => kind !== 'promotional')).toEqual([]);
  });

  test('who is a plain member sees nothing of others', async () => {
    const { db } = context;
    const member = await db.signUp();
    const actor = db.asUser(member.userId);
    const users = await actor.rows('select user_id from user_analytics');
    expect(users).toEqual([{ user_id: member.userId }]);
    expect(await actor.rows('select * from revenue_by_day')).toEqual([]);
    const sold = await actor.rows('select * from package_performance where payment_count > 0');
    expect(sold).toEqual([]);
    // Their own trial.
    expect(await actor.rows('select kind, unused_ms from liability')).toEqual([
      { kind: 'promotional', unused_ms: 600_000 },
    ]);
  });

  test.each(views)('without a session may not read %s', async (view) => {
    await expect(context.db.asAnon().rows(`select * from ${view}`)).rejects.toThrow(
      'permission denied',
    );
  });
});
