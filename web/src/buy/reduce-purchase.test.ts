// Holds the purchase to the server's word: nothing is added, and nothing is called free, before it.
import type { Payment } from '@mindbot/sdk';
import { describe, expect, test } from 'vitest';
import { formOf, intentOf, paymentOf, quoteOf } from './buy-fixtures.ts';
import { NO_PURCHASE, type PurchaseEvent, type PurchaseStep } from './purchase-state.ts';
import { reducePurchase } from './reduce-purchase.ts';

const ORDERED: PurchaseEvent = { type: 'ordered', quote: quoteOf() };
const FORM: PurchaseEvent = { type: 'form_opened', form: formOf() };
const BANK: PurchaseEvent = { type: 'bank_asked', intent: intentOf() };
const SENT: PurchaseEvent = { type: 'form_sent' };
const FOLLOWED: PurchaseEvent = { type: 'followed' };
const news = (change: Partial<Payment> = {}): PurchaseEvent => ({
  type: 'payment',
  payment: paymentOf(change),
});
const failed = (code: 'payment_declined' | 'network_error' | 'package_not_on_sale') =>
  ({ type: 'failed', code, isChargePossible: true }) as const;
const FORM_LOST = { type: 'failed', code: 'network_error', isChargePossible: false } as const;
const stateAfter = (...events: PurchaseEvent[]) => events.reduce(reducePurchase, NO_PURCHASE);

const rows: [PurchaseStep, PurchaseEvent[]][] = [
  ['idle', []],
  ['ordering', [ORDERED]],
  ['form', [ORDERED, FORM]],
  ['form', [ORDERED, FORM, news()]],
  ['form', [ORDERED, FORM, news({ failure: { code: 'card_declined', message: '' } })]],
  ['bank', [ORDERED, BANK]],
  ['waiting', [ORDERED, FORM, SENT]],
  ['waiting', [ORDERED, FORM, SENT, news()]],
  ['looking', [ORDERED, BANK, SENT]],
  ['declined', [ORDERED, BANK, SENT, news({ status: 'failed' })]],
  ['waiting', [ORDERED, FORM, news({ status: 'processing' })]],
  ['waiting', [ORDERED, { type: 'charged', payment: paymentOf() }]],
  ['added', [ORDERED, { type: 'charged', payment: paymentOf({ status: 'paid' }) }]],
  ['added', [ORDERED, FORM, news({ status: 'paid' })]],
  [
    'added',
    [ORDERED, { type: 'form_opened', form: formOf({ payment: paymentOf({ status: 'paid' }) }) }],
  ],
  ['declined', [ORDERED, BANK, news({ status: 'failed' })]],
  ['declined', [ORDERED, failed('payment_declined')]],
  ['canceled', [ORDERED, FORM, news({ status: 'canceled' })]],
  ['expired', [ORDERED, FORM, news({ status: 'expired' })]],
  ['review', [ORDERED, FORM, news({ status: 'paid', isUnderReview: true })]],
  ['refused', [ORDERED, failed('package_not_on_sale')]],
  ['unknown', [ORDERED, failed('network_error')]],
  ['refused', [ORDERED, FORM_LOST]],
  ['looking', [FOLLOWED]],
  ['unsettled', [FOLLOWED, news()]],
  ['added', [FOLLOWED, news(), news({ status: 'paid' })]],
  ['idle', [ORDERED, FORM, { type: 'closed' }]],
  ['idle', [ORDERED, FORM, { type: 'closed' }, news({ status: 'failed' })]],
];

test.each(rows)('%s after %j', (step, events) => {
  expect(stateAfter(...events).step).toBe(step);
});

describe('what is known stays known', () => {
  test('a lost answer does not undo a payment that stands', () => {
    const waiting = stateAfter(ORDERED, FORM, SENT);
    expect(reducePurchase(waiting, failed('network_error'))).toBe(waiting);
  });

  test('a form that is sent twice, or after the end, changes nothing', () => {
    const added = stateAfter(ORDERED, FORM, SENT, news({ status: 'paid' }));
    expect(reducePurchase(added, SENT)).toBe(added);
  });

  test('a new order begins from nothing', () => {
    const declined = stateAfter(ORDERED, failed('payment_declined'));
    expect(reducePurchase(declined, ORDERED)).toEqual({
      ...NO_PURCHASE,
      step: 'ordering',
      quote: quoteOf(),
      timeMs: 1_800_000,
    });
  });
});
