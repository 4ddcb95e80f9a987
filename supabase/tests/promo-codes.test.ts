// What a promo code for a purchase promises: a lower price, never more often than allowed.
import { describe, expect, test } from 'vitest';
import { balance, MINUTE_MS, signUpWithTime, useLedgerDatabase } from './ledger-scenario.ts';
import {
  applySnapshot,
  buyCard,
  createPayment,
  readPayment,
  type TestPayment,
} from './payment-scenario.ts';
import {
  addOrganization,
  addPackage,
  addPromoCode,
  askForQuote,
  quoted,
  usesOf,
} from './pricing-scenario.ts';

const context = useLedgerDatabase();

/** A payment at the price of a code, waiting for its money. */
async function order(userId: string, promoCode: string): Promise<TestPayment> {
  const { db } = context;
  const { id } = await quoted(db, userId, await addPackage(db), { promoCode });
  const { outcome, payment } = await createPayment(db, userId, id);
  expect(outcome).toBe('created');
  if (!payment) throw new Error('A created payment is answered.');
  return payment;
}

describe('a percentage off', () => {
  test('lowers the price after the rules, and says so', async () => {
    const { db } = context;
    const user = await db.signUp();
    const packageId = await addPackage(db, { price_minor: 1_999 });
    const promoCode = await addPromoCode(db, { code: 'SUMMER-25', percent_off: 25 });
    expect(await quoted(db, user.userId, packageId, { promoCode: ' summer 25 ' })).toMatchObject({
      amountMinor: 1_499,
      promoCode,
      adjustments: [{ kind: 'promo', text: 'Promo code SUMMER-25: 25% off', amountMinor: -500 }],
    });
  });

  test('stops at the floor, and at the least a gateway charges', async () => {
    const { db } = context;
    const user = await db.signUp();
    const promoCode = await addPromoCode(db, { percent_off: 99 });
    const floored = await addPackage(db, { floor_price_minor: 700 });
    expect(await quoted(db, user.userId, floored, { promoCode, quantity: 2 })).toMatchObject({
      amountMinor: 1_400,
      adjustments: [{ text: `Promo code ${promoCode}: 99% off, to the lowest price` }],
    });
    expect(await quoted(db, user.userId, await addPackage(db), { promoCode })).toMatchObject({
      amountMinor: 50,
    });
  });

  test('of all of it makes a gift, granted at once', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const promoCode = await addPromoCode(db, { percent_off: 100, redemptions_max: 1 });
    const payment = await order(user.userId, promoCode);
    expect(payment).toMatchObject({ status: 'paid', amount_minor: 0 });
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 30 * MINUTE_MS });
    expect(await usesOf(db, promoCode)).toEqual({ count: 1, statuses: ['redeemed'] });
  });

  test.each([
    ['unknown', async () => 'NOBODY-HAS-THIS'],
    ['empty', async () => ''],
    ['not made of letters', async () => `'; drop table promo_codes; --`],
    ['switched off', () => addPromoCode(context.db, { is_active: false })],
    ['not valid yet', () => addPromoCode(context.db, { starts_at: '2999-01-01' })],
    ['expired', () => addPromoCode(context.db, { ends_at: '2020-01-01' })],
    ['for free time', () => addPromoCode(context.db, { free_time_ms: MINUTE_MS })],
    [
      "another organization's",
      async () => addPromoCode(context.db, { organization_id: await addOrganization(context.db) }),
    ],
    [
      'for another package',
      async () => addPromoCode(context.db, { package_id: await addPackage(context.db) }),
    ],
  ])('is not given by a code that is %s', async (_case, codeOf) => {
    const { db } = context;
    const user = await db.signUp();
    const promoCode = await codeOf();
    const answer = await askForQuote(db, user.userId, await addPackage(db), { promoCode });
    expect(answer).toEqual({ outcome: 'promo_code_invalid', quote: null });
  });

  test('for a first purchase is not given after it, nor to two purchases at once', async () => {
    const { db } = context;
    const [user, customer] = [await db.signUp(), await db.signUp()];
    await buyCard(db, customer.userId);
    const codes = [
      await addPromoCode(db, { is_first_purchase_only: true }),
      await addPromoCode(db, { is_first_purchase_only: true }),
    ];
    const packageId = await addPackage(db);
    const [promoCode = '', second = ''] = codes;
    expect(await askForQuote(db, customer.userId, packageId, { promoCode })).toMatchObject({
      outcome: 'promo_code_invalid',
    });
    const later = await quoted(db, user.userId, packageId, { promoCode: second });
    await order(user.userId, promoCode);
    expect(await createPayment(db, user.userId, later.id)).toMatchObject({
      outcome: 'promo_code_exhausted',
    });
  });

  test('is reserved by a payment, redeemed when it is paid', async () => {
    const { db } = context;
    const user = await db.signUp();
    const promoCode = await addPromoCode(db);
    const payment = await order(user.userId, promoCode);
    expect(await usesOf(db, promoCode)).toEqual({ count: 1, statuses: ['reserved'] });
    await applySnapshot(db, payment);
    await applySnapshot(db, payment);
    expect(await usesOf(db, promoCode)).toEqual({ count: 1, statuses: ['redeemed'] });
  });

  test.each(['failed', 'canceled', 'expired'])(
    'is free again when its payment is %s',
    async (status) => {
      const { db } = context;
      const [user, other] = [await db.signUp(), await db.signUp()];
      const promoCode = await addPromoCode(db, { redemptions_max: 1 });
      const payment = await order(user.userId, promoCode);
      const packageId = await addPackage(db);
      expect(await askForQuote(db, other.userId, packageId, { promoCode })).toMatchObject({
        outcome: 'promo_code_exhausted',
      });
      await applySnapshot(db, payment, { status });
      expect(await usesOf(db, promoCode)).toEqual({ count: 0, statuses: ['released'] });
      await order(other.userId, promoCode);
      expect((await usesOf(db, promoCode)).count).toBe(1);
    },
  );

  test('is taken again by a payment that lives again, and counted by money that comes late', async () => {
    const { db } = context;
    const [user, other] = [await db.signUp(), await db.signUp()];
    const promoCode = await addPromoCode(db, { redemptions_max: 1 });
    const payment = await order(user.userId, promoCode);
    await applySnapshot(db, payment, { status: 'failed' });
    await applySnapshot(db, payment, { status: 'pending' });
    expect(await usesOf(db, promoCode)).toEqual({ count: 1, statuses: ['reserved'] });
    await applySnapshot(db, payment, { status: 'expired' });
    await order(other.userId, promoCode);
    await applySnapshot(db, payment, { status: 'pending' });
    expect((await usesOf(db, promoCode)).statuses).toEqual(['released', 'reserved']);
    await applySnapshot(db, payment);
    expect(await readPayment(db, payment.id)).toMatchObject({ status: 'paid' });
    expect(await usesOf(db, promoCode)).toEqual({ count: 2, statuses: ['redeemed', 'reserved'] });
  });

  test('has a limit for each user', async () => {
    const { db } = context;
    const [user, other] = [await db.signUp(), await db.signUp()];
    const promoCode = await addPromoCode(db, { redemptions_per_user_max: 2 });
    const packageId = await addPackage(db);
    const third = await quoted(db, user.userId, packageId, { promoCode });
    await order(user.userId, promoCode);
    await order(user.userId, promoCode);
    expect(await createPayment(db, user.userId, third.id)).toMatchObject({
      outcome: 'promo_code_exhausted',
    });
    expect(await askForQuote(db, user.userId, packageId, { promoCode })).toMatchObject({
      outcome: 'promo_code_exhausted',
    });
    await order(other.userId, promoCode);
  });

  test('goes to one of fifty buyers when one is left', async () => {
    const { db } = context;
    const promoCode = await addPromoCode(db, { redemptions_max: 1 });
    const packageId = await addPackage(db);
    const orders = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const { userId } = await db.signUp();
        const { id } = await quoted(db, userId, packageId, { promoCode });
        return { userId, id };
      }),
    );
    const created = await Promise.all(
      orders.map(({ userId, id }) => createPayment(db, userId, id)),
    );
    const outcomes = created.map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'promo_code_exhausted')).toHaveLength(49);
    expect(await usesOf(db, promoCode)).toEqual({ count: 1, statuses: ['reserved'] });
    // Nothing is left of those who came too late.
    const { count } = await db.row<{ count: number }>(
      'select count(*) from payments where promo_code = $1',
      [promoCode],
    );
    expect(count).toBe(1);
  });

  test('cannot be used after it was switched off, quote or not', async () => {
    const { db } = context;
    const user = await db.signUp();
    const promoCode = await addPromoCode(db);
    const { id } = await quoted(db, user.userId, await addPackage(db), { promoCode });
    await db.rows('update promo_codes set is_active = false where code = $1', [promoCode]);
    expect(await createPayment(db, user.userId, id)).toMatchObject({
      outcome: 'promo_code_exhausted',
    });
  });
});
