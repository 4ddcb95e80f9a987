// Amounts and currencies as Stripe accepts them.
import { z } from 'zod';
import { invalid } from '../api/stripe-error.ts';

const currencies = [
  'eur',
  'usd',
  'gbp',
  'chf',
  'pln',
  'sek',
  'nok',
  'dkk',
  'czk',
  'cad',
  'aud',
  'jpy',
];
const AMOUNT_MAX = 99_999_999;
const AMOUNT_MIN = 50;

/** Three letters, written small. */
export const currency = z.string().refine((value) => currencies.includes(value), 'currency');

/** @throws {StripeApiError} when a card could not be charged so little or so much. */
export function checkAmount(amount: number, unit: string): void {
  if (amount < 1) {
    throw invalid('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'amount',
    });
  }
  if (amount < AMOUNT_MIN) {
    throw invalid(`Amount must be at least ${AMOUNT_MIN} ${unit}`, {
      code: 'amount_too_small',
      param: 'amount',
    });
  }
  if (amount > AMOUNT_MAX) {
    throw invalid('Amount must be no more than 999,999.99', {
      code: 'amount_too_large',
      param: 'amount',
    });
  }
}
