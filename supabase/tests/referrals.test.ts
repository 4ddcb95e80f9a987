// What referrals promise: who may bring whom, and that both are rewarded once for it.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DEFAULT_ORGANIZATION_ID, type TestUser } from '../../tests/support/database.ts';
import { useLedgerDatabase } from './ledger-scenario.ts';
import { buyCard } from './payment-scenario.ts';
import { accept, codeOf, referralOf } from './referral-scenario.ts';

const context = useLedgerDatabase();
const signUp = () => context.db.signUp();
const signUpTwo = async (): Promise<[TestUser, TestUser]> => [await signUp(), await signUp()];

describe('get_referral', () => {
  test('makes a code on first ask, the same ever after, also asked ten times at once', async () => {
    const { db } = context;
    const user = await signUp();
    const codes = await Promise.all(Array.from({ length: 10 }, () => codeOf(db, user.userId)));
    expect(new Set(codes).size).toBe(1);
    expect(codes[0]).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
    expect(await codeOf(db, (await signUp()).userId)).not.toBe(codes[0]);
  });

  test('tells the reward and who came by the code', async () => {
    const { db } = context;
    const [referrer, referred] = await signUpTwo();
    const code = await codeOf(db, referrer.userId);
    await accept(db, referred.userId, code);
    expect(await referralOf(db, referrer.userId)).toEqual({
      outcome: 'found',
      code,
      reward_ms: 900_000,
      pending_count: 1,
      rewarded_count: 0,
      can_accept: true,
    });
    expect(await referralOf(db, referred.userId)).toMatchObject({ can_accept: false });
  });

  test('knows nobody who is no member', async () => {
    expect(await referralOf(context.db, randomUUID())).toMatchObject({
      outcome: 'account_not_found',
    });
  });
});

describe('accept_referral', () => {
  test('remembers who brought a user, however the code is typed, and once', async () => {
    const { db } = context;
    const [referrer, referred] = await signUpTwo();
    const code = await codeOf(db, referrer.userId);
    const typed = `${code.slice(0, 4)}-${code.slice(4)} `.toLowerCase();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => accept(db, referred.userId, typed)),
    );
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual([
      'accepted',
      'replayed',
      'replayed',
      'replayed',
      'replayed',
    ]);
  });

  test.each(['', 'NOBODYS2', `'; drop table referrals; --`])(
    'refuses the code "%s"',
    async (code) => {
      const { userId } = await signUp();
      expect(await accept(context.db, userId, code)).toEqual({
        outcome: 'referral_refused',
        reason: 'unknown_code',
      });
    },
  );

  test('refuses oneself', async () => {
    const { db } = context;
    const { userId } = await signUp();
    expect(await accept(db, userId, await codeOf(db, userId))).toMatchObject({ reason: 'self' });
  });

  test('refuses a second referrer', async () => {
    const { db } = context;
    const [first, second] = await signUpTwo();
    const { userId } = await signUp();
    await accept(db, userId, await codeOf(db, first.userId));
    expect(await accept(db, userId, await codeOf(db, second.userId))).toMatchObject({
      reason: 'already_referred',
    });
  });

  test.each([1, 2, 6])('refuses a loop of %s others', async (depth) => {
    const { db } = context;
    const chain = await Promise.all(Array.from({ length: depth + 1 }, signUp));
    for (const [index, { userId }] of chain.entries()) {
      const referrer = chain[index - 1];
      if (referrer) await accept(db, userId, await codeOf(db, referrer.userId));
    }
    const [first, last] = [chain[0] as TestUser, chain.at(-1) as TestUser];
    expect(await accept(db, first.userId, await codeOf(db, last.userId))).toMatchObject({
      reason: 'loop',
    });
  });

  test('lets no two people bring each other at the same moment', async () => {
    const { db } = context;
    for (let round = 0; round < 10; round += 1) {
      const [one, other] = await signUpTwo();
      const codes = [await codeOf(db, one.userId), await codeOf(db, other.userId)] as const;
      const answers = await Promise.all([
        accept(db, one.userId, codes[1]),
        accept(db, other.userId, codes[0]),
      ]);
      expect(answers.map(({ reason }) => reason).sort()).toEqual(['loop', null]);
    }
  });

  test('refuses who has bought already', async () => {
    const { db } = context;
    const [referrer, customer] = await signUpTwo();
    await buyCard(db, customer.userId);
    expect(await accept(db, customer.userId, await codeOf(db, referrer.userId))).toMatchObject({
      reason: 'already_purchased',
    });
  });

  test('refuses an account older than 30 days', async () => {
    const { db } = context;
    const [referrer, old] = await signUpTwo();
    const age = (days: number) =>
      db.rows(`update accounts set created_at = now() - $2 * interval '1 day' where id = $1`, [
        old.accountId,
        days,
      ]);
    const code = await codeOf(db, referrer.userId);
    await age(31);
    expect(await accept(db, old.userId, code)).toMatchObject({ reason: 'account_too_old' });
    await age(29);
    expect(await accept(db, old.userId, code)).toMatchObject({ outcome: 'accepted' });
  });

  test('refuses everybody when nothing is offered', async () => {
    const { db } = context;
    const [referrer, referred] = await signUpTwo();
    const code = await codeOf(db, referrer.userId);
    const offer = (rewardMs: number) =>
      db.rows('update organizations set referral_reward_ms = $2 where id = $1', [
        DEFAULT_ORGANIZATION_ID,
        rewardMs,
      ]);
    await offer(0);
    expect(await accept(db, referred.userId, code)).toMatchObject({ reason: 'not_offered' });
    await offer(900_000);
  });

  test('is for members alone', async () => {
    const { db } = context;
    const { userId } = await signUp();
    expect(await accept(db, randomUUID(), await codeOf(db, userId))).toMatchObject({
      outcome: 'account_not_found',
    });
  });
});
