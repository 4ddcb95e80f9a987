// Subscriptions: begun, renewed, failed, ended; each period has its invoice.
import type Stripe from 'stripe';
import { asList, idOf, type World } from '../world.ts';
import { endOfPeriod } from './billing-clock.ts';
import { linesOfSubscription } from './invoice-lines.ts';
import {
  draftInvoice,
  finalizeInvoice,
  markPaid,
  methodOf,
  payInvoice,
  subscriptionOf,
} from './invoices.ts';
import { type NewItem, newSubscription } from './new-subscription.ts';

/** How a subscription begins. */
export type SubscriptionOrder = {
  customer: Stripe.Customer;
  items: readonly NewItem[];
  fields: Partial<Stripe.Subscription>;
  /** The payment that has paid for the first period already, as in a checkout. */
  paidBy?: Stripe.PaymentIntent;
  /** The payer will confirm the first payment later. */
  isPaidLater?: boolean;
};

function change(
  world: World,
  subscription: Stripe.Subscription,
  changes: Partial<Stripe.Subscription>,
): void {
  const previous = Object.fromEntries(
    Object.keys(changes).map((key) => [key, subscription[key as keyof Stripe.Subscription]]),
  );
  world.store.subscriptions.change(subscription, changes);
  world.emit('customer.subscription.updated', subscription, previous);
}

/** Lets a subscription follow what became of its invoice. */
export function followInvoice(world: World, invoice: Stripe.Invoice): void {
  const subscription = world.store.subscriptions.get(subscriptionOf(invoice) ?? '');
  if (subscription === undefined || subscription.status === 'canceled') return;
  const { status } = subscription;
  if (invoice.status === 'paid' && (status === 'incomplete' || status === 'past_due')) {
    change(world, subscription, { status: 'active' });
  } else if (invoice.status === 'open' && invoice.attempted && status === 'active') {
    change(world, subscription, { status: 'past_due' });
  }
}

/** Begins a subscription with its first invoice, paid by the saved card unless it was paid before. */
export function startSubscription(world: World, order: SubscriptionOrder): Stripe.Subscription {
  const { customer, items, fields, paidBy } = order;
  const subscription = world.store.subscriptions.put(
    newSubscription(world, customer.id, items, fields),
  );
  world.emit('customer.subscription.created', subscription);
  const lines = linesOfSubscription(world, subscription);
  const invoice = draftInvoice(world, customer, subscription, 'subscription_create', lines);
  world.store.subscriptions.change(subscription, { latest_invoice: invoice.id });
  finalizeInvoice(world, invoice);
  if (paidBy) markPaid(world, invoice, paidBy);
  else if (!order.isPaidLater) payInvoice(world, invoice, methodOf(world, invoice), false);
  followInvoice(world, invoice);
  return subscription;
}

/** When the present period of a subscription ends. */
export const periodEndOf = (subscription: Stripe.Subscription): number =>
  Math.min(...subscription.items.data.map(({ current_period_end }) => current_period_end));

/** Begins the next period; its invoice is a draft for an hour, so that items can be added. */
export function renewSubscription(world: World, subscription: Stripe.Subscription): void {
  const customer = world.store.customers.get(idOf(subscription.customer) ?? '');
  if (customer === undefined) {
    endSubscription(world, subscription, 'payment_failed');
    return;
  }
  const items = subscription.items.data.map((item) => {
    const { interval = 'month', interval_count = 1 } = item.price.recurring ?? {};
    const start = item.current_period_end;
    const end = endOfPeriod(start, interval, interval_count);
    return { ...item, current_period_start: start, current_period_end: end };
  });
  change(world, subscription, { items: asList(subscription.items.url, items) });
  const lines = linesOfSubscription(world, subscription);
  const invoice = draftInvoice(world, customer, subscription, 'subscription_cycle', lines);
  change(world, subscription, { latest_invoice: invoice.id });
}

/** Charges an invoice by itself; after the last failed try its subscription ends. */
export function collectInvoice(world: World, invoice: Stripe.Invoice): void {
  if (invoice.status === 'draft') finalizeInvoice(world, invoice);
  payInvoice(world, invoice, methodOf(world, invoice), true);
  followInvoice(world, invoice);
  const isGivenUp = invoice.status === 'open' && invoice.next_payment_attempt === null;
  const subscription = world.store.subscriptions.get(subscriptionOf(invoice) ?? '');
  if (isGivenUp && subscription && subscription.status === 'past_due') {
    endSubscription(world, subscription, 'payment_failed');
  }
}

/** Ends a subscription now. */
export function endSubscription(
  world: World,
  subscription: Stripe.Subscription,
  reason: 'cancellation_requested' | 'payment_failed',
): void {
  const now = world.billingNow();
  world.store.subscriptions.change(subscription, {
    status: 'canceled',
    canceled_at: subscription.canceled_at ?? now,
    ended_at: now,
    cancellation_details: {
      ...(subscription.cancellation_details ?? {
        comment: null,
        feedback: null,
        feedback_option: null,
      }),
      reason,
    },
  });
  world.emit('customer.subscription.deleted', subscription);
}

/** Lets a subscription end with its period, or go on after all. */
export function setCancelAtPeriodEnd(
  world: World,
  subscription: Stripe.Subscription,
  isCanceled: boolean,
): void {
  change(world, subscription, {
    cancel_at_period_end: isCanceled,
    cancel_at: isCanceled ? periodEndOf(subscription) : null,
    canceled_at: isCanceled ? world.billingNow() : null,
    cancellation_details: {
      comment: null,
      feedback: null,
      feedback_option: null,
      reason: isCanceled ? 'cancellation_requested' : null,
    },
  });
}
