// The purchase's state machine. Only what the server says of the payment ends it well or badly.
import type { MindbotError, Payment } from '@mindbot/sdk';
import {
  NO_PURCHASE,
  type PurchaseEvent,
  type PurchaseState,
  type PurchaseStep,
} from './purchase-state.ts';

/** After these nobody can say what became of the request; the same key makes asking again safe. */
const LOST: readonly MindbotError['code'][] = [
  'network_error',
  'timeout',
  'unexpected_response',
  'internal_error',
];

/** The state after an event; the same object when nothing changed. */
export function reducePurchase(state: PurchaseState, event: PurchaseEvent): PurchaseState {
  switch (event.type) {
    case 'ordered':
      return { ...NO_PURCHASE, step: 'ordering', quote: event.quote, timeMs: event.quote.timeMs };
    case 'form_opened':
      return applyPayment({ ...state, step: 'form', form: event.form }, event.form.payment);
    case 'tab_opened':
      return { ...state, isElsewhere: true };
    case 'bank_asked':
      return applyPayment({ ...state, step: 'bank', intent: event.intent }, event.intent.payment);
    case 'charged':
      return applyPayment({ ...state, step: 'waiting' }, event.payment);
    case 'form_sent':
      if (state.step === 'form') return { ...state, step: 'waiting' };
      // A bank that was answered may have been told no.
      return state.step === 'bank' ? { ...state, step: 'looking' } : state;
    case 'followed':
      return { ...NO_PURCHASE, step: 'looking' };
    case 'payment':
      return state.step === 'idle' ? state : applyPayment(state, event.payment);
    case 'failed':
      return fail(state, event.code, event.isChargePossible);
    case 'closed':
      return NO_PURCHASE;
  }
}

function applyPayment(state: PurchaseState, payment: Payment): PurchaseState {
  const step = stepOf(state.step, payment);
  return { ...state, step, payment, timeMs: payment.timeMs, failureCode: null };
}

function stepOf(step: PurchaseStep, payment: Payment): PurchaseStep {
  if (payment.isUnderReview) return 'review';
  switch (payment.status) {
    case 'paid':
      return 'added';
    case 'processing':
      return 'waiting';
    case 'failed':
      return 'declined';
    case 'canceled':
    case 'expired':
      return payment.status;
    case 'pending':
      // Still open at the gateway: a declined card leaves the form as it was, for another one.
      return step === 'looking' ? 'unsettled' : step;
  }
}

function fail(
  state: PurchaseState,
  code: MindbotError['code'],
  isChargePossible: boolean,
): PurchaseState {
  // A payment that stands is not undone by an answer that did not come.
  if (state.payment !== null && LOST.includes(code)) return state;
  if (code === 'payment_declined') return { ...state, step: 'declined', failureCode: code };
  const isUnknown = isChargePossible && LOST.includes(code);
  return { ...state, step: isUnknown ? 'unknown' : 'refused', failureCode: code };
}
