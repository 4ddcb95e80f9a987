// The shape of everything the page knows about the purchase being made.
import type {
  CheckoutSession,
  MindbotError,
  Payment,
  PaymentIntent,
  PriceQuote,
} from '@mindbot/sdk';

/**
 * Where a purchase stands. `ordering`: asked for, not answered; `form`: a form is open; `bank`: the
 * bank asks the holder; `looking`: a payment from before is looked up; `unsettled`: it is not paid;
 * `waiting`: paid as far as the person is concerned; `refused`: no payment came of it; `unknown`: the
 * answer was lost. The others are what the server says of the payment.
 */
export type PurchaseStep =
  | 'idle'
  | 'ordering'
  | 'form'
  | 'bank'
  | 'looking'
  | 'unsettled'
  | 'waiting'
  | 'added'
  | 'declined'
  | 'canceled'
  | 'expired'
  | 'review'
  | 'refused'
  | 'unknown';

/** The purchase. Replaced, never changed in place. */
export type PurchaseState = {
  step: PurchaseStep;
  /** What is being bought, in milliseconds; 0 until it is known. */
  timeMs: number;
  /** What was ordered; null for a payment from before. */
  quote: PriceQuote | null;
  payment: Payment | null;
  form: CheckoutSession | null;
  intent: PaymentIntent | null;
  /** The sdk's code of a refusal or a lost answer. */
  failureCode: MindbotError['code'] | null;
  /** The form is open in another tab. */
  isElsewhere: boolean;
};

/** What can happen to a purchase, by the person or by the server. */
export type PurchaseEvent =
  | { type: 'ordered'; quote: PriceQuote }
  | { type: 'form_opened'; form: CheckoutSession }
  | { type: 'tab_opened' }
  | { type: 'bank_asked'; intent: PaymentIntent }
  | { type: 'charged'; payment: Payment }
  | { type: 'form_sent' }
  | { type: 'followed' }
  | { type: 'payment'; payment: Payment }
  /** `isChargePossible`: the answer that was lost may have been one about money that moved. */
  | { type: 'failed'; code: MindbotError['code']; isChargePossible: boolean }
  | { type: 'closed' };

/** No purchase. */
export const NO_PURCHASE: PurchaseState = {
  step: 'idle',
  timeMs: 0,
  quote: null,
  payment: null,
  form: null,
  intent: null,
  failureCode: null,
  isElsewhere: false,
};

/** Whether money may be on its way: a second purchase must not be begun over it. */
export function isPurchaseOpen({ step }: PurchaseState): boolean {
  return ['ordering', 'form', 'bank', 'waiting', 'looking'].includes(step);
}

/** Whether nothing is under way, so that something (else) may be chosen and paid. */
export function canChoose({ step }: PurchaseState): boolean {
  return ['idle', 'declined', 'canceled', 'expired', 'refused', 'unknown'].includes(step);
}

/** Whether nothing more is to come of it, so that it may be put away once it was seen. */
export function isPurchaseOver({ step }: PurchaseState): boolean {
  return ['added', 'declined', 'canceled', 'expired', 'refused'].includes(step);
}
