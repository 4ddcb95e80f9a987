// Turns refusals of an order, by us, the bank or a gateway that is away, into problems.

import type { QuoteRefusal } from '../pricing/pricing-ledger.ts';
import { ProblemError, userIsGone } from '../problem.ts';
import { describeDecline } from './decline-words.ts';
import type { CardDeclinedError, GatewayUnavailableError } from './gateway.ts';
import type { PaymentRefusal } from './payment-ledger.ts';

/** The problem of a quote or payment that was refused. */
export function refuseOrder(outcome: QuoteRefusal | PaymentRefusal): ProblemError {
  switch (outcome) {
    case 'account_not_found':
      return userIsGone();
    case 'package_not_found':
      return new ProblemError('package_not_found', 'There is no such package.');
    case 'package_not_on_sale':
      return new ProblemError('package_not_on_sale', 'This package is not on sale now.');
    case 'invalid_quantity':
      return new ProblemError('validation_failed', 'So many cannot be bought at once.', {
        errors: [{ path: 'body.quantity', message: 'is too much for this package' }],
      });
    case 'promo_code_invalid':
      return new ProblemError('promo_code_invalid', 'This promo code does not apply here.');
    case 'promo_code_exhausted':
      return new ProblemError('promo_code_exhausted', 'This promo code is used up.');
    case 'quote_not_found':
      return new ProblemError('quote_not_found', 'There is no such quote.');
    case 'quote_expired':
      return new ProblemError('quote_expired', 'The price was promised for a time that is over.');
    case 'quote_used':
      return new ProblemError('quote_expired', 'This quote was used for another payment.');
    case 'too_many_pending':
      return new ProblemError('too_many_pending_payments', 'You have begun too many payments.', {
        headers: { 'retry-after': '600' },
      });
    case 'idempotency_conflict':
      return new ProblemError('idempotency_conflict', 'The key was used to order something else.');
  }
}

/** The card was declined: what the bank gave as its reason, in words. */
export function cardDeclined(error: CardDeclinedError): ProblemError {
  return new ProblemError('payment_declined', describeDecline(error.code), { cause: error });
}

/** A gateway is away; the same request may be made again. */
export function paymentsUnavailable(error: GatewayUnavailableError): ProblemError {
  return new ProblemError('payments_unavailable', 'The payment service does not answer.', {
    cause: error,
    headers: { 'retry-after': '5' },
  });
}

/** The gateway is not offered here. */
export function gatewayNotAvailable(name: string): ProblemError {
  return new ProblemError('gateway_not_available', `Payments by ${name} are not offered here.`);
}
