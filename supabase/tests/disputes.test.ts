// What a dispute promises: the card freezes while it is open, comes back when it is won, is written
// off when it is lost, each once and in whatever order it is heard. F12
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../tests/support/database.ts';
import {
  balance,
  capture,
  createCall,
  extend,
  LEASE_MS,
  MINUTE_MS,
  SECOND_MS,
  signUpWithTime,
  startCall,
  useLedgerDatabase,
} from './ledger-scenario.ts';
import {
  applySnapshot,
  beginPurchase,
  buyCard,
  CARD,
  entriesOf,
  readGrant,
  readPayment,
  refund,
  type TestPayment,
} from './payment-scenario.ts';

const context = useLedgerDatabase();
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The gateway says this of the payment's disputes now: `dp_0` stands so, `dp_1` so. */
const disputed = (db: Actor, payment: TestPayment, ...statuses: string[]) =>
  applySnapshot(db, payment, {
    disputes: statuses.map((status, index) => ({ id: `dp_${payment.id}_${index}`, status })),
  });

const freezes = (db: Actor, accountId: string) => entriesOf(db, accountId, 'freeze');
const restores = (db: Actor, accountId: string) => entriesOf(db, accountId, 'restore');

describe('a dispute', () => {
  test('that is opened freezes the card and nothing else; no call can begin on it', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    expect(await disputed(db, payment, 'open')).toMatchObject({ outcome: 'applied' });
    expect(await readPayment(db, payment.id)).toMatchObject({ dispute_status: 'open' });
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 0 });
    expect(await createCall(db, user.userId)).toMatchObject({ outcome: 'insufficient_time' });
    await buyCard(db, user.userId, { timeMs: MINUTE_MS });
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: MINUTE_MS });
  });

  test.each([
    ['opened', ['open', 'open'], 0, 'open'],
    ['opened, then won', ['open', 'won'], CARD.timeMs, 'won'],
    ['opened, then lost', ['open', 'lost'], 0, 'lost'],
    ['won before anybody heard of it', ['won'], CARD.timeMs, 'won'],
    ['lost before anybody heard of it', ['lost'], 0, 'lost'],
    ['won, and opened once more', ['open', 'won', 'open'], 0, 'open'],
    ['lost, and won after all', ['lost', 'won'], CARD.timeMs, 'won'],
    ['lost after it was won', ['won', 'lost'], 0, 'lost'],
  ])('%s: the card is worth the same however often it is said', async (_case, said, left, last) => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    for (const status of said) {
      await disputed(db, payment, status);
      const racing = Array.from({ length: 5 }, () => disputed(db, payment, status));
      await Promise.all(racing);
    }
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: left });
    expect(await readPayment(db, payment.id)).toMatchObject({ dispute_status: last });
    const moved = [
      ...(await freezes(db, user.accountId)),
      ...(await restores(db, user.accountId)),
    ].reduce((sum, amountMs) => sum + amountMs, 0);
    expect(moved).toBe(left - CARD.timeMs);
  });

  test('freezes once and restores once', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    for (const status of ['open', 'open', 'won', 'won']) await disputed(db, payment, status);
    expect(await freezes(db, user.accountId)).toEqual([-CARD.timeMs]);
    expect(await restores(db, user.accountId)).toEqual([CARD.timeMs]);
  });

  test.each([
    ['open', 'with the payment', 'paid'],
    ['lost', 'before it', 'processing'],
  ])('that is %s and seen %s leaves nothing to use', async (dispute, _case, status) => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await beginPurchase(db, user.userId);
    const disputes = [{ id: `dp_${payment.id}`, status: dispute }];
    await applySnapshot(db, payment, { status, disputes });
    await applySnapshot(db, payment, { disputes });
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 0 });
  });

  test('of two keeps the card frozen until both are won', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    for (const statuses of [
      ['open', 'open'],
      ['won', 'open'],
      ['won', 'lost'],
    ]) {
      await disputed(db, payment, ...statuses);
      expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 0 });
    }
    await disputed(db, payment, 'won', 'won');
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: CARD.timeMs });
  });
});

