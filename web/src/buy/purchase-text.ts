// Puts where a purchase stands into words: a title, and where it helps a sentence.
import type { Payment } from '@mindbot/sdk';
import { buyFailureCopy, purchaseCopy } from '../copy/buy.ts';
import { declineCopy } from '../copy/payments.ts';
import { failureText } from '../failure-text.ts';
import { formatBalance } from '../format.ts';
import { fillMessage } from '../message.ts';
import type { PurchaseState } from './purchase-state.ts';

/** How a purchase that is not being paid right now looks. */
export type PurchaseText = {
  tone: 'info' | 'success' | 'warning' | 'failure';
  title: string;
  text: string | null;
};

/** Why a card was refused, in a sentence; the gateway's own words for a reason unknown here. */
export function declineText(failure: NonNullable<Payment['failure']>): string {
  return Object.hasOwn(declineCopy, failure.code)
    ? declineCopy[failure.code as keyof typeof declineCopy]
    : failure.message;
}

/** Why nothing could be ordered, in a sentence. */
export function buyFailureText(code: string): string {
  return Object.hasOwn(buyFailureCopy, code)
    ? buyFailureCopy[code as keyof typeof buyFailureCopy]
    : failureText(code);
}

/** The words of a step; null while a form is open, or nothing happens. */
export function purchaseText({
  step,
  payment,
  timeMs,
  failureCode,
}: PurchaseState): PurchaseText | null {
  switch (step) {
    case 'looking':
      return { tone: 'info', title: purchaseCopy.looking, text: null };
    case 'unsettled':
      return { tone: 'info', title: purchaseCopy.unsettled, text: purchaseCopy.unsettledText };
    case 'waiting':
      return payment?.status === 'processing'
        ? { tone: 'info', title: purchaseCopy.processing, text: purchaseCopy.processingText }
        : { tone: 'info', title: purchaseCopy.waiting, text: null };
    case 'added': {
      const title = fillMessage(purchaseCopy.added, { time: formatBalance(timeMs) });
      return { tone: 'success', title, text: null };
    }
    case 'declined':
      return { tone: 'failure', title: purchaseCopy.declined, text: whyDeclined(payment) };
    case 'canceled':
    case 'expired':
      // The server has confirmed it: this is the one place where these words may stand.
      return { tone: 'info', title: purchaseCopy[step], text: purchaseCopy.nothingCharged };
    case 'review':
      return { tone: 'warning', title: purchaseCopy.review, text: purchaseCopy.reviewText };
    case 'refused':
      return { tone: 'failure', title: buyFailureText(failureCode ?? 'other'), text: null };
    case 'unknown':
      return { tone: 'warning', title: purchaseCopy.unknown, text: purchaseCopy.unknownText };
    default:
      return null;
  }
}

function whyDeclined(payment: Payment | null): string {
  const reason = payment?.failure ? declineText(payment.failure) : declineCopy.card_declined;
  return fillMessage(purchaseCopy.declinedText, { reason });
}
