// Every standing of a purchase that the previews can show, by name.
import type { Payment, PriceQuote } from '@mindbot/sdk';

type PreviewPurchase = {
  /** How it begins. `choice`: not at all; `lost`: nobody answers. */
  by: 'choice' | 'form' | 'tab' | 'card' | 'bank' | 'follow' | 'lost' | 'refused';
  /** What the server says of the payment. */
  payment?: Partial<Payment>;
  /** The form says that it is done. */
  isSent?: boolean;
  quote?: Partial<PriceQuote>;
};

const paid: Partial<Payment> = { status: 'paid', receiptUrl: 'https://pay.example/receipt' };
const declined: Partial<Payment> = {
  status: 'failed',
  failure: { code: 'insufficient_funds', message: 'Insufficient funds.' },
};

/** Quotes that differ from the list. */
const adjusted: Partial<PriceQuote> = {
  amountMinor: 425,
  isTaxIncluded: false,
  promoCode: 'WELCOME10',
  adjustments: [
    { kind: 'demand', text: 'Busy hours: a little more', amountMinor: 23 },
    { kind: 'promo', text: 'WELCOME10: 10 % off', amountMinor: -48 },
  ],
};

/** The purchases by the name of their picture. */
export const PREVIEW_PURCHASES: Record<string, PreviewPurchase> = {
  buy_adjusted: { by: 'choice', quote: adjusted },
  buy_in_call: { by: 'choice' },
  buy_form: { by: 'form' },
  buy_form_in_call: { by: 'form' },
  buy_form_declined: { by: 'form', payment: { ...declined, status: 'pending' } },
  buy_elsewhere: { by: 'tab' },
  buy_bank: { by: 'bank' },
  buy_waiting: { by: 'form', isSent: true },
  buy_processing: { by: 'form', payment: { status: 'processing' } },
  buy_added: { by: 'form', payment: paid },
  buy_declined: { by: 'card', payment: declined },
  buy_canceled: { by: 'form', payment: { status: 'canceled' } },
  buy_expired: { by: 'form', payment: { status: 'expired' } },
  buy_review: { by: 'form', payment: { ...paid, isUnderReview: true } },
  buy_unsettled: { by: 'follow' },
  buy_refused: { by: 'refused' },
  buy_unknown: { by: 'lost' },
  topping_up: { by: 'form' },
  topping_up_hidden: { by: 'form' },
  topping_up_bank: { by: 'bank' },
  topping_up_waiting: { by: 'form', isSent: true },
  topped_up: { by: 'card', payment: paid },
  top_up_failed: { by: 'card', payment: declined },
  top_up_unsure: { by: 'lost' },
  goodbye_paying: { by: 'form' },
  ended_out_of_time_paying: { by: 'form' },
  ended_out_of_time_added: { by: 'form', payment: paid },
};

/** The names of those that the page that sells shows. */
export const BUY_STATES = Object.keys(PREVIEW_PURCHASES).filter((name) => name.startsWith('buy_'));
