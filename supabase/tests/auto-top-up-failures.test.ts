// A standing order that cannot be carried out: told each time, tried again later, and given up.
import { describe, expect, test } from 'vitest';
import { useAutoTopUps } from './auto-top-up-scenario.ts';
import { noticesOf } from './notice-scenario.ts';
import { applySnapshot, buyCard, createPackage } from './payment-scenario.ts';

const words = useAutoTopUps();
const { context, order, saveCard, subscriber, begin, lastPaymentOf } = words;
const { stateOf, kindsOf, decline, letAnHourPass } = words;

describe('a failure', () => {
  test('waits an hour, is told each time, and the third in a row turns it off', async () => {
    const user = await subscriber(0);
    for (const attempt of [1, 2, 3]) {
      expect(await begin()).toHaveLength(1);
      await decline(user);
      await decline(user);
      expect(await stateOf(user)).toEqual({
        is_enabled: attempt < 3,
        consecutive_failures: attempt,
        disabled_reason: attempt < 3 ? null : 'failures',
      });
      expect(await begin()).toEqual([]);
      await letAnHourPass(user);
    }
    expect(await begin()).toEqual([]);
    expect(await noticesOf(context.db, user)).toMatchObject([
      { kind: 'auto_top_up_failed', data: { failureText: 'The bank said no.', failedCount: 1 } },
      { kind: 'auto_top_up_failed', data: { failedCount: 2 } },
      { kind: 'auto_top_up_disabled', data: { disabledReason: 'failures' } },
    ]);
  });

  test('is forgotten with the next success, and when its user turns it on again', async () => {
    const { db } = context;
    const user = await subscriber(0);
    for (const _ of [1, 2]) {
      await begin();
      await decline(user);
      await letAnHourPass(user);
    }
    await begin();
    await applySnapshot(db, await lastPaymentOf(user));
    expect(await stateOf(user)).toMatchObject({ is_enabled: true, consecutive_failures: 0 });
    const other = await subscriber(0);
    for (const _ of [1, 2, 3]) {
      await begin();
      await decline(other);
      await letAnHourPass(other);
    }
    await order(other);
    expect(await stateOf(other)).toEqual({
      is_enabled: true,
      consecutive_failures: 0,
      disabled_reason: null,
    });
    expect(await begin()).toHaveLength(1);
  });

  test('is also a payment that expired, and one that a package off sale made impossible', async () => {
    const { db } = context;
    const packageId = await createPackage(db);
    const user = await subscriber(0, { packageId });
    await begin();
    await applySnapshot(db, await lastPaymentOf(user), { status: 'expired' });
    expect(await stateOf(user)).toMatchObject({ consecutive_failures: 1 });
    await letAnHourPass(user);
    await db.rows('update packages set is_active = false where id = $1', [packageId]);
    expect(await begin()).toEqual([]);
    expect(await stateOf(user)).toMatchObject({ consecutive_failures: 2 });
    expect(await noticesOf(db, user)).toMatchObject([
      { kind: 'auto_top_up_failed' },
      { kind: 'auto_top_up_failed', data: { failureCode: 'package_not_on_sale' } },
    ]);
  });
});

describe('it turns itself off', () => {
  test('when the card is gone, and says so', async () => {
    const user = await subscriber(0);
    await saveCard(user, null);
    expect(await begin()).toEqual([]);
    expect(await stateOf(user)).toMatchObject({ is_enabled: false, disabled_reason: 'no_card' });
    expect(await noticesOf(context.db, user)).toMatchObject([
      { kind: 'auto_top_up_disabled', data: { disabledReason: 'no_card' } },
    ]);
  });

  test.each([
    ['refunded', { refunds: [{ id: 're_a', amountMinor: 450, status: 'succeeded' }] }],
    ['disputed', { disputes: [{ id: 'dp_a', status: 'open' }] }],
  ])('when a payment is %s, rather than buy again what was returned', async (_, claims) => {
    const { db } = context;
    const user = await subscriber(0);
    const payment = await buyCard(db, user.userId);
    await applySnapshot(db, payment, claims);
    expect(await stateOf(user)).toMatchObject({ disabled_reason: 'payment_reversed' });
    expect(await begin()).toEqual([]);
    expect(await kindsOf(user)).toContain('auto_top_up_disabled');
  });
});
