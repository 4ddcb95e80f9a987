// What a promo code of free time promises: its time, once, and never more often than allowed.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { balance, MINUTE_MS, signUpWithTime, useLedgerDatabase } from './ledger-scenario.ts';
import { buyCard } from './payment-scenario.ts';
import { addOrganization, addPromoCode, redeem, usesOf } from './pricing-scenario.ts';

const context = useLedgerDatabase();

describe('redeem_promo_code', () => {
  test('is granted once, to be burned before paid time', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const code = await addPromoCode(db, {
      code: 'FREE-2345',
      free_time_ms: 5 * MINUTE_MS,
      valid_for_days: 30,
    });
    expect(await redeem(db, user.userId, 'free2345')).toEqual({
      outcome: 'redeemed',
      granted_ms: 5 * MINUTE_MS,
      balance_ms: 5 * MINUTE_MS,
    });
    const grant = await db.row(
      `select source, priority, granted_ms,
         round(extract(epoch from expires_at - created_at) / 86400)::integer as days
       from time_grants where account_id = $1 and source = 'promo'`,
      [user.accountId],
    );
    expect(grant).toEqual({
      source: 'promo',
      priority: 10,
      granted_ms: 5 * MINUTE_MS,
      days: 30,
    });
    expect(await redeem(db, user.userId, code)).toMatchObject({ outcome: 'promo_code_exhausted' });
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 5 * MINUTE_MS });
  });

  test('asked for again with the same key answers as before', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const code = await addPromoCode(db, { free_time_ms: MINUTE_MS });
    const another = await addPromoCode(db, { free_time_ms: MINUTE_MS });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => redeem(db, user.userId, code, 'key')),
    );
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(
      ['redeemed', ...Array.from({ length: 4 }, () => 'replayed')].sort(),
    );
    expect(new Set(answers.map(({ granted_ms }) => granted_ms))).toEqual(new Set([MINUTE_MS]));
    expect(await redeem(db, user.userId, another, 'key')).toMatchObject({
      outcome: 'idempotency_conflict',
      granted_ms: null,
    });
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: MINUTE_MS });
  });

  test('goes to one of fifty people when one is left', async () => {
    const { db } = context;
    const code = await addPromoCode(db, { free_time_ms: MINUTE_MS, redemptions_max: 1 });
    const users = await Promise.all(Array.from({ length: 50 }, () => db.signUp()));
    const answers = await Promise.all(users.map(({ userId }) => redeem(db, userId, code)));
    expect(answers.filter(({ outcome }) => outcome === 'redeemed')).toHaveLength(1);
    expect(answers.filter(({ outcome }) => outcome === 'promo_code_exhausted')).toHaveLength(49);
    expect(await usesOf(db, code)).toEqual({ count: 1, statuses: ['redeemed'] });
  });

  test('goes once to one person who asks twenty times at once', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const code = await addPromoCode(db, { free_time_ms: MINUTE_MS });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => redeem(db, user.userId, code)),
    );
    expect(answers.filter(({ outcome }) => outcome === 'redeemed')).toHaveLength(1);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: MINUTE_MS });
  });

  test.each([
    ['unknown', async () => 'NOBODY-HAS-THIS'],
    ['switched off', () => addPromoCode(context.db, { free_time_ms: 1000, is_active: false })],
    ['expired', () => addPromoCode(context.db, { free_time_ms: 1000, ends_at: '2020-01-01' })],
    [
      "another organization's",
      async () =>
        addPromoCode(context.db, {
          free_time_ms: 1000,
          organization_id: await addOrganization(context.db),
        }),
    ],
  ])('is not given by a code that is %s', async (_case, codeOf) => {
    const { db } = context;
    const user = await db.signUp();
    expect(await redeem(db, user.userId, await codeOf())).toEqual({
      outcome: 'promo_code_invalid',
      granted_ms: null,
      balance_ms: null,
    });
  });

  test('is not what a percentage is: that needs a purchase', async () => {
    const { db } = context;
    const user = await db.signUp();
    expect(await redeem(db, user.userId, await addPromoCode(db))).toMatchObject({
      outcome: 'promo_code_needs_purchase',
    });
  });

  test('for people who never bought is not given after a purchase', async () => {
    const { db } = context;
    const user = await db.signUp();
    await buyCard(db, user.userId);
    const code = await addPromoCode(db, { free_time_ms: 1000, is_first_purchase_only: true });
    expect(await redeem(db, user.userId, code)).toMatchObject({ outcome: 'promo_code_invalid' });
  });

  test('is for members alone', async () => {
    const { db } = context;
    const code = await addPromoCode(db, { free_time_ms: 1000 });
    expect(await redeem(db, randomUUID(), code)).toMatchObject({ outcome: 'account_not_found' });
  });
});
