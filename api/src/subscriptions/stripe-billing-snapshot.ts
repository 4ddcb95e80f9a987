// Turns what Stripe says about subscriptions and invoices into our words: pure, so that every case
// can be tested.
import type { Stripe } from '../clients/stripe.ts';
import { idOf } from '../payments/stripe-snapshot.ts';
import type { InvoiceSnapshot, SubscriptionSnapshot } from './subscription-ledger.ts';

/** What we write on Stripe's objects, to know them again. */
export const MARKS = {
  subscriptionId: 'subscription_id',
  gatewaySubscriptionId: 'gateway_subscription_id',
  overagePeriodId: 'overage_period_id',
  planId: 'plan_id',
} as const;

const statuses: Record<string, SubscriptionSnapshot['status']> = {
  incomplete: 'incomplete',
  incomplete_expired: 'canceled',
  trialing: 'active',
  active: 'active',
  past_due: 'past_due',
  unpaid: 'past_due',
  paused: 'past_due',
  canceled: 'canceled',
};

const toIso = (seconds: number) => new Date(seconds * 1_000).toISOString();

/** A subscription. A status Stripe may invent one day counts as unpaid: it grants nothing. */
export function toSubscriptionSnapshot(subscription: Stripe.Subscription): SubscriptionSnapshot {
  const [item] = subscription.items.data;
  return {
    gatewaySubscriptionId: subscription.id,
    gatewayCustomerId: idOf(subscription.customer),
    status: statuses[subscription.status] ?? 'past_due',
    priceId: item?.price.id ?? null,
    currentPeriodStartAt: item ? toIso(item.current_period_start) : null,
    currentPeriodEndAt: item ? toIso(item.current_period_end) : null,
    cancelAtPeriodEnd: subscription.cancel_at_period_end || subscription.cancel_at !== null,
  };
}

/** Stripe's id of the subscription an invoice belongs to, or bills the overage of. */
export function subscriptionIdOfInvoice(invoice: Stripe.Invoice): string | null {
  return (
    idOf(invoice.parent?.subscription_details?.subscription) ??
    invoice.metadata?.[MARKS.gatewaySubscriptionId] ??
    null
  );
}

/** An invoice, and the payment intent that paid it with its charge; null when none did. */
export function toInvoiceSnapshot(
  invoice: Stripe.Invoice,
  intent: Stripe.PaymentIntent | null,
): InvoiceSnapshot {
  const charge = typeof intent?.latest_charge === 'object' ? intent.latest_charge : null;
  const card = charge?.payment_method_details?.card;
  const paidAt = invoice.status_transitions.paid_at;
  return {
    invoiceId: invoice.id,
    status: invoice.status ?? 'draft',
    amountPaidMinor: invoice.amount_paid,
    currency: invoice.currency.toUpperCase(),
    gatewayPaymentId: intent?.id ?? null,
    receiptUrl: invoice.hosted_invoice_url ?? charge?.receipt_url ?? null,
    isTest: !invoice.livemode,
    paidAt: paidAt ? toIso(paidAt) : null,
    attemptCount: invoice.attempt_count,
    overagePeriodId: invoice.metadata?.[MARKS.overagePeriodId] ?? null,
    card: card
      ? {
          brand: card.brand ?? 'card',
          last4: card.last4 ?? '',
          fingerprint: card.fingerprint ?? null,
        }
      : null,
    lines: invoice.lines.data.map(toLine),
  };
}

function toLine(line: Stripe.InvoiceLineItem): InvoiceSnapshot['lines'][number] {
  const { subscription_item_details: item, invoice_item_details: extra } = line.parent ?? {};
  return {
    priceId: idOf(line.pricing?.price_details?.price),
    amountMinor: line.amount,
    isProration: item?.proration ?? extra?.proration ?? false,
    periodStartAt: toIso(line.period.start),
    periodEndAt: toIso(line.period.end),
  };
}