describe('frozen time', () => {
  test('does not expire, and lives on by as long as it was frozen', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId, { validForDays: 10 });
    await db.passTime(4 * DAY_MS);
    await disputed(db, payment, 'open');
    await db.passTime(30 * DAY_MS);
    await db.call('expire_time_grants', { p_limit: 100 });
    await disputed(db, payment, 'won');
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: CARD.timeMs });
    await db.passTime(5 * DAY_MS);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: CARD.timeMs });
    await db.passTime(2 * DAY_MS);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 0 });
    expect(await entriesOf(db, user.accountId, 'expiry')).toEqual([-CARD.timeMs]);
  });

  test('that was lost neither expires nor comes back', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId, { validForDays: 10 });
    await disputed(db, payment, 'open');
    await disputed(db, payment, 'lost');
    await db.passTime(30 * DAY_MS);
    await db.call('expire_time_grants', { p_limit: 100 });
    expect(await entriesOf(db, user.accountId, 'expiry')).toEqual([]);
    expect(await readGrant(db, payment)).toMatchObject({ frozen_ms: CARD.timeMs });
  });

  test('that is refunded meanwhile is taken by the refund when it comes back', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    const refunds = [refund('re_frozen', CARD.priceMinor / 3)];
    const say = (status: string) =>
      applySnapshot(db, payment, { refunds, disputes: [{ id: 'dp_both', status }] });
    await disputed(db, payment, 'open');
    await say('open');
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 0 });
    await say('won');
    await disputed(db, payment, 'won');
    expect(await balance(db, user.accountId)).toMatchObject({
      posted_ms: CARD.timeMs - CARD.timeMs / 3,
    });
  });
});

describe('a dispute during a call', () => {
  test('leaves the call what it holds, and freezes the unused rest when it ends', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    const call = await startCall(db, user.userId);
    await extend(db, call.voiceSessionId, 1, 10 * SECOND_MS);
    await disputed(db, payment, 'open');
    expect(await extend(db, call.voiceSessionId, 2, 20 * SECOND_MS)).toMatchObject({
      is_final: true,
      held_ms: 10 * SECOND_MS + LEASE_MS,
    });
    expect(await capture(db, call.voiceSessionId, 25 * SECOND_MS)).toMatchObject({
      charged_ms: 25 * SECOND_MS,
      balance_ms: 0,
    });
    expect(await freezes(db, user.accountId)).toEqual([
      -(CARD.timeMs - 40 * SECOND_MS),
      -15 * SECOND_MS,
    ]);
    await disputed(db, payment, 'won');
    expect(await balance(db, user.accountId)).toMatchObject({
      posted_ms: CARD.timeMs - 25 * SECOND_MS,
    });
  });

  test('that is won before the call ends gives the call its time back', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    const call = await startCall(db, user.userId);
    await disputed(db, payment, 'open');
    expect(await extend(db, call.voiceSessionId, 1, 10 * SECOND_MS)).toMatchObject({
      is_final: true,
    });
    await disputed(db, payment, 'won');
    expect(await extend(db, call.voiceSessionId, 2, 20 * SECOND_MS)).toMatchObject({
      is_final: false,
      remaining_ms: CARD.timeMs - 20 * SECOND_MS,
    });
  });

  test('freezes what the call held past the expiry of the card, instead of expiring it', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId, { validForDays: 1 });
    await db.passTime(DAY_MS - 10 * SECOND_MS);
    const call = await startCall(db, user.userId);
    await disputed(db, payment, 'open');
    await db.passTime(20 * SECOND_MS);
    await capture(db, call.voiceSessionId, 5 * SECOND_MS);
    await disputed(db, payment, 'won');
    expect(await balance(db, user.accountId)).toMatchObject({
      posted_ms: CARD.timeMs - 5 * SECOND_MS,
    });
  });
});
