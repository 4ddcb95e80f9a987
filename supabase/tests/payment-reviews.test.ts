// What an administrator's decision about a payment under review promises: it stands, once.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { balance, signUpWithTime, useLedgerDatabase } from './ledger-scenario.ts';
import {
  applySnapshot,
  beginPurchase,
  buyCard,
  CARD,
  readPayment,
  refund,
  type TestPayment,
} from './payment-scenario.ts';

const context = useLedgerDatabase();

const resolve = (payment: Pick<TestPayment, 'id'>, isGranted: boolean, reason = 'looked at it') =>
  context.db.asService().call('admin_resolve_payment_review', {
    p_payment_id: payment.id,
    p_is_granted: isGranted,
    p_reason: reason,
    p_actor: 'ada',
  });

/** A payment of which less came than was asked for. */
async function underpaid(): Promise<TestPayment & { accountId: string }> {
  const user = await signUpWithTime(context.db, 0);
  const payment = await beginPurchase(context.db, user.userId);
  await applySnapshot(context.db, payment, { amountMinor: 400 });
  return { ...payment, accountId: user.accountId };
}

describe('a payment under review', () => {
  test('that is granted is worth what it was for, once, and can be refunded', async () => {
    const { db } = context;
    const payment = await underpaid();
    expect(await resolve(payment, true)).toMatchObject({
      outcome: 'granted',
      balance_ms: CARD.timeMs,
      audit_entry_id: expect.any(Number),
    });
    expect(await resolve(payment, true)).toMatchObject({ outcome: 'not_under_review' });
    const refunds = [refund(`re_${payment.id}`, CARD.priceMinor)];
    expect(await applySnapshot(db, payment, { amountMinor: 400, refunds })).toMatchObject({
      outcome: 'applied',
      balance_ms: 0,
    });
  });

  test('that is closed grants nothing, whatever the gateway says later', async () => {
    const { db } = context;
    const payment = await underpaid();
    expect(await resolve(payment, false)).toMatchObject({ outcome: 'closed', balance_ms: 0 });
    expect(await resolve(payment, false)).toMatchObject({ outcome: 'not_under_review' });
    expect(await applySnapshot(db, payment)).toMatchObject({ outcome: 'unchanged', balance_ms: 0 });
    expect(await balance(db, payment.accountId)).toMatchObject({ posted_ms: 0 });
  });

  test('for its refunds is closed as it is, and not granted again', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    const refunds = [refund(`re_${payment.id}`, CARD.priceMinor + 1)];
    await applySnapshot(db, payment, { refunds });
    expect(await resolve(payment, true)).toMatchObject({ outcome: 'not_grantable' });
    expect(await resolve(payment, false)).toMatchObject({ outcome: 'closed' });
    expect(await applySnapshot(db, payment, { refunds })).toMatchObject({ outcome: 'unchanged' });
    expect(await readPayment(db, payment.id)).toMatchObject({
      review_reason: 'refund_exceeds_amount',
      reviewed_at: expect.any(Date),
    });
  });

  test('is decided for a reason, which is written down with who decided', async () => {
    const { db } = context;
    const payment = await underpaid();
    expect(await resolve(payment, true, '  ')).toMatchObject({ outcome: 'reason_missing' });
    const resolved = await resolve(payment, false, 'the buyer was told');
    const entry = await db.row('select * from audit_entries where id = $1', [
      resolved.audit_entry_id,
    ]);
    expect(entry).toMatchObject({
      actor: 'ada',
      action: 'resolve_payment_review',
      target: `payment:${payment.id}`,
      reason: 'the buyer was told',
    });
  });

  test('is nothing else: not one that is sound, nor one that is not there', async () => {
    const user = await signUpWithTime(context.db, 0);
    const payment = await buyCard(context.db, user.userId);
    expect(await resolve(payment, true)).toMatchObject({ outcome: 'not_under_review' });
    expect(await resolve({ id: randomUUID() }, true)).toMatchObject({ outcome: 'not_found' });
  });
});
