// What apply_payment_snapshot promises: whatever a gateway says, however often and in whatever
// order it is heard, each payment grants once, and only for the money that was asked for.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { balance, signUpWithTime, useLedgerDatabase } from './ledger-scenario.ts';
import {
  applySnapshot,
  beginPurchase,
  buyCard,
  CARD,
  entriesOf,
  readPayment,
  snapshotOf,
  type TestPayment,
} from './payment-scenario.ts';

const context = useLedgerDatabase();

describe('a payment', () => {
  test('that is paid puts its time on the account, to expire as it was sold', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await beginPurchase(db, user.userId, { validForDays: 30 });
    expect(await applySnapshot(db, payment)).toMatchObject({
      outcome: 'applied',
      status: 'paid',
      balance_ms: CARD.timeMs,
    });
    const grant = await db.row(
      `select g.source, g.priority, p.card_last4, p.is_test, p.receipt_url,
         g.expires_at - p.paid_at < interval '30 days 1 second'
           and g.expires_at - p.paid_at > interval '29 days 23 hours' as "isMonth"
       from payments p join time_grants g on g.id = p.time_grant_id where p.id = $1`,
      [payment.id],
    );
    expect(grant).toEqual({
      source: 'card',
      priority: 100,
      card_last4: '4242',
      is_test: true,
      receipt_url: 'https://pay.example/receipt',
      isMonth: true,
    });
  });

  test('that never expires grants time for ever', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    await buyCard(db, user.userId, { validForDays: null });
    expect(await balance(db, user.accountId)).toMatchObject({ next_expiry_at: null });
  });

  // F7
  test('grants once when a hundred copies of one snapshot race', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await beginPurchase(db, user.userId);
    const { at } = await db.row<{ at: string }>('select database_now()::text as at');
    const results = await Promise.all(
      Array.from({ length: 100 }, () => applySnapshot(db, payment, {}, at)),
    );
    expect(results.filter(({ outcome }) => outcome === 'applied')).toHaveLength(1);
    expect(results.filter(({ outcome }) => outcome === 'unchanged')).toHaveLength(99);
    expect(await entriesOf(db, user.accountId, 'grant')).toEqual([600_000, CARD.timeMs]);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: CARD.timeMs });
  });

  // F8
  test('grants once when it is heard of as completed and as succeeded later', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await beginPurchase(db, user.userId);
    await applySnapshot(db, payment, { status: 'processing' });
    expect(await readPayment(db, payment.id)).toMatchObject({ status: 'processing' });
    expect(await applySnapshot(db, payment)).toMatchObject({ outcome: 'applied', status: 'paid' });
    expect(await applySnapshot(db, payment)).toMatchObject({ outcome: 'unchanged' });
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: CARD.timeMs });
  });

  test.each(['pending', 'processing', 'failed', 'canceled', 'expired'])(
    'that was paid stays so when the gateway says %s',
    async (status) => {
      const { db } = context;
      const user = await signUpWithTime(db, 0);
      const payment = await buyCard(db, user.userId);
      expect(await applySnapshot(db, payment, { status })).toMatchObject({ status: 'paid' });
      expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: CARD.timeMs });
    },
  );

  test.each(['failed', 'canceled', 'expired'])(
    'that %s grants nothing, and is granted when it is paid after all',
    async (status) => {
      const { db } = context;
      const user = await signUpWithTime(db, 0);
      const payment = await beginPurchase(db, user.userId);
      const failure = { failureCode: 'card_declined', failureMessage: 'Your card was declined.' };
      expect(await applySnapshot(db, payment, { status, ...failure })).toMatchObject({
        outcome: 'applied',
        status,
        time_grant_id: null,
        balance_ms: 0,
      });
      expect(await readPayment(db, payment.id)).toMatchObject({
        failure_code: 'card_declined',
        failure_message: 'Your card was declined.',
      });
      expect(await applySnapshot(db, payment)).toMatchObject({ status: 'paid' });
      expect(await readPayment(db, payment.id)).toMatchObject({ failure_code: null });
      expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: CARD.timeMs });
    },
  );

  test('is told to whoever listens, each change once', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const client = await db.pool.connect();
    const heard: string[] = [];
    client.on('notification', ({ payload }) => heard.push(JSON.parse(String(payload)).status));
    await client.query('listen payment_changed');
    const payment = await buyCard(db, user.userId);
    await applySnapshot(db, payment);
    // A notification comes before the answer to the next statement.
    await client.query('unlisten payment_changed');
    client.removeAllListeners('notification');
    client.release();
    expect(heard).toEqual(['pending', 'paid']);
  });
});

