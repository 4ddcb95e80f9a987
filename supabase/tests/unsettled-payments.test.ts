// What list_unsettled_payments promises to the task that asks gateways about the forgotten.
import { expect, test } from 'vitest';
import { MINUTE_MS, signUpWithTime, useLedgerDatabase } from './ledger-scenario.ts';
import { applySnapshot, beginPurchase, buyCard } from './payment-scenario.ts';

const context = useLedgerDatabase();

test('names what nobody asked about for a while, the longest forgotten first', async () => {
  const { db } = context;
  const user = await signUpWithTime(db, 0);
  const [old, older] = [await beginPurchase(db, user.userId), await beginPurchase(db, user.userId)];
  await beginPurchase(db, user.userId);
  await buyCard(db, user.userId);
  const age = (id: string, minutes: number) =>
    db.rows(`update payments set created_at = now() - $2 * interval '1 minute' where id = $1`, [
      id,
      minutes,
    ]);
  await age(old.id, 10);
  await age(older.id, 20);
  const list = (limit: number) =>
    db.callAll('list_unsettled_payments', { p_limit: limit, p_older_than_ms: 5 * MINUTE_MS });
  expect((await list(10)).map(({ payment_id }) => payment_id)).toEqual([older.id, old.id]);
  expect(await list(1)).toHaveLength(1);
  await applySnapshot(db, older, { status: 'pending' });
  expect((await list(10)).map(({ payment_id }) => payment_id)).toEqual([old.id]);
});
