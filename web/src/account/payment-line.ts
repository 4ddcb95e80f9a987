// Puts one payment into plain words: what it was for, where it stands and what can be done.
import type { Payment } from '@mindbot/sdk';
import {
  declineCopy,
  paymentDetailCopy,
  paymentStatusCopy,
  paymentsCopy,
} from '../copy/payments.ts';
import { formatBalance, formatDay, formatMoney } from '../format.ts';
import { fillMessage } from '../message.ts';
import { cardName } from './card-name.ts';

/** How a payment's standing looks: `good` is settled, `bad` needs the person, `quiet` is over. */
export type PaymentTone = 'good' | 'waiting' | 'bad' | 'quiet';

/** A payment as shown. */
export type PaymentLine = {
  what: string;
  day: string;
  price: string;
  card: string | null;
  status: string;
  tone: PaymentTone;
  /** A sentence where the status alone is not enough. */
  detail: string | null;
  canTryAgain: boolean;
};

type Standing = Pick<PaymentLine, 'status' | 'tone' | 'detail'>;

/** The words of a payment. */
export function paymentLine(payment: Payment): PaymentLine {
  return {
    what: whatFor(payment),
    day: formatDay(payment.paidAt ?? payment.createdAt),
    price:
      payment.amountMinor === 0
        ? paymentsCopy.free
        : formatMoney(payment.amountMinor, payment.currency),
    card: payment.card && cardName(payment.card),
    ...standing(payment),
    canTryAgain: payment.status === 'failed' && payment.kind === 'purchase',
  };
}

function whatFor({ kind, packageName, quantity, timeMs }: Payment): string {
  if (kind === 'subscription') {
    return packageName === null
      ? paymentsCopy.subscriptionUnnamed
      : fillMessage(paymentsCopy.subscription, { name: packageName });
  }
  const one =
    packageName ?? fillMessage(paymentsCopy.unnamed, { time: formatBalance(timeMs / quantity) });
  const name =
    quantity === 1 ? one : fillMessage(paymentsCopy.several, { count: quantity, name: one });
  return kind === 'auto_top_up' ? fillMessage(paymentsCopy.autoTopUp, { name }) : name;
}

function standing(payment: Payment): Standing {
  const { status } = payment;
  const word = paymentStatusCopy[status];
  if (status === 'paid') return paidStanding(payment);
  if (status === 'processing') {
    return { status: word, tone: 'waiting', detail: paymentDetailCopy.processing };
  }
  if (status === 'failed') return { status: word, tone: 'bad', detail: failureReason(payment) };
  return { status: word, tone: 'quiet', detail: null };
}

function paidStanding(payment: Payment): Standing {
  const { isUnderReview, disputeStatus, refundedMinor, amountMinor, currency } = payment;
  if (isUnderReview) {
    const detail = paymentDetailCopy.review;
    return { status: paymentStatusCopy.review, tone: 'waiting', detail };
  }
  if (disputeStatus === 'open') {
    const detail = paymentDetailCopy.disputed;
    return { status: paymentStatusCopy.disputed, tone: 'bad', detail };
  }
  if (disputeStatus === 'lost') {
    const detail = paymentDetailCopy.disputeLost;
    return { status: paymentStatusCopy.disputeLost, tone: 'quiet', detail };
  }
  const detail = disputeStatus === 'won' ? paymentDetailCopy.disputeWon : null;
  if (refundedMinor === 0) return { status: paymentStatusCopy.paid, tone: 'good', detail };
  if (refundedMinor >= amountMinor) {
    return { status: paymentStatusCopy.refunded, tone: 'quiet', detail };
  }
  const amount = formatMoney(refundedMinor, currency);
  const status = fillMessage(paymentStatusCopy.partlyRefunded, { amount });
  return { status, tone: 'good', detail };
}

function failureReason({ failure }: Payment): string {
  if (failure === null) return paymentDetailCopy.failed;
  return Object.hasOwn(declineCopy, failure.code)
    ? declineCopy[failure.code as keyof typeof declineCopy]
    : failure.message || paymentDetailCopy.failed;
}