describe('money that is not what was asked for', () => {
  test.each([
    ['less', { amountMinor: 1 }, 'amount_mismatch'],
    ['more', { amountMinor: 451 }, 'amount_mismatch'],
    ['no amount', { amountMinor: undefined }, 'amount_mismatch'],
    ['another currency', { currency: 'USD' }, 'currency_mismatch'],
  ])('grants nothing and is for review: %s', async (_case, snapshot, reason) => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await beginPurchase(db, user.userId);
    for (let times = 0; times < 2; times += 1) {
      expect(await applySnapshot(db, payment, snapshot as object)).toMatchObject({
        outcome: 'review',
        status: 'paid',
        time_grant_id: null,
        balance_ms: 0,
      });
    }
    expect(await readPayment(db, payment.id)).toMatchObject({ review_reason: reason });
  });

  test('is granted once the gateway says that the rest came too', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await beginPurchase(db, user.userId);
    await applySnapshot(db, payment, { amountMinor: 200 });
    expect(await applySnapshot(db, payment)).toMatchObject({ outcome: 'applied', status: 'paid' });
    expect(await readPayment(db, payment.id)).toMatchObject({ review_reason: null });
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: CARD.timeMs });
  });

  test('of a subscription is for its invoice to judge', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await db.row<TestPayment>(
      `insert into payments (organization_id, account_id, user_id, kind, time_ms, amount_minor,
         currency, gateway, mode, status, review_reason, paid_at, expires_at, idempotency_key)
       select organization_id, id, user_id, 'subscription', 1000, 450, 'EUR', 'stripe', 'invoice',
         'paid', 'amount_mismatch', now(), now(), 'invoice:1' from accounts where id = $1
       returning *`,
      [user.accountId],
    );
    expect(await applySnapshot(db, payment)).toMatchObject({
      outcome: 'review',
      status: 'paid',
      time_grant_id: null,
    });
  });

  test('is the same money in a currency written small', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await beginPurchase(db, user.userId);
    expect(await applySnapshot(db, payment, { currency: 'eur' })).toMatchObject({
      outcome: 'applied',
    });
  });
});

describe('a snapshot', () => {
  test('of a payment that is not there changes nothing', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await beginPurchase(db, user.userId);
    expect(await applySnapshot(db, { ...payment, id: randomUUID() })).toEqual({
      outcome: 'not_found',
      status: null,
      time_grant_id: null,
      balance_ms: null,
    });
  });

  test('seen before the last one is stale and changes nothing', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await beginPurchase(db, user.userId);
    const { at } = await db.row<{ at: string }>('select database_now()::text as at');
    await applySnapshot(db, payment, { status: 'failed' });
    expect(await applySnapshot(db, payment, {}, at)).toMatchObject({
      outcome: 'stale',
      status: 'failed',
      balance_ms: 0,
    });
  });

  test('from the future does not make all others stale', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await beginPurchase(db, user.userId);
    await applySnapshot(db, payment, { status: 'processing' }, '2100-01-01T00:00:00Z');
    expect(await applySnapshot(db, payment)).toMatchObject({ outcome: 'applied' });
  });

  test("that names another payment's refund is a bug", async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const [one, two] = [await buyCard(db, user.userId), await buyCard(db, user.userId)];
    const refunds = [{ id: 're_foreign', amountMinor: 1, status: 'pending' }];
    await applySnapshot(db, one, { refunds });
    await expect(applySnapshot(db, two, { refunds })).rejects.toThrow("another payment's");
  });

  test.each([{}, { status: 'who knows' }])('without a known status is a bug: %j', async (given) => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await beginPurchase(db, user.userId);
    const { status: _, ...rest } = snapshotOf(payment);
    const applied = db.call('apply_payment_snapshot', {
      p_payment_id: payment.id,
      p_observed_at: new Date().toISOString(),
      p_snapshot: { ...rest, ...given },
    });
    await expect(applied).rejects.toThrow('a snapshot needs');
  });
});
