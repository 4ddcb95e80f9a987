// Holds the list of payments to plain words for every standing.
import type { Payment } from '@mindbot/sdk';
import { expect, test } from 'vitest';
import { cardName, isCardExpired } from './card-name.ts';
import { paymentLine } from './payment-line.ts';

const paid: Payment = {
  id: 'p',
  kind: 'purchase',
  status: 'paid',
  isUnderReview: false,
  packageName: '2 hours',
  quantity: 1,
  timeMs: 7_200_000,
  amountMinor: 1560,
  currency: 'EUR',
  refundedMinor: 0,
  disputeStatus: 'none',
  gateway: 'stripe',
  card: { brand: 'visa', last4: '4242' },
  failure: null,
  receiptUrl: null,
  isTest: false,
  timeGrantId: 'g',
  createdAt: '2026-03-12T12:00:00Z',
  paidAt: '2026-03-12T12:01:00Z',
};

test('a settled payment says what, how much, by which card, and no more', () => {
  expect(paymentLine(paid)).toMatchObject({
    what: '2 hours',
    price: '€15.60',
    card: 'Visa ··4242',
    status: 'Paid',
    tone: 'good',
    detail: null,
    canTryAgain: false,
  });
});

test.each([
  [{ quantity: 3 }, '3 × 2 hours'],
  [{ packageName: null, timeMs: 3_600_000 }, '1 h of time'],
  [{ packageName: null, timeMs: 3_600_000, quantity: 2 }, '2 × 30 min of time'],
  [{ kind: 'auto_top_up' }, '2 hours, automatic'],
  [{ kind: 'subscription', packageName: 'Plus' }, 'Subscription, Plus'],
  [{ kind: 'subscription', packageName: null }, 'Subscription'],
] as [Partial<Payment>, string][])('%o is called "%s"', (change, what) => {
  expect(paymentLine({ ...paid, ...change }).what).toBe(what);
});

const failure = (code: string) => ({ code, message: 'In the words of the gateway.' });

test.each([
  [{ status: 'pending' }, 'Not finished', 'quiet', null],
  [{ status: 'processing' }, 'On its way', 'waiting', /Your bank takes its time/],
  [{ status: 'canceled' }, 'Canceled', 'quiet', null],
  [{ status: 'expired' }, 'Not paid', 'quiet', null],
  [{ status: 'failed', failure: failure('card_declined') }, 'Failed', 'bad', /declined the card/],
  [{ status: 'failed', failure: failure('new_code') }, 'Failed', 'bad', /words of the gateway/],
  [{ status: 'failed' }, 'Failed', 'bad', /did not go through/],
  [{ isUnderReview: true }, 'Being checked', 'waiting', /not as ordered/],
  [{ refundedMinor: 1560 }, 'Refunded', 'quiet', null],
  [{ refundedMinor: 500 }, '€5.00 refunded', 'good', null],
  [{ disputeStatus: 'open' }, 'Disputed', 'bad', /paused until the bank decides/],
  [{ disputeStatus: 'won' }, 'Paid', 'good', /yours again/],
  [{ disputeStatus: 'lost' }, 'Dispute lost', 'quiet', /this time is gone/],
] as [Partial<Payment>, string, string, RegExp | null][])(
  '%o reads "%s"',
  (change, status, tone, detail) => {
    const line = paymentLine({ ...paid, ...change });
    expect(line).toMatchObject({ status, tone });
    if (detail === null) expect(line.detail).toBeNull();
    else expect(line.detail).toMatch(detail);
  },
);

test('only what the person failed to buy can be tried again', () => {
  expect(paymentLine({ ...paid, status: 'failed' }).canTryAgain).toBe(true);
  expect(paymentLine({ ...paid, status: 'failed', kind: 'auto_top_up' }).canTryAgain).toBe(false);
});

test('a payment of nothing is free', () => {
  expect(paymentLine({ ...paid, amountMinor: 0 }).price).toBe('Free');
});

test('a card is good to the last day of its month', () => {
  const card = { expMonth: 11, expYear: 2026 };
  expect(isCardExpired(card, new Date(2026, 10, 30, 23))).toBe(false);
  expect(isCardExpired(card, new Date(2026, 11, 1))).toBe(true);
  expect(cardName({ brand: 'carnet', last4: '0001' })).toBe('carnet ··0001');
});
