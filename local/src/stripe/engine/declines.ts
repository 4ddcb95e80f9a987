// The words banks refuse with: codes as Stripe's, messages a payer can act on.
import type { Behaviour } from '../cards.ts';

/** Why a bank refused. */
export type Decline = { code: string; decline_code?: string; message: string };

const declines: Partial<Record<Behaviour, Decline>> = {
  decline: {
    code: 'card_declined',
    decline_code: 'generic_decline',
    message: 'Your card was declined.',
  },
  fail_when_charged: {
    code: 'card_declined',
    decline_code: 'generic_decline',
    message: 'Your card was declined.',
  },
  insufficient_funds: {
    code: 'card_declined',
    decline_code: 'insufficient_funds',
    message: 'Your card has insufficient funds.',
  },
  expired: {
    code: 'expired_card',
    decline_code: 'expired_card',
    message: 'Your card has expired.',
  },
};

/** Nobody is there to confirm. */
export const authenticationRequired: Decline = {
  code: 'authentication_required',
  decline_code: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

/** The payer refused at the bank, or gave up. */
export const authenticationFailed: Decline = {
  code: 'payment_intent_authentication_failure',
  message:
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
};

/** The bank account would not pay in the end. */
export const debitFailed: Decline = {
  code: 'payment_intent_payment_attempt_failed',
  message: 'The payment failed: the bank account could not be debited.',
};

/** How a bank refuses a card of this kind; null when it does not. */
export const declineOf = (behaviour: Behaviour): Decline | null => declines[behaviour] ?? null;
