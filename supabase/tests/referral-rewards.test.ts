// What reward_referral promises: both sides once, for a real purchase, and back when it was none.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { TestUser } from '../../tests/support/database.ts';
import {
  balance,
  capture,
  extend,
  MINUTE_MS,
  signUpWithTime,
  startCall,
  useLedgerDatabase,
} from './ledger-scenario.ts';
import { applySnapshot, createPayment } from './payment-scenario.ts';
import { addPackage, addPromoCode, quoted } from './pricing-scenario.ts';
import {
  accept,
  awaitedPayments,
  buyWith,
  codeOf,
  refer,
  referralOf,
  refundAll,
  reward,
} from './referral-scenario.ts';

const context = useLedgerDatabase();
const REWARD_MS = 15 * MINUTE_MS;

/** The rewards an account got, and what is left of them. */
const rewardsOf = (accountId: string) =>
  context.db.rows(
    `select granted_ms, remaining_ms, priority,
       round(extract(epoch from expires_at - created_at) / 86400)::integer as days
     from time_grants where account_id = $1 and source = 'referral'`,
    [accountId],
  );
const full = { granted_ms: REWARD_MS, remaining_ms: REWARD_MS, priority: 10, days: 180 };

test('both sides are rewarded once after the first purchase, however often it is asked', async () => {
  const { db } = context;
  const { referrer, referred } = await refer(db);
  const payment = await buyWith(db, referred.userId);
  expect(await awaitedPayments(db)).toContain(payment.id);
  const answers = await Promise.all(Array.from({ length: 10 }, () => reward(db, payment.id)));
  expect(answers.map(({ outcome }) => outcome).sort()).toEqual([
    ...Array.from({ length: 9 }, () => 'replayed'),
    'rewarded',
  ]);
  expect(await rewardsOf(referrer.accountId)).toEqual([full]);
  expect(await rewardsOf(referred.accountId)).toEqual([full]);
  expect(await referralOf(db, referrer.userId)).toMatchObject({
    pending_count: 0,
    rewarded_count: 1,
  });
  const second = await buyWith(db, referred.userId);
  expect(await awaitedPayments(db)).not.toContain(second.id);
  expect(await reward(db, second.id)).toMatchObject({ outcome: 'not_due' });
  expect(await rewardsOf(referrer.accountId)).toEqual([full]);
});

test('each side is told once', async () => {
  const { db } = context;
  const { referrer, referred } = await refer(db);
  const payment = await buyWith(db, referred.userId);
  await reward(db, payment.id);
  await reward(db, payment.id);
  for (const { userId } of [referrer, referred]) {
    const notices = await db.rows(
      `select data from notices where user_id = $1 and kind = 'referral_rewarded'`,
      [userId],
    );
    expect(notices).toMatchObject([{ data: { rewardMs: REWARD_MS } }]);
  }
});

test('a purchase of nobody who was brought rewards nobody', async () => {
  const { db } = context;
  const user = await signUpWithTime(db, 0);
  const payment = await buyWith(db, user.userId);
  expect(await awaitedPayments(db)).not.toContain(payment.id);
  expect(await reward(db, payment.id)).toMatchObject({ outcome: 'not_due' });
  expect(await reward(db, randomUUID())).toMatchObject({ outcome: 'not_found' });
});

test('a gift is no purchase; the first one that costs something is', async () => {
  const { db } = context;
  const { referrer, referred } = await refer(db);
  const promoCode = await addPromoCode(db, { percent_off: 100 });
  const { id } = await quoted(db, referred.userId, await addPackage(db), { promoCode });
  const { payment: gift } = await createPayment(db, referred.userId, id);
  expect(gift?.status).toBe('paid');
  expect(await reward(db, String(gift?.id))).toMatchObject({ outcome: 'not_due' });
  const payment = await buyWith(db, referred.userId);
  expect(await reward(db, payment.id)).toMatchObject({ outcome: 'rewarded' });
  expect(await rewardsOf(referrer.accountId)).toEqual([full]);
});

test('a purchase under review or dispute rewards nobody before it is cleared', async () => {
  const { db } = context;
  const { referrer, referred } = await refer(db);
  const payment = await buyWith(db, referred.userId);
  await applySnapshot(db, payment, { disputes: [{ id: `d-${payment.id}`, status: 'open' }] });
  expect(await reward(db, payment.id)).toMatchObject({ outcome: 'not_due' });
  await applySnapshot(db, payment, { disputes: [{ id: `d-${payment.id}`, status: 'won' }] });
  expect(await awaitedPayments(db)).toContain(payment.id);
  expect(await reward(db, payment.id)).toMatchObject({ outcome: 'rewarded' });
  expect(await rewardsOf(referrer.accountId)).toEqual([full]);
});

