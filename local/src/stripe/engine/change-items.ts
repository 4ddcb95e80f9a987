// Changes what a subscription is for: the rest of the period is charged or given back in proportion.
import type Stripe from 'stripe';
import { StripeApiError } from '../api/stripe-error.ts';
import { behaviourOf } from '../cards.ts';
import { asList, idOf, type World } from '../world.ts';
import { declineOf } from './declines.ts';
import { createInvoiceItem, linesOfSubscription } from './invoice-lines.ts';
import { draftInvoice, finalizeInvoice, methodOf, payInvoice } from './invoices.ts';
import { type NewItem, newSubscriptionItem, planOf } from './new-subscription.ts';
import { followInvoice } from './subscriptions.ts';

/** A changed item; `next` is null when it goes, `item` when it is new. */
export type ItemChange = { item: Stripe.SubscriptionItem | null; next: NewItem | null };

/** How the change is charged. */
export type ChangeOptions = {
  proration: 'create_prorations' | 'always_invoice' | 'none';
  /** Refuse the change when it cannot be paid for at once. */
  isStrict: boolean;
  /** Begin a new period now. */
  isAnchoredNow: boolean;
  /** The moment the proportion is counted from. */
  atS?: number;
};

const nameOf = (world: World, price: Stripe.Price): string =>
  world.store.products.get(String(price.product))?.name ?? 'Subscription';

function prorate(
  world: World,
  subscription: Stripe.Subscription,
  { item, next }: ItemChange,
  options: ChangeOptions,
): void {
  const sample = item ?? subscription.items.data[0];
  const now = options.atS ?? world.billingNow();
  const start = sample?.current_period_start ?? now;
  const end = sample?.current_period_end ?? now;
  const share = end > start ? Math.max(0, (end - now) / (end - start)) : 0;
  const add = (price: Stripe.Price, quantity: number, sign: 1 | -1, text: string) =>
    createInvoiceItem(world, idOf(subscription.customer) ?? '', {
      amount: sign * Math.round((price.unit_amount ?? 0) * quantity * share),
      currency: price.currency,
      description: `${text} ${nameOf(world, price)}`,
      period: { start: now, end },
      price,
      quantity,
      isProration: true,
      subscriptionId: subscription.id,
      ...(item ? { subscriptionItemId: item.id } : {}),
    });
  if (item) add(item.price, item.quantity ?? 1, -1, 'Unused time on');
  if (next && !isNewPeriod(options, { item, next })) {
    add(next.price, next.quantity, 1, 'Remaining time on');
  }
}

/** Another interval cannot go on in the old period. */
function isNewPeriod({ isAnchoredNow }: ChangeOptions, { item, next }: ItemChange): boolean {
  const [before, after] = [item?.price.recurring, next?.price.recurring];
  const isOther =
    before?.interval !== after?.interval || before?.interval_count !== after?.interval_count;
  return isAnchoredNow || (Boolean(before && after) && isOther);
}

function changedItems(
  world: World,
  subscription: Stripe.Subscription,
  changes: readonly ItemChange[],
  isReset: boolean,
): Stripe.SubscriptionItem[] {
  const kept = subscription.items.data.flatMap((item) => {
    const change = changes.find((each) => each.item?.id === item.id);
    if (change === undefined) return [item];
    if (change.next === null) return [];
    const { price, quantity } = change.next;
    return [{ ...item, price: structuredClone(price), plan: planOf(price), quantity }];
  });
  const added = changes.flatMap(({ item, next }) =>
    item === null && next ? [newSubscriptionItem(world, subscription.id, next)] : [],
  );
  if (!isReset) return [...kept, ...added];
  return [...kept, ...added].map((item) => {
    const { current_period_start, current_period_end } = newSubscriptionItem(
      world,
      subscription.id,
      {
        price: item.price,
        quantity: item.quantity ?? 1,
      },
    );
    return { ...item, current_period_start, current_period_end };
  });
}

/** @throws {StripeApiError} when the saved card would refuse. */
function checkCard(world: World, subscription: Stripe.Subscription): void {
  const invoice = {
    default_payment_method: subscription.default_payment_method,
    customer: subscription.customer,
    parent: null,
  } as unknown as Stripe.Invoice;
  const method = methodOf(world, invoice);
  const behaviour = method ? behaviourOf(world, method) : 'decline';
  const decline = declineOf(behaviour);
  if (decline) {
    const { message, ...codes } = decline;
    throw new StripeApiError(402, 'card_error', message, codes);
  }
}

function invoiceNow(world: World, subscription: Stripe.Subscription, isReset: boolean): void {
  const customer = world.store.customers.get(idOf(subscription.customer) ?? '');
  if (customer === undefined) return;
  const lines = isReset ? linesOfSubscription(world, subscription) : [];
  const invoice = draftInvoice(world, customer, subscription, 'subscription_update', lines);
  world.store.subscriptions.change(subscription, { latest_invoice: invoice.id });
  finalizeInvoice(world, invoice);
  payInvoice(world, invoice, methodOf(world, invoice), true);
  followInvoice(world, invoice);
}

/** Puts the changes into effect. @throws {StripeApiError} when a strict change cannot be paid. */
export function changeItems(
  world: World,
  subscription: Stripe.Subscription,
  changes: readonly ItemChange[],
  options: ChangeOptions,
): void {
  const isReset = changes.some((each) => isNewPeriod(options, each)) || options.isAnchoredNow;
  const isInvoiced = options.proration === 'always_invoice' || isReset;
  if (options.isStrict && isInvoiced) checkCard(world, subscription);
  if (options.proration !== 'none') {
    for (const each of changes) prorate(world, subscription, each, options);
  }
  const previous = { items: structuredClone(subscription.items) };
  const items = changedItems(world, subscription, changes, isReset);
  world.store.subscriptions.change(subscription, {
    items: asList(subscription.items.url, items),
    ...(isReset ? { billing_cycle_anchor: world.billingNow() } : {}),
  });
  world.emit('customer.subscription.updated', subscription, previous);
  if (isInvoiced) invoiceNow(world, subscription, isReset);
}
