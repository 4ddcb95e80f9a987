// What a refund promises: it takes back its part of the card's time, once, as far as it is unused.
import { describe, expect, test } from 'vitest';
import {
  balance,
  capture,
  extend,
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
  refunded,
} from './payment-scenario.ts';

const context = useLedgerDatabase();

/** What a refund of this much takes of a card. */
const shareMs = (amountMinor: number, card = CARD) =>
  Math.floor((card.timeMs * amountMinor) / card.priceMinor);

describe('a refund', () => {
  test('in full takes back all of the card, and nothing of another', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, MINUTE_MS);
    const payment = await buyCard(db, user.userId);
    await buyCard(db, user.userId);
    expect(await refunded(db, payment, [refund('re_1', CARD.priceMinor)])).toMatchObject({
      outcome: 'applied',
      balance_ms: CARD.timeMs + MINUTE_MS,
    });
    expect(await readPayment(db, payment.id)).toMatchObject({
      status: 'paid',
      refunded_minor: CARD.priceMinor,
      review_reason: null,
    });
  });

  test('counts once, however often it is heard of', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    await Promise.all(
      Array.from({ length: 30 }, () => refunded(db, payment, [refund('re_once', 45)])),
    );
    await refunded(db, payment, [refund('re_once', 45)]);
    expect(await entriesOf(db, user.accountId, 'refund')).toEqual([-shareMs(45)]);
  });

  // F9
  test.each([
    ['with the payment', 'paid'],
    ['before it', 'pending'],
  ])('seen %s ends as one that came after it', async (_case, status) => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await beginPurchase(db, user.userId);
    const refunds = [refund(`re_${status}`, 150)];
    await applySnapshot(db, payment, { status, refunds });
    await refunded(db, payment, refunds);
    expect(await balance(db, user.accountId)).toMatchObject({
      posted_ms: CARD.timeMs - shareMs(150),
    });
    expect(await readPayment(db, payment.id)).toMatchObject({ refunded_minor: 150 });
  });

  // F10
  test('in parts A, B and A again counts A once', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    const [a, b] = [refund('re_A', 100), refund('re_B', 50)];
    await refunded(db, payment, [a]);
    await refunded(db, payment, [a, b]);
    await refunded(db, payment, [a]);
    await refunded(db, payment, [b, a]);
    expect(await readPayment(db, payment.id)).toMatchObject({ refunded_minor: 150 });
    expect(await balance(db, user.accountId)).toMatchObject({
      posted_ms: CARD.timeMs - shareMs(150),
    });
  });

  test('in many uneven parts never takes more than was granted, and in the end all', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const card = { timeMs: 100_003, priceMinor: 97 };
    const payment = await buyCard(db, user.userId, card);
    const refunds: ReturnType<typeof refund>[] = [];
    for (const [index, amountMinor] of [7, 13, 1, 29, 3, 44].entries()) {
      refunds.push(refund(`re_part_${index}`, amountMinor));
      const { balance_ms } = await refunded(db, payment, refunds);
      const sumMinor = refunds.reduce((sum, part) => sum + part.amountMinor, 0);
      expect(balance_ms).toBe(card.timeMs - shareMs(sumMinor, card));
    }
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 0 });
  });

  test('of more than was paid is for review and takes no more than the card', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, MINUTE_MS);
    const payment = await buyCard(db, user.userId);
    const refunds = [refund('re_much', CARD.priceMinor), refund('re_more', 1)];
    expect(await refunded(db, payment, refunds)).toMatchObject({
      outcome: 'review',
      balance_ms: MINUTE_MS,
    });
    expect(await readPayment(db, payment.id)).toMatchObject({
      review_reason: 'refund_exceeds_amount',
      refunded_minor: CARD.priceMinor,
    });
  });

  test('takes only what is left of a card that was used', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    const call = await startCall(db, user.userId);
    await extend(db, call.voiceSessionId, 1, 20 * SECOND_MS);
    await capture(db, call.voiceSessionId, 25 * SECOND_MS);
    await refunded(db, payment, [refund('re_used', CARD.priceMinor)]);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 0 });
    expect(await readGrant(db, payment)).toMatchObject({
      revoke_ms: CARD.timeMs,
      refunded_ms: CARD.timeMs - 25 * SECOND_MS,
    });
  });

  test('that is pending takes nothing until it succeeds', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    await refunded(db, payment, [refund('re_slow', 450, 'pending')]);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: CARD.timeMs });
    await refunded(db, payment, [refund('re_slow', 450)]);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 0 });
  });

  test('that fails later gives the time back, once', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    await refunded(db, payment, [refund('re_ok', 150), refund('re_bad', 300)]);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 0 });
    for (let times = 0; times < 2; times += 1) {
      await refunded(db, payment, [refund('re_ok', 150), refund('re_bad', 300, 'failed')]);
      expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: shareMs(300) });
    }
    expect(await entriesOf(db, user.accountId, 'refund')).toEqual([-CARD.timeMs, shareMs(300)]);
    expect(await readPayment(db, payment.id)).toMatchObject({ refunded_minor: 150 });
  });

  test('that fails after the card has expired gives its time another month', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId, { validForDays: 1 });
    await refunded(db, payment, [refund('re_dead', CARD.priceMinor)]);
    await db.passTime(2 * 24 * 60 * MINUTE_MS);
    await refunded(db, payment, [refund('re_dead', CARD.priceMinor, 'failed')]);
    await db.passTime(29 * 24 * 60 * MINUTE_MS);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: CARD.timeMs });
    await db.passTime(2 * 24 * 60 * MINUTE_MS);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 0 });
  });

  test('takes what a correction gives back to a refunded card', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    const call = await startCall(db, user.userId);
    await capture(db, call.voiceSessionId, 20 * SECOND_MS);
    await refunded(db, payment, [refund('re_before', CARD.priceMinor)]);
    const entry = await db.row<{ id: number }>(
      `select id from ledger_entries where voice_session_id = $1`,
      [call.voiceSessionId],
    );
    await db.call('reverse_entry', {
      p_entry_id: entry.id,
      p_idempotency_key: `dropped:${entry.id}`,
      p_note: null,
    });
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 0 });
    expect(await readGrant(db, payment)).toMatchObject({ refunded_ms: CARD.timeMs });
  });
});
