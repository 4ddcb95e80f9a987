// Holds every standing of a purchase to its words, and "nothing was charged" to where it is known.
import { expect, test } from 'vitest';
import { buyFailureCopy, purchaseCopy } from '../copy/buy.ts';
import { failureCopy } from '../copy/shell.ts';
import { announcePurchase } from './announce-purchase.ts';
import { formOf, paymentOf } from './buy-fixtures.ts';
import { NO_PURCHASE, type PurchaseState, type PurchaseStep } from './purchase-state.ts';
import { buyFailureText, declineText, purchaseText } from './purchase-text.ts';

const at = (step: PurchaseStep, change: Partial<PurchaseState> = {}): PurchaseState => ({
  ...NO_PURCHASE,
  step,
  timeMs: 1_800_000,
  payment: paymentOf(),
  ...change,
});
const shown = (state: PurchaseState) => {
  const words = purchaseText(state);
  return words === null ? null : `${words.title} ${words.text ?? ''}`.trim();
};

test('while a form is open the form speaks for itself', () => {
  for (const step of ['idle', 'ordering', 'form', 'bank'] as const) {
    expect(shown(at(step, { form: formOf() }))).toBeNull();
  }
});

test.each([
  ['looking', 'Looking at your payment.'],
  ['waiting', 'Payment received. Adding your time.'],
  ['added', '30 min added.'],
  ['expired', 'The payment was not made in time. Nothing was charged.'],
  ['canceled', 'The payment was canceled. Nothing was charged.'],
] as const)('%s reads "%s"', (step, text) => {
  expect(shown(at(step))).toBe(text);
});

test('a bank that takes its time is not said to have paid', () => {
  const payment = paymentOf({ status: 'processing' });
  expect(shown(at('waiting', { payment }))).toMatch(/^Your bank is working on the payment/);
});

test('a declined card says why, that nothing was charged, and what to do', () => {
  const failure = { code: 'insufficient_funds', message: '' };
  const payment = paymentOf({ status: 'failed', failure });
  expect(shown(at('declined', { payment }))).toBe(
    'The payment did not go through. There was not enough money on the card. ' +
      'Nothing was charged. Try again, or use another card.',
  );
  expect(shown(at('declined', { payment: null }))).toMatch(/Your bank declined the card/);
});

test('a reason nobody has words for is told in the words of the gateway', () => {
  expect(declineText({ code: 'of_a_newer_gateway', message: 'Ask your bank.' })).toBe(
    'Ask your bank.',
  );
  expect(declineText({ code: 'toString', message: 'Ask your bank.' })).toBe('Ask your bank.');
});

test('nobody is told that nothing was charged while nobody knows', () => {
  for (const step of ['waiting', 'looking', 'unsettled', 'unknown', 'review'] as const) {
    expect(shown(at(step, { failureCode: 'network_error' }))).not.toContain(
      purchaseCopy.nothingCharged,
    );
  }
});

test('every refusal to sell has a sentence', () => {
  for (const code of Object.keys(buyFailureCopy)) {
    expect(shown(at('refused', { failureCode: code as never }))).toMatch(/^[A-Z].+\.$/);
  }
  expect(buyFailureText('rate_limited')).toBe(failureCopy.rate_limited);
  expect(buyFailureText('toString')).toBe(failureCopy.other);
});

test('what changes is announced once, and what can be read at leisure is not', () => {
  const said = (from: PurchaseStep, to: PurchaseStep) => announcePurchase(at(from), at(to));
  expect(said('waiting', 'added')).toEqual({ text: '30 minutes added.', politeness: 'polite' });
  expect(said('form', 'declined')?.politeness).toBe('assertive');
  expect(said('waiting', 'waiting')).toBeNull();
  for (const step of ['idle', 'ordering', 'form', 'looking', 'unsettled'] as const) {
    expect(said('added', step)).toBeNull();
  }
});
