// The fault run of purchases, in short: a few are enough to notice when a kill costs somebody time.
import { expect, test } from 'vitest';
import { runPurchases } from '../faults/purchases.ts';
import { createTestDatabase } from '../support/database.ts';

test('killed apis and disturbed events lose no order and grant none twice', async () => {
  const db = await createTestDatabase();
  try {
    const { faults, kills, paidCount } = await runPurchases(db, {
      purchases: 60,
      kills: 3,
      seed: 7,
    });
    expect(faults).toEqual([]);
    expect(kills).toBeGreaterThanOrEqual(3);
    expect(paidCount).toBeGreaterThan(30);
  } finally {
    await db.drop();
  }
}, 300_000);
