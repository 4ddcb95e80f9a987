// What create_payment promises: one payment per wish, of a price that was quoted, whatever repeats.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { balance, MINUTE_MS, signUpWithTime, useLedgerDatabase } from './ledger-scenario.ts';
import {
  applySnapshot,
  beginPurchase,
  CARD,
  createPackage,
  createPayment,
  entriesOf,
  quote,
  readPayment,
} from './payment-scenario.ts';

const context = useLedgerDatabase();

describe('create_payment', () => {
  test('writes down what the quote says before any gateway is asked', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const created = await createPayment(
      db,
      user.userId,
      await quote(db, user.userId, await createPackage(db)),
    );
    expect(created).toMatchObject({
      outcome: 'created',
      payment: {
        account_id: user.accountId,
        user_id: user.userId,
        kind: 'purchase',
        gateway: 'stripe',
        mode: 'checkout',
        status: 'pending',
        time_ms: CARD.timeMs,
        amount_minor: CARD.priceMinor,
        currency: 'EUR',
        valid_for_days: 365,
        quantity: 1,
      },
    });
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 0 });
  });

  test('answers a repeated wish with the first payment, as it stands now', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const quoteId = await quote(db, user.userId, await createPackage(db));
    const first = await createPayment(db, user.userId, quoteId, { key: 'again' });
    if (!first.payment) throw new Error('A payment is created.');
    await applySnapshot(db, first.payment);
    expect(await createPayment(db, user.userId, quoteId, { key: 'again' })).toMatchObject({
      outcome: 'replayed',
      payment: { id: first.payment.id, status: 'paid' },
    });
  });

  test('knows a repeated wish by its key when the quote is long gone', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const quoteId = await quote(db, user.userId, await createPackage(db));
    await createPayment(db, user.userId, quoteId, { key: 'late' });
    expect(await createPayment(db, user.userId, randomUUID(), { key: 'late' })).toMatchObject({
      outcome: 'replayed',
    });
  });

  test('refuses a key that began another payment', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const quoteId = await quote(db, user.userId, await createPackage(db));
    await createPayment(db, user.userId, quoteId, { key: 'k' });
    const other = { key: 'k', requestHash: 'another wish' };
    expect(await createPayment(db, user.userId, quoteId, other)).toMatchObject({
      outcome: 'idempotency_conflict',
      payment: null,
    });
  });

  test('begins one payment when fifty copies of one wish race', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const quoteId = await quote(db, user.userId, await createPackage(db));
    const results = await Promise.all(
      Array.from({ length: 50 }, () => createPayment(db, user.userId, quoteId, { key: 'race' })),
    );
    expect(results.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    expect(results.filter(({ outcome }) => outcome === 'replayed')).toHaveLength(49);
    expect(new Set(results.map(({ payment }) => payment?.id)).size).toBe(1);
  });

  test('uses a quote once, also when two wishes race for it', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const quoteId = await quote(db, user.userId, await createPackage(db));
    const results = await Promise.all([1, 2].map(() => createPayment(db, user.userId, quoteId)));
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['created', 'quote_used']);
  });

  test('does not sell at a price that has expired', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const quoteId = await quote(db, user.userId, await createPackage(db));
    await db.rows(`update price_quotes set expires_at = now() where id = $1`, [quoteId]);
    expect(await createPayment(db, user.userId, quoteId)).toMatchObject({
      outcome: 'quote_expired',
    });
  });

  test("does not know somebody else's quote, one that is not there, or no member", async () => {
    const { db } = context;
    const [user, other] = [await signUpWithTime(db, 0), await signUpWithTime(db, 0)];
    const quoteId = await quote(db, other.userId, await createPackage(db));
    const outcomes = await Promise.all([
      createPayment(db, user.userId, quoteId),
      createPayment(db, user.userId, randomUUID()),
      createPayment(db, user.userId, null),
      createPayment(db, randomUUID(), quoteId),
    ]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'quote_not_found',
      'quote_not_found',
      'quote_not_found',
      'account_not_found',
    ]);
  });

  test('lets twenty wait to be paid and no more; old ones no longer count', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const packageId = await createPackage(db);
    const next = async () =>
      (await createPayment(db, user.userId, await quote(db, user.userId, packageId))).outcome;
    for (let count = 0; count < 20; count += 1) expect(await next()).toBe('created');
    expect(await next()).toBe('too_many_pending');
    await db.rows('update payments set expires_at = now() where account_id = $1', [user.accountId]);
    expect(await next()).toBe('created');
  });

  test('grants what costs nothing at once, and once', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const quoteId = await quote(db, user.userId, await createPackage(db, { priceMinor: 0 }));
    const created = await createPayment(db, user.userId, quoteId, { key: 'free' });
    expect(created).toMatchObject({
      outcome: 'created',
      payment: { status: 'paid', gateway: 'none', mode: 'free', amount_minor: 0 },
    });
    expect(created.payment?.time_grant_id).not.toBeNull();
    expect(await createPayment(db, user.userId, quoteId, { key: 'free' })).toMatchObject({
      outcome: 'replayed',
      payment: { status: 'paid' },
    });
    expect(await entriesOf(db, user.accountId, 'grant')).toContain(CARD.timeMs);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: CARD.timeMs });
  });

  test.each([
    ['a subscription', { kind: 'subscription' }, 'only these come from a quote'],
    ['an endless lifetime', { lifetimeMs: 40 * 24 * 60 * MINUTE_MS }, 'up to 31 days'],
  ])('takes %s for a bug', async (_case, options, complaint) => {
    await expect(createPayment(context.db, randomUUID(), null, options)).rejects.toThrow(complaint);
  });
});

describe('set_payment_gateway_ids', () => {
  test('notes each id once and refuses another', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const [one, two] = [await beginPurchase(db, user.userId), await beginPurchase(db, user.userId)];
    const set = (id: string, checkoutId: string | null, paymentId: string | null) =>
      db.call('set_payment_gateway_ids', {
        p_payment_id: id,
        p_gateway_checkout_id: checkoutId,
        p_gateway_payment_id: paymentId,
      });
    expect(await set(one.id, 'cs_1', null)).toEqual({ outcome: 'set' });
    expect(await set(one.id, 'cs_1', 'pi_1')).toEqual({ outcome: 'set' });
    expect(await set(one.id, 'cs_2', null)).toEqual({ outcome: 'conflict' });
    expect(await set(two.id, 'cs_1', null)).toEqual({ outcome: 'conflict' });
    expect(await set(randomUUID(), 'cs_3', null)).toEqual({ outcome: 'not_found' });
    expect(await readPayment(db, one.id)).toMatchObject({
      gateway_checkout_id: 'cs_1',
      gateway_payment_id: 'pi_1',
    });
  });

  test('is how a payment is found again', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await beginPurchase(db, user.userId);
    await db.call('set_payment_gateway_ids', {
      p_payment_id: payment.id,
      p_gateway_checkout_id: 'cs_found',
      p_gateway_payment_id: 'pi_found',
    });
    const find = (gateway: string, id: string) =>
      db.call('get_payment_by_gateway_id', { p_gateway: gateway, p_id: id });
    for (const id of ['cs_found', 'pi_found']) {
      expect(await find('stripe', id)).toMatchObject({
        outcome: 'found',
        payment: { id: payment.id },
      });
    }
    expect(await find('cryptomus', 'cs_found')).toEqual({ outcome: 'not_found', payment: null });
  });
});
