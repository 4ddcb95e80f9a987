// What rules may do to a price: nothing unless switched on, and never beyond a bound.
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_ORGANIZATION_ID } from '../../tests/support/database.ts';
import { createCall, MINUTE_MS, signUpWithTime, useLedgerDatabase } from './ledger-scenario.ts';
import { buyCard } from './payment-scenario.ts';
import { addPackage, addPromoCode, addRule, quoted } from './pricing-scenario.ts';

const context = useLedgerDatabase();

const setPricing = (isDynamic: boolean, maxPercent = 20) =>
  context.db.rows(
    'update organizations set dynamic_pricing = $2, price_change_max_percent = $3 where id = $1',
    [DEFAULT_ORGANIZATION_ID, isDynamic, maxPercent],
  );

afterEach(async () => {
  await setPricing(false);
  await context.db.rows('delete from pricing_rules');
});

describe('pricing rules', () => {
  test('do nothing until the organization switches them on', async () => {
    const { db } = context;
    const user = await db.signUp();
    const packageId = await addPackage(db);
    await addRule(db);
    expect(await quoted(db, user.userId, packageId)).toMatchObject({
      amountMinor: 1_000,
      adjustments: [],
    });
    await setPricing(true);
    expect(await quoted(db, user.userId, packageId)).toMatchObject({
      baseAmountMinor: 1_000,
      amountMinor: 900,
      adjustments: [{ kind: 'segment', text: 'Your first card costs less.', amountMinor: -100 }],
    });
  });

  test('know who buys for the first time, comes back, was away, or calls a lot', async () => {
    const { db } = context;
    const [first, returning, lapsed, heavy] = await Promise.all(
      Array.from({ length: 4 }, () => signUpWithTime(db, 0)),
    );
    if (!first || !returning || !lapsed || !heavy) throw new Error('There are four people.');
    for (const { userId } of [returning, lapsed, heavy]) await buyCard(db, userId);
    await db.rows(`update payments set paid_at = now() - interval '61 days' where user_id = $1`, [
      lapsed.userId,
    ]);
    await createCall(db, heavy.userId);
    // Only the sum of recent calls matters here; the books are made whole again below.
    const segmentOf = async (accountId: string) => {
      const client = await db.pool.connect();
      try {
        await client.query('begin');
        await client.query(
          `update voice_sessions set status = 'ended', ended_reason = 'user_hung_up',
             ended_at = now(), charged_ms = 36000000 where account_id = $1`,
          [heavy.accountId],
        );
        const { rows } = await client.query(
          'select private.segment_of(a) as segment from accounts a where id = $1',
          [accountId],
        );
        return rows[0].segment;
      } finally {
        await client.query('rollback');
        client.release();
      }
    };
    expect(await segmentOf(first.accountId)).toBe('first_purchase');
    expect(await segmentOf(returning.accountId)).toBe('returning');
    expect(await segmentOf(lapsed.accountId)).toBe('lapsed');
    expect(await segmentOf(heavy.accountId)).toBe('heavy_user');
  });

  test('follow demand within the range of each', async () => {
    const { db } = context;
    await setPricing(true);
    const packageId = await addPackage(db);
    const user = await signUpWithTime(db, 60 * MINUTE_MS);
    const busy = { kind: 'demand', change_percent: 10, explanation: 'It is busy now.' };
    await addRule(db, { ...busy, active_calls_min: 1, active_calls_max: 1 });
    await addRule(db, { ...busy, active_calls_min: 2, change_percent: 15 });
    const amounts = [];
    for (let calls = 0; calls < 4; calls += 1) {
      amounts.push((await quoted(db, user.userId, packageId)).amountMinor);
      await createCall(db, user.userId);
    }
    expect(amounts).toEqual([1_000, 1_100, 1_150, 1_150]);
  });

  test('of one kind: the one for the package comes first, then the lowest position', async () => {
    const { db } = context;
    await setPricing(true);
    const user = await db.signUp();
    const packageId = await addPackage(db);
    await addRule(db, { change_percent: -5, position: 2 });
    await addRule(db, { change_percent: -6, position: 1 });
    expect(await quoted(db, user.userId, packageId)).toMatchObject({ amountMinor: 940 });
    await addRule(db, { change_percent: -7, position: 9, package_id: packageId });
    expect(await quoted(db, user.userId, packageId)).toMatchObject({ amountMinor: 930 });
    await db.rows('update pricing_rules set is_active = false where package_id = $1', [packageId]);
    expect(await quoted(db, user.userId, packageId)).toMatchObject({ amountMinor: 940 });
  });

  test('of two kinds add up, and each says its part', async () => {
    const { db } = context;
    await setPricing(true, 20);
    const user = await db.signUp();
    const packageId = await addPackage(db);
    await addRule(db, { change_percent: -30 });
    await addRule(db, { kind: 'demand', change_percent: 5, active_calls_min: 0 });
    const quote = await quoted(db, user.userId, packageId);
    // Down 30 and up 5 would be 25 down; 20 is the most, so the discount is what gives way.
    expect(quote).toMatchObject({
      amountMinor: 800,
      adjustments: [
        { kind: 'segment', amountMinor: -250 },
        { kind: 'demand', amountMinor: 50 },
      ],
    });
  });

  test.each([
    [-20, 1_000, 880, 880],
    [-20, 1_000, 1_000, 1_000],
    [20, 1_000, 1_000, 1_200],
    [-15, 333, null, 283],
    [-5, 110, null, 104],
    [5, 110, null, 116],
    [-20, 55, null, 50],
    [-20, 40, null, 40],
  ])('%s %% of %s with a floor of %s makes %s', async (percent, price, floor, amountMinor) => {
    const { db } = context;
    await setPricing(true);
    const user = await db.signUp();
    const packageId = await addPackage(db, { price_minor: price, floor_price_minor: floor });
    await addRule(db, { change_percent: percent });
    expect(await quoted(db, user.userId, packageId)).toMatchObject({ amountMinor });
  });

  test('never make a price leave its bounds, and always add up for the buyer', async () => {
    const { db } = context;
    const user = await db.signUp();
    const percent = fc.integer({ min: -90, max: 90 }).filter((value) => value !== 0);
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          price: fc.integer({ min: 0, max: 200_000 }),
          floorPercent: fc.option(fc.integer({ min: 0, max: 100 })),
          quantity: fc.integer({ min: 1, max: 20 }),
          segmentPercent: fc.option(percent),
          demandPercent: fc.option(percent),
          maxPercent: fc.integer({ min: 0, max: 90 }),
          promoPercent: fc.option(fc.integer({ min: 1, max: 100 })),
        }),
        async (terms) => {
          await db.rows('delete from pricing_rules');
          await setPricing(true, terms.maxPercent);
          const floor =
            terms.floorPercent === null
              ? null
              : Math.floor((terms.price * terms.floorPercent) / 100);
          const packageId = await addPackage(db, {
            price_minor: terms.price,
            floor_price_minor: floor,
          });
          if (terms.segmentPercent !== null) {
            await addRule(db, { change_percent: terms.segmentPercent });
          }
          if (terms.demandPercent !== null) {
            await addRule(db, {
              kind: 'demand',
              active_calls_min: 0,
              change_percent: terms.demandPercent,
            });
          }
          const promoCode =
            terms.promoPercent === null
              ? null
              : await addPromoCode(db, { percent_off: terms.promoPercent });
          const quote = await quoted(db, user.userId, packageId, {
            quantity: terms.quantity,
            promoCode,
          });
          const base = terms.price * terms.quantity;
          const sum = quote.adjustments.reduce((total, { amountMinor }) => total + amountMinor, 0);
          expect(quote.baseAmountMinor).toBe(base);
          expect(quote.amountMinor).toBe(base + sum);
          expect(quote.amountMinor).toBeGreaterThanOrEqual((floor ?? 0) * terms.quantity);
          const ofRules = quote.adjustments
            .filter(({ kind }) => kind !== 'promo')
            .reduce((total, { amountMinor }) => total + amountMinor, 0);
          expect(Math.abs(ofRules)).toBeLessThanOrEqual((base * terms.maxPercent) / 100);
          for (const { kind, amountMinor } of quote.adjustments) {
            if (kind === 'segment') {
              expect(Math.sign(amountMinor)).toBe(Math.sign(terms.segmentPercent ?? 0));
            }
            if (kind === 'demand') {
              expect(Math.sign(amountMinor)).toBe(Math.sign(terms.demandPercent ?? 0));
            }
            if (kind === 'promo') expect(amountMinor).toBeLessThanOrEqual(0);
          }
          // What a gateway would refuse to charge is asked only where the listed price asks it.
          if (quote.amountMinor > 0 && quote.amountMinor < 50) {
            expect(base).toBeLessThanOrEqual(quote.amountMinor);
          }
        },
      ),
      { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 150), interruptAfterTimeLimit: 40_000 },
    );
  });
});
