// What a change of plan grants and takes back, now and at the end of the period.
import { describe, expect, test } from 'vitest';
import { MINUTE_MS, useLedgerDatabase } from './ledger-scenario.ts';
import {
  applyInvoice,
  applySubscription,
  createPlan,
  DAY_MS,
  grantsOf,
  MONTH_MS,
  readSubscription,
  subscribe,
  talk,
} from './subscription-scenario.ts';

const context = useLedgerDatabase();
const HOUR_MS = 60 * MINUTE_MS;

const remainingOf = async (...args: Parameters<typeof grantsOf>) =>
  (await grantsOf(...args)).map(({ remaining_ms }) => remaining_ms);

/** Milliseconds from now to a moment, in whole days. */
const daysTo = (moment: Date | null) => Math.round((Number(moment) - Date.now()) / DAY_MS);

describe('a change of plan', () => {
  const half = { startMs: -1000 + MONTH_MS / 2, endMs: -1000 + MONTH_MS, isProration: true };

  test('upwards grants the difference for the rest of the period when it is paid', async () => {
    const { db } = context;
    const plan = await createPlan(db);
    const larger = await createPlan(db, { includedMs: 4 * HOUR_MS, priceMinor: 9900 });
    const subscription = await subscribe(db, plan);
    const applied = await applyInvoice(db, subscription, `in_up_${subscription.id}`, {
      lines: [
        { plan, amountMinor: -1450, ...half },
        { plan: larger, amountMinor: 4950, ...half },
      ],
    });
    expect(applied.outcome).toBe('applied');
    const [, difference] = await grantsOf(db, subscription.user);
    expect(Math.abs(Number(difference?.granted_ms) - 1.5 * HOUR_MS)).toBeLessThan(10);
    expect(daysTo(difference?.expires_at ?? null)).toBe(33);
    expect(await readSubscription(db, subscription)).toMatchObject({
      plan_id: larger.id,
      pending_plan_id: null,
    });
    expect(
      await db.row('select amount_minor from payments where gateway_invoice_id = $1', [
        `in_up_${subscription.id}`,
      ]),
    ).toMatchObject({ amount_minor: 3500 });
  });

  test('downwards at once takes back the unused share and no more, once', async () => {
    const { db } = context;
    for (const [usedMs, taken] of [
      [0, 30],
      [50, 10],
    ] as const) {
      const plan = await createPlan(db);
      const smaller = await createPlan(db, { includedMs: 1, priceMinor: 900 });
      const subscription = await subscribe(db, plan);
      if (usedMs > 0) await talk(db, subscription.user, usedMs * MINUTE_MS);
      const change = () =>
        applyInvoice(db, subscription, `in_down_${subscription.id}`, {
          lines: [
            { plan, amountMinor: -1450, ...half },
            { plan: smaller, amountMinor: 450, ...half },
          ],
        });
      expect(await change()).toMatchObject({ outcome: 'applied', payment_id: null });
      expect(await change()).toMatchObject({ outcome: 'unchanged' });
      const [left] = await remainingOf(db, subscription.user);
      expect(Math.abs(Number(left) - (60 - usedMs - taken) * MINUTE_MS)).toBeLessThan(10);
      expect(await readSubscription(db, subscription)).toMatchObject({ plan_id: smaller.id });
    }
  });

  test('downwards at the end of the period grants the smaller plan with the next invoice', async () => {
    const { db } = context;
    const plan = await createPlan(db);
    const smaller = await createPlan(db, { includedMs: 20 * MINUTE_MS, priceMinor: 900 });
    const subscription = await subscribe(db, plan);
    await applySubscription(db, subscription, { priceId: smaller.priceId });
    expect(await remainingOf(db, subscription.user)).toEqual([HOUR_MS]);
    await db.passTime(MONTH_MS + 60_000);
    await applyInvoice(db, subscription, `in_next_${subscription.id}`, {
      lines: [{ plan: smaller }],
    });
    expect(await remainingOf(db, subscription.user)).toEqual([30 * MINUTE_MS, 20 * MINUTE_MS]);
    expect(await readSubscription(db, subscription)).toMatchObject({
      plan_id: smaller.id,
      pending_plan_id: null,
    });
  });
});
