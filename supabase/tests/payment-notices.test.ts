// What a payer is told of their payment: each turn once, whatever order and number of looks.
import { describe, expect, test } from 'vitest';
import { useLedgerDatabase } from './ledger-scenario.ts';
import { noticesOf, tasksOf } from './notice-scenario.ts';
import { applySnapshot, beginPurchase, buyCard } from './payment-scenario.ts';

const context = useLedgerDatabase();
const kindsOf = async (user: { userId: string; accountId: string; email: string }) =>
  (await noticesOf(context.db, user)).map(({ kind }) => kind);

test('a paid purchase brings one receipt with what was bought, however often it is looked at', async () => {
  const { db } = context;
  const user = await db.signUp();
  const payment = await beginPurchase(db, user.userId);
  expect(await kindsOf(user)).toEqual([]);
  await Promise.all([1, 2, 3].map(() => applySnapshot(db, payment)));
  await applySnapshot(db, payment);
  expect(await noticesOf(db, user)).toEqual([
    {
      kind: 'receipt',
      data: {
        paymentId: payment.id,
        packageName: 'A card',
        quantity: 1,
        timeMs: payment.time_ms,
        amountMinor: 450,
        currency: 'EUR',
        cardBrand: 'visa',
        cardLast4: '4242',
        receiptUrl: 'https://pay.example/receipt',
        isTest: true,
      },
    },
  ]);
});

test('a purchase of nothing brings a receipt at once', async () => {
  const { db } = context;
  const user = await db.signUp();
  await beginPurchase(db, user.userId, { priceMinor: 0 });
  expect(await kindsOf(user)).toEqual(['receipt']);
});

test('a payment that failed is told once, with a letter a minute later; one that is late has its receipt', async () => {
  const { db } = context;
  const user = await db.signUp();
  const payment = await beginPurchase(db, user.userId);
  const failed = { status: 'failed', failureCode: 'x', failureMessage: 'Not enough money.' };
  await applySnapshot(db, payment, { status: 'processing' });
  await applySnapshot(db, payment, failed);
  await applySnapshot(db, payment, { status: 'pending' });
  await applySnapshot(db, payment, failed);
  expect(await noticesOf(db, user)).toMatchObject([
    { kind: 'payment_failed', data: { failureText: 'Not enough money.', amountMinor: 450 } },
  ]);
  const { id } = await db.row<{ id: string }>('select id from notices where user_id = $1', [
    user.userId,
  ]);
  expect(await tasksOf(db, 'send_notice', [id])).toHaveLength(1);
  const task = await db.row(
    `select run_at > now() + interval '50 seconds' as "isLater" from graphile_worker._private_jobs
     where key = $1`,
    [`send_notice:${id}`],
  );
  expect(task).toEqual({ isLater: true });
  await applySnapshot(db, payment);
  expect(await kindsOf(user)).toEqual(['payment_failed', 'receipt']);
});

test('one that expired or was canceled is no news', async () => {
  const { db } = context;
  const user = await db.signUp();
  for (const status of ['expired', 'canceled']) {
    await applySnapshot(db, await beginPurchase(db, user.userId), { status });
  }
  expect(await kindsOf(user)).toEqual([]);
});

test('a payment of another amount is told as under review, and has its receipt when resolved', async () => {
  const { db } = context;
  const user = await db.signUp();
  const payment = await beginPurchase(db, user.userId);
  await applySnapshot(db, payment, { amountMinor: 1 });
  await applySnapshot(db, payment, { amountMinor: 1 });
  expect(await kindsOf(user)).toEqual(['payment_in_review']);
  await applySnapshot(db, payment);
  expect(await kindsOf(user)).toEqual(['payment_in_review', 'receipt']);
});

describe('after the payment', () => {
  const refund = (id: string, amountMinor: number) => ({ id, amountMinor, status: 'succeeded' });

  test('each refund is told once, with its own amount', async () => {
    const { db } = context;
    const user = await db.signUp();
    const payment = await buyCard(db, user.userId);
    const [first, second] = [refund('re_1', 100), refund('re_2', 350)];
    await applySnapshot(db, payment, { refunds: [{ ...first, status: 'pending' }] });
    await applySnapshot(db, payment, { refunds: [first] });
    await applySnapshot(db, payment, { refunds: [first, second] });
    await applySnapshot(db, payment, { refunds: [second, first] });
    expect((await noticesOf(db, user)).slice(1)).toMatchObject([
      { kind: 'payment_refunded', data: { refundedMinor: 100 } },
      { kind: 'payment_refunded', data: { refundedMinor: 350 } },
    ]);
  });

  test('each turn of a dispute is told once', async () => {
    const { db } = context;
    const user = await db.signUp();
    const payment = await buyCard(db, user.userId);
    for (const status of ['open', 'open', 'won', 'won']) {
      await applySnapshot(db, payment, { disputes: [{ id: 'dp_9', status }] });
    }
    expect((await noticesOf(db, user)).slice(1)).toMatchObject([
      { kind: 'payment_disputed', data: { disputeStatus: 'open' } },
      { kind: 'payment_disputed', data: { disputeStatus: 'won' } },
    ]);
  });

  test('a payer who is gone is told nothing, and the money moves all the same', async () => {
    const { db } = context;
    const user = await db.signUp();
    const payment = await buyCard(db, user.userId);
    await db.rows('delete from auth.users where id = $1', [user.userId]);
    const refunds = [refund('re_3', 450)];
    expect(await applySnapshot(db, payment, { refunds })).toMatchObject({ outcome: 'applied' });
    expect(await kindsOf(user)).toEqual([]);
  });
});
