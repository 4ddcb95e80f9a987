// The standing order: set within its limits, due when it should be, one payment at a time, capped.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { THRESHOLD_MS, useAutoTopUps } from './auto-top-up-scenario.ts';
import {
  balance,
  capture,
  extend,
  MINUTE_MS,
  signUpWithTime,
  startCall,
} from './ledger-scenario.ts';
import { tasksOf } from './notice-scenario.ts';
import { applySnapshot, createPackage } from './payment-scenario.ts';

const words = useAutoTopUps();
const { context, order, saveCard, subscriber, begin, paymentsOf, lastPaymentOf } = words;
const { stateOf, kindsOf } = words;

describe('setting it', () => {
  test('needs a saved card, an account and a package on sale that holds more than the threshold', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    expect(await order(user)).toEqual({ outcome: 'saved_card_missing' });
    await saveCard(user);
    expect(await order(user, { packageId: randomUUID() })).toEqual({
      outcome: 'package_not_found',
    });
    expect(await order(user, { thresholdMs: 30 * MINUTE_MS })).toEqual({
      outcome: 'package_too_small',
    });
    const packageId = await createPackage(db);
    await db.rows('update packages set is_active = false where id = $1', [packageId]);
    expect(await order(user, { packageId })).toEqual({ outcome: 'package_not_on_sale' });
    expect(await order({ ...user, userId: randomUUID() })).toEqual({
      outcome: 'account_not_found',
    });
    expect(await order(user)).toEqual({ outcome: 'set' });
    await expect(order(user, { max: 21 })).rejects.toThrow('check');
    await expect(order(user, { thresholdMs: MINUTE_MS - 1 })).rejects.toThrow('check');
  });

  test('off is always possible', async () => {
    const { db } = context;
    const packageId = await createPackage(db);
    const user = await subscriber(0, { packageId });
    await saveCard(user, null);
    await db.rows('update packages set is_active = false where id = $1', [packageId]);
    expect(await order(user, { packageId, isEnabled: false })).toEqual({ outcome: 'set' });
    expect(await begin()).toEqual([]);
    expect(await stateOf(user)).toMatchObject({ is_enabled: false, disabled_reason: null });
  });
});

describe('it is due', () => {
  test('below the threshold alone, and makes a payment of the package with the task to charge it', async () => {
    const rich = await subscriber(THRESHOLD_MS);
    const user = await subscriber(THRESHOLD_MS - 1);
    const begun = await begin();
    expect(begun).toHaveLength(1);
    expect(await paymentsOf(rich)).toHaveLength(0);
    expect(await paymentsOf(user)).toMatchObject([
      { id: begun[0]?.payment_id, kind: 'auto_top_up', status: 'pending', amount_minor: 450 },
    ]);
    const ids = begun.map(({ payment_id }) => payment_id);
    expect(await tasksOf(context.db, 'charge_auto_top_up', ids)).toHaveLength(1);
  });

  test('with what a live call has used counted, so that the call goes on past its old end', async () => {
    const { db } = context;
    const user = await subscriber(6 * MINUTE_MS);
    const { voiceSessionId } = await startCall(db, user.userId);
    await extend(db, voiceSessionId, 1, 0, { leaseMs: 600_000 });
    expect(await begin()).toEqual([]);
    await extend(db, voiceSessionId, 2, 2 * MINUTE_MS, { leaseMs: 600_000 });
    expect(await extend(db, voiceSessionId, 3, 2 * MINUTE_MS)).toMatchObject({ is_final: false });
    expect(await begin()).toHaveLength(1);
    await applySnapshot(db, await lastPaymentOf(user));
    await extend(db, voiceSessionId, 4, 6 * MINUTE_MS, { leaseMs: 600_000 });
    await extend(db, voiceSessionId, 5, 10 * MINUTE_MS, { leaseMs: 600_000 });
    expect(await capture(db, voiceSessionId, 10 * MINUTE_MS)).toMatchObject({
      outcome: 'captured',
      charged_ms: 10 * MINUTE_MS,
    });
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 26 * MINUTE_MS });
  });

  test('once, however many replicas ask at once', async () => {
    const users = await Promise.all([1, 2, 3].map(() => subscriber(0)));
    const begun = await Promise.all([begin(), begin(), begin(), begin()]);
    await begin();
    expect(begun.flat().length).toBeLessThanOrEqual(3);
    for (const user of users) expect(await paymentsOf(user)).toHaveLength(1);
  });

  test('not while another one is under way, under review or just paid', async () => {
    const { db } = context;
    const user = await subscriber(0);
    expect(await begin()).toHaveLength(1);
    const payment = await lastPaymentOf(user);
    expect(await begin()).toEqual([]);
    await applySnapshot(db, payment, { status: 'processing' });
    expect(await begin()).toEqual([]);
    await applySnapshot(db, payment, { amountMinor: 1 });
    expect(await begin()).toEqual([]);
    await applySnapshot(db, payment);
    expect(await begin()).toEqual([]);
    expect(await kindsOf(user)).toEqual(['payment_in_review', 'auto_top_up_charged']);
  });

  test('so many times a month and no more; then little time left is told instead', async () => {
    const { db } = context;
    const user = await subscriber(0, { max: 2 });
    const useUp = async () => {
      const { voiceSessionId } = await startCall(db, user.userId);
      await extend(db, voiceSessionId, 1, 0, { leaseMs: 600_000 });
      for (let part = 1; part <= 3; part += 1) {
        const usedMs = part * 10 * MINUTE_MS;
        await extend(db, voiceSessionId, 1 + part, usedMs, { leaseMs: 600_000 });
      }
      await capture(db, voiceSessionId, 30 * MINUTE_MS);
    };
    for (const _ of [1, 2]) {
      expect(await begin()).toHaveLength(1);
      await applySnapshot(db, await lastPaymentOf(user));
      await useUp();
      await db.call('find_due_notices', { p_limit: 100 });
    }
    expect(await begin()).toEqual([]);
    expect(await kindsOf(user)).toEqual(['auto_top_up_charged', 'auto_top_up_charged', 'low_time']);
    await db.rows(
      `update payments set created_at = created_at - interval '32 days' where account_id = $1`,
      [user.accountId],
    );
    expect(await begin()).toHaveLength(1);
  });

  test('never for somebody who is gone', async () => {
    const { db } = context;
    const user = await subscriber(0);
    await db.rows('delete from auth.users where id = $1', [user.userId]);
    expect(await begin()).toEqual([]);
    expect(await stateOf(user)).toMatchObject({ is_enabled: true });
  });

  test('at the price of the day', async () => {
    const { db } = context;
    const packageId = await createPackage(db);
    const user = await subscriber(0, { packageId });
    await db.rows('update packages set price_minor = 500 where id = $1', [packageId]);
    await begin();
    expect(await lastPaymentOf(user)).toMatchObject({ amount_minor: 500 });
  });
});
