// What buying and refunding promise to a running call: it goes on with what is bought, and ends with
// what it holds when its card is taken back.
import { describe, expect, test } from 'vitest';
import {
  balance,
  capture,
  expireHolds,
  extend,
  grantTime,
  LEASE_MS,
  MINUTE_MS,
  SECOND_MS,
  signUpWithTime,
  startCall,
  useLedgerDatabase,
} from './ledger-scenario.ts';
import { buyCard, CARD, entriesOf, readGrant, refund, refunded } from './payment-scenario.ts';

const context = useLedgerDatabase();

// F21
test('a top-up in the last three seconds of a call lets it go on', async () => {
  const { db } = context;
  const user = await signUpWithTime(db, 40 * SECOND_MS);
  const call = await startCall(db, user.userId);
  await extend(db, call.voiceSessionId, 1, 20 * SECOND_MS);
  expect(await extend(db, call.voiceSessionId, 2, 37 * SECOND_MS)).toMatchObject({
    is_final: true,
    remaining_ms: 3 * SECOND_MS,
  });
  await buyCard(db, user.userId);
  expect(await extend(db, call.voiceSessionId, 3, 38 * SECOND_MS)).toMatchObject({
    outcome: 'extended',
    is_final: false,
    held_ms: 38 * SECOND_MS + LEASE_MS,
    remaining_ms: CARD.timeMs + 2 * SECOND_MS,
  });
});

// F11
describe('a refund during a call', () => {
  test('leaves the call what it holds: its next report is final, what it used is charged', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    const call = await startCall(db, user.userId);
    expect(await extend(db, call.voiceSessionId, 1, 10 * SECOND_MS)).toMatchObject({
      is_final: false,
    });
    await refunded(db, payment, [refund('re_live', CARD.priceMinor)]);
    expect(await extend(db, call.voiceSessionId, 2, 20 * SECOND_MS)).toMatchObject({
      outcome: 'extended',
      is_final: true,
      available_ms: 0,
      used_ms: 20 * SECOND_MS,
      held_ms: 10 * SECOND_MS + LEASE_MS,
      remaining_ms: 20 * SECOND_MS,
    });
    expect(await capture(db, call.voiceSessionId, 25 * SECOND_MS)).toMatchObject({
      charged_ms: 25 * SECOND_MS,
      balance_ms: 0,
    });
    expect(await readGrant(db, payment)).toMatchObject({
      remaining_ms: 0,
      refunded_ms: CARD.timeMs - 25 * SECOND_MS,
    });
    const refunds = await entriesOf(db, user.accountId, 'refund');
    expect(refunds).toEqual([-(CARD.timeMs - 40 * SECOND_MS), -15 * SECOND_MS]);
  });

  test('ends the call when what it holds is used', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    const call = await startCall(db, user.userId);
    await extend(db, call.voiceSessionId, 1, 10 * SECOND_MS);
    await refunded(db, payment, [refund('re_end', CARD.priceMinor)]);
    await extend(db, call.voiceSessionId, 2, 40 * SECOND_MS);
    await db.passTime(1500);
    expect(await expireHolds(db)).toMatchObject([
      { ended_reason: 'out_of_time', charged_ms: 40 * SECOND_MS },
    ]);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 0 });
  });

  test('lets the call go on that has another card, which gives nothing back', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    const call = await startCall(db, user.userId);
    await refunded(db, payment, [refund('re_other', CARD.priceMinor)]);
    await grantTime(db, user.accountId, 10 * MINUTE_MS);
    expect(await extend(db, call.voiceSessionId, 1, 20 * SECOND_MS)).toMatchObject({
      is_final: false,
      remaining_ms: 10 * MINUTE_MS + LEASE_MS - 20 * SECOND_MS,
    });
    await capture(db, call.voiceSessionId, 20 * SECOND_MS);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 10 * MINUTE_MS });
  });

  test('takes at once what a new card, burned first, holds in its stead', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    const call = await startCall(db, user.userId);
    await refunded(db, payment, [refund('re_stead', CARD.priceMinor)]);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: LEASE_MS });
    await grantTime(db, user.accountId, MINUTE_MS, { expiresInMs: 10 * MINUTE_MS });
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: MINUTE_MS });
    expect(await capture(db, call.voiceSessionId, 10 * SECOND_MS)).toMatchObject({
      balance_ms: MINUTE_MS - 10 * SECOND_MS,
    });
  });

  test('leaves what two calls hold to both, and takes the rest of each as it ends', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const payment = await buyCard(db, user.userId);
    const one = await startCall(db, user.userId);
    const two = await startCall(db, user.userId);
    await refunded(db, payment, [refund('re_two', CARD.priceMinor)]);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 2 * LEASE_MS });
    expect(await capture(db, one.voiceSessionId, 10 * SECOND_MS)).toMatchObject({
      charged_ms: 10 * SECOND_MS,
      balance_ms: LEASE_MS,
    });
    expect(await capture(db, two.voiceSessionId, 40 * SECOND_MS)).toMatchObject({
      charged_ms: LEASE_MS,
      balance_ms: 0,
    });
  });
});
