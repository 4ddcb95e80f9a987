// Names a card as it stands on its plastic: brand and last digits.
import { paymentsCopy } from '../copy/payments.ts';
import { fillMessage } from '../message.ts';

const BRANDS: Record<string, string> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
};

/** "Visa ··1881"; a brand unknown here is written as the gateway writes it. */
export function cardName({ brand, last4 }: { brand: string; last4: string }): string {
  const known = BRANDS[brand.toLowerCase()];
  return fillMessage(paymentsCopy.card, { brand: known ?? brand, last4 });
}

/** Whether a card is past the month on it. */
export function isCardExpired(
  { expMonth, expYear }: { expMonth: number; expYear: number },
  now = new Date(),
): boolean {
  // Month numbers begin at 1 on cards and at 0 here: this is the first day after the card's month.
  return now >= new Date(expYear, expMonth, 1);
}