test('the card of the referrer rewards nobody, for good', async () => {
  const { db } = context;
  const referrer = await signUpWithTime(db, 0);
  await buyWith(db, referrer.userId, 'shared');
  const referred = await signUpWithTime(db, 0);
  await accept(db, referred.userId, await codeOf(db, referrer.userId));
  const payment = await buyWith(db, referred.userId, 'shared');
  expect(await reward(db, payment.id)).toMatchObject({ outcome: 'referral_refused' });
  expect(await reward(db, payment.id)).toMatchObject({ outcome: 'referral_refused' });
  const another = await buyWith(db, referred.userId);
  expect(await reward(db, another.id)).toMatchObject({ outcome: 'not_due' });
  expect(await rewardsOf(referrer.accountId)).toEqual([]);
  expect(await rewardsOf(referred.accountId)).toEqual([]);
});

test('a user who is gone is not rewarded, nor who was brought by them', async () => {
  const { db } = context;
  const { referrer, referred } = await refer(db);
  await db.rows('delete from auth.users where id = $1', [referrer.userId]);
  const payment = await buyWith(db, referred.userId);
  expect(await reward(db, payment.id)).toMatchObject({ outcome: 'referral_refused' });
  expect(await rewardsOf(referred.accountId)).toEqual([]);
});

test('a full refund takes back what is left of both rewards, once', async () => {
  const { db } = context;
  const { referrer, referred } = await refer(db);
  const payment = await buyWith(db, referred.userId);
  await reward(db, payment.id);
  const call = await startCall(db, referrer.userId);
  await extend(db, call.voiceSessionId, 1, 5 * 1000);
  await capture(db, call.voiceSessionId, 5 * 1000);
  await refundAll(db, payment);
  expect(await awaitedPayments(db)).toContain(payment.id);
  const answers = await Promise.all(Array.from({ length: 5 }, () => reward(db, payment.id)));
  expect(answers.map(({ outcome }) => outcome).sort()).toEqual([
    ...Array.from({ length: 4 }, () => 'replayed'),
    'taken_back',
  ]);
  for (const { accountId } of [referrer, referred]) {
    expect(await rewardsOf(accountId)).toMatchObject([{ remaining_ms: 0 }]);
    expect(await balance(db, accountId)).toMatchObject({ posted_ms: 0 });
  }
});

test('what a call holds of a reward is taken back when the call ends', async () => {
  const { db } = context;
  const { referrer, referred } = await refer(db);
  const payment = await buyWith(db, referred.userId);
  await reward(db, payment.id);
  const { voiceSessionId } = await startCall(db, referrer.userId);
  await refundAll(db, payment);
  await reward(db, payment.id);
  expect(await balance(db, referrer.accountId)).toMatchObject({ available_ms: 0 });
  await capture(db, voiceSessionId, 1000);
  expect(await balance(db, referrer.accountId)).toMatchObject({ posted_ms: 0 });
});

test('a part refunded leaves the rewards; a dispute that is lost takes them', async () => {
  const { db } = context;
  const { referrer, referred } = await refer(db);
  const payment = await buyWith(db, referred.userId);
  await reward(db, payment.id);
  const refunds = [{ id: `re-${payment.id}`, amountMinor: 100, status: 'succeeded' }];
  await applySnapshot(db, payment, { refunds });
  expect(await reward(db, payment.id)).toMatchObject({ outcome: 'replayed' });
  expect(await rewardsOf(referrer.accountId)).toEqual([full]);
  const dispute = { id: `d-${payment.id}`, status: 'lost' };
  await applySnapshot(db, payment, { refunds, disputes: [dispute] });
  expect(await reward(db, payment.id)).toMatchObject({ outcome: 'taken_back' });
  expect(await balance(db, referrer.accountId)).toMatchObject({ posted_ms: 0 });
});

test('a purchase refunded before it was looked at rewards nobody, and neither does a later one', async () => {
  const { db } = context;
  const { referrer, referred } = await refer(db);
  const first = await buyWith(db, referred.userId);
  await refundAll(db, first);
  const second = await buyWith(db, referred.userId);
  for (const { id } of [first, second]) {
    expect(await reward(db, id)).toMatchObject({ outcome: 'not_due' });
  }
  expect(await rewardsOf(referrer.accountId)).toEqual([]);
});

test('a chain of people who pay at the same moment is rewarded without one waiting for ever', async () => {
  const { db } = context;
  const users: TestUser[] = [];
  for (let index = 0; index < 8; index += 1) {
    const user = await signUpWithTime(db, 0);
    const referrer = users.at(-1);
    if (referrer) await accept(db, user.userId, await codeOf(db, referrer.userId));
    users.push(user);
  }
  const payments = await Promise.all(users.map(({ userId }) => buyWith(db, userId)));
  const answers = await Promise.all(
    [...payments, ...payments.toReversed()].map(({ id }) => reward(db, id)),
  );
  expect(answers.filter(({ outcome }) => outcome === 'rewarded')).toHaveLength(7);
});
