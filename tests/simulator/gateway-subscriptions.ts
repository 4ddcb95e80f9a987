// What the simulated gateway knows of subscriptions, and how Stripe would put it.
import type { Stripe } from '../../api/src/clients/stripe.ts';

/** The plans of the world; a price at the gateway is called as its plan. */
export const plans = {
  'sim-small': { includedMs: 30_000, priceMinor: 300 },
  'sim-large': { includedMs: 90_000, priceMinor: 900 },
};
/** A plan's name. */
export type Plan = keyof typeof plans;
type Line = { plan: Plan; amountMinor: number; isProration: boolean };
/** An invoice as the gateway knows it. */
export type Invoice = {
  id: string;
  status: 'open' | 'paid' | 'void';
  amountMinor: number;
  /** Whole seconds, as Stripe's. */
  startsAtSeconds: number;
  endsAtSeconds: number;
  lines: Line[];
  overagePeriodId: string | null;
};
/** A subscription as the gateway knows it. */
export type Subscription = {
  id: string;
  ourId: string;
  customerId: string;
  status: 'active' | 'past_due' | 'canceled';
  plan: Plan;
  startsAtSeconds: number;
  endsAtSeconds: number;
  invoices: Invoice[];
};

/** The subscription as Stripe tells of it; null when there is none. */
export function toStripe(subscription: Subscription | undefined): Stripe.Subscription | null {
  if (!subscription) return null;
  const { id, ourId, customerId, status, plan, startsAtSeconds, endsAtSeconds } = subscription;
  const item = {
    price: { id: plan },
    current_period_start: startsAtSeconds,
    current_period_end: endsAtSeconds,
  };
  return {
    id,
    status,
    customer: customerId,
    metadata: { subscription_id: ourId },
    items: { data: [item] },
    cancel_at_period_end: false,
    cancel_at: null,
  } as unknown as Stripe.Subscription;
}

/** An invoice of a subscription as Stripe tells of it. */
export function toStripeInvoice({ id }: Subscription, invoice: Invoice): Stripe.Invoice {
  const { overagePeriodId, startsAtSeconds, endsAtSeconds } = invoice;
  const isPaid = invoice.status === 'paid';
  return {
    id: invoice.id,
    status: invoice.status,
    amount_paid: isPaid ? invoice.amountMinor : 0,
    currency: 'eur',
    livemode: false,
    attempt_count: 1,
    status_transitions: { paid_at: isPaid ? startsAtSeconds : null },
    parent: overagePeriodId === null ? { subscription_details: { subscription: id } } : null,
    metadata:
      overagePeriodId === null
        ? {}
        : { overage_period_id: overagePeriodId, gateway_subscription_id: id },
    lines: {
      data: invoice.lines.map(({ plan, amountMinor, isProration }) => ({
        pricing: { price_details: { price: plan } },
        amount: amountMinor,
        parent: { subscription_item_details: { proration: isProration } },
        period: { start: startsAtSeconds, end: endsAtSeconds },
      })),
    },
  } as unknown as Stripe.Invoice;
}
