// What create_price_quote promises: a price from our table, explained, and kept.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DEFAULT_ORGANIZATION_ID } from '../../tests/support/database.ts';
import { MINUTE_MS, useLedgerDatabase } from './ledger-scenario.ts';
import { createPayment } from './payment-scenario.ts';
import {
  addOrganization,
  addPackage,
  addPromoCode,
  askForQuote,
  quoted,
} from './pricing-scenario.ts';

const context = useLedgerDatabase();

const foreignPackage = async () =>
  addPackage(context.db, { organization_id: await addOrganization(context.db) });

describe('create_price_quote', () => {
  test('tells the price of the package by the quantity, and keeps a row of it', async () => {
    const { db } = context;
    const user = await db.signUp();
    const packageId = await addPackage(db, { price_minor: 450, valid_for_days: 365 });
    const quote = await quoted(db, user.userId, packageId, { quantity: 3 });
    expect(quote).toMatchObject({
      package: { id: packageId, amountMinor: 450 },
      quantity: 3,
      timeMs: 90 * MINUTE_MS,
      baseAmountMinor: 1_350,
      amountMinor: 1_350,
      currency: 'EUR',
      adjustments: [],
      promoCode: null,
    });
    const row = await db.row('select * from price_quotes where id = $1', [quote.id]);
    expect(row).toMatchObject({
      account_id: user.accountId,
      package_id: packageId,
      time_ms: 90 * MINUTE_MS,
      valid_for_days: 365,
      base_amount_minor: 1_350,
      amount_minor: 1_350,
      used_by_payment_id: null,
    });
  });

  test.each([null, 0, -1, 21, 2_147_483_647])('refuses a quantity of %s', async (quantity) => {
    const { db } = context;
    const user = await db.signUp();
    const packageId = await addPackage(db);
    expect(await askForQuote(db, user.userId, packageId, { quantity })).toEqual({
      outcome: 'invalid_quantity',
      quote: null,
    });
  });

  test.each([
    ['switched off', { is_active: false }],
    ['not on sale yet', { starts_at: '2999-01-01' }],
    ['no longer on sale', { ends_at: '2020-01-01' }],
  ])('refuses a package that is %s', async (_case, values) => {
    const { db } = context;
    const user = await db.signUp();
    const packageId = await addPackage(db, values);
    const { outcome } = await askForQuote(db, user.userId, packageId);
    expect(outcome).toBe('package_not_on_sale');
  });

  test.each([
    ['null', async () => null],
    ['unknown', async () => randomUUID()],
    ['an injection', async () => `'; drop table packages; --`],
    ["another organization's", foreignPackage],
  ])('finds no package that is %s', async (_case, packageOf) => {
    const { db } = context;
    const user = await db.signUp();
    const { outcome } = await askForQuote(db, user.userId, await packageOf());
    expect(outcome).toBe('package_not_found');
  });

  test.each([null, randomUUID()])('has no price for the user %s', async (userId) => {
    const { db } = context;
    const { outcome } = await askForQuote(db, userId, await addPackage(db));
    expect(outcome).toBe('account_not_found');
  });

  test("finds a slug in the organization's currency or the one asked for", async () => {
    const { db } = context;
    const user = await db.signUp();
    const slug = `both-${randomUUID()}`;
    await addPackage(db, { slug, price_minor: 900 });
    const dollars = await addPackage(db, { slug, price_minor: 1_100, currency: 'USD' });
    expect(await quoted(db, user.userId, slug)).toMatchObject({ amountMinor: 900 });
    expect(await quoted(db, user.userId, slug, { currency: 'usd' })).toMatchObject({
      amountMinor: 1_100,
      currency: 'USD',
    });
    expect(await quoted(db, user.userId, dollars)).toMatchObject({ currency: 'USD' });
    for (const [name, currency] of [
      [slug, 'GBP'],
      [dollars, 'EUR'],
    ]) {
      const { outcome } = await askForQuote(db, user.userId, String(name), {
        currency: String(currency),
      });
      expect(outcome).toBe('package_not_found');
    }
  });

  test('is honoured until it expires, whatever becomes of package, code and rules', async () => {
    const { db } = context;
    const user = await db.signUp();
    const packageId = await addPackage(db);
    const promoCode = await addPromoCode(db);
    const { id } = await quoted(db, user.userId, packageId, { promoCode });
    await db.rows('update packages set price_minor = 5000, is_active = false where id = $1', [
      packageId,
    ]);
    await db.rows(`update promo_codes set ends_at = now() - interval '1 hour' where code = $1`, [
      promoCode,
    ]);
    const { outcome, payment } = await createPayment(db, user.userId, id);
    expect({ outcome, amount: payment?.amount_minor }).toEqual({ outcome: 'created', amount: 900 });
  });

  test('is not honoured after that, nor for anybody else, nor twice', async () => {
    const { db } = context;
    const [user, other] = [await db.signUp(), await db.signUp()];
    const packageId = await addPackage(db);
    const { id } = await quoted(db, user.userId, packageId);
    expect(await createPayment(db, other.userId, id)).toMatchObject({ outcome: 'quote_not_found' });
    expect(await createPayment(db, user.userId, id)).toMatchObject({ outcome: 'created' });
    expect(await createPayment(db, user.userId, id)).toMatchObject({ outcome: 'quote_used' });
    const late = await quoted(db, user.userId, packageId);
    await db.rows('update price_quotes set expires_at = now() where id = $1', [late.id]);
    expect(await createPayment(db, user.userId, late.id)).toMatchObject({
      outcome: 'quote_expired',
    });
  });

  test('leaves no heap of quotes nobody bought, and keeps those that were', async () => {
    const { db } = context;
    const user = await db.signUp();
    const packageId = await addPackage(db);
    const bought = await quoted(db, user.userId, packageId);
    await createPayment(db, user.userId, bought.id);
    await quoted(db, user.userId, packageId);
    await db.rows(`update price_quotes set expires_at = now() - interval '2 days'`);
    const fresh = await quoted(db, user.userId, packageId);
    const left = await db.rows<{ id: string }>(
      'select id from price_quotes where account_id = $1 order by created_at',
      [user.accountId],
    );
    expect(left.map(({ id }) => id)).toEqual([bought.id, fresh.id]);
  });

  test('lives as long as it was asked to', async () => {
    const { db } = context;
    const user = await db.signUp();
    const { id } = await quoted(db, user.userId, await addPackage(db), { lifetimeMs: 60_000 });
    const { lifetime } = await db.row<{ lifetime: number }>(
      `select round(extract(epoch from expires_at - created_at))::integer as lifetime
       from price_quotes where id = $1`,
      [id],
    );
    expect(lifetime).toBe(60);
    await expect(
      askForQuote(db, user.userId, await addPackage(db), { lifetimeMs: 0 }),
    ).rejects.toThrow('a quote lives longer than 0');
  });

  test('belongs to the organization it was asked in', async () => {
    const { db } = context;
    const user = await db.signUp();
    const packageId = await foreignPackage();
    const { organization_id } = await db.row<{ organization_id: string }>(
      'select organization_id from packages where id = $1',
      [packageId],
    );
    expect(organization_id).not.toBe(DEFAULT_ORGANIZATION_ID);
    expect(
      await askForQuote(db, user.userId, packageId, { organizationId: organization_id }),
    ).toMatchObject({ outcome: 'account_not_found' });
  });
});
