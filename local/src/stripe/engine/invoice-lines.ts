// Lines of invoices, and the items that wait for the next invoice.
import type Stripe from 'stripe';
import { newId, type World } from '../world.ts';

/** What a line is about. */
export type LineOrder = {
  amount: number;
  currency: string;
  description: string;
  period: { start: number; end: number };
  price: Stripe.Price | null;
  quantity: number;
  isProration?: boolean;
  metadata?: Record<string, string>;
  subscriptionId: string | null;
  subscriptionItemId?: string;
  invoiceItemId?: string;
};

function pricingOf(price: Stripe.Price | null, amount: number): Stripe.InvoiceLineItem.Pricing {
  const unit = String(price?.unit_amount ?? amount) as never;
  if (price === null) return { type: 'price_details', unit_amount_decimal: unit };
  return {
    type: 'price_details',
    price_details: { price: price.id, product: String(price.product) },
    unit_amount_decimal: unit,
  };
}

function parentOf(order: LineOrder): Stripe.InvoiceLineItem.Parent {
  const isProration = order.isProration ?? false;
  if (order.subscriptionItemId && order.invoiceItemId === undefined) {
    return {
      type: 'subscription_item_details',
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: isProration,
        proration_details: { credited_items: null },
        subscription: order.subscriptionId,
        subscription_item: order.subscriptionItemId,
      },
    };
  }
  return {
    type: 'invoice_item_details',
    subscription_item_details: null,
    invoice_item_details: {
      invoice_item: order.invoiceItemId ?? '',
      proration: isProration,
      proration_details: { credited_items: null },
      subscription: order.subscriptionId,
    },
  };
}

/** A line; its invoice is set when it gets one. */
function createLine(order: LineOrder): Stripe.InvoiceLineItem {
  return {
    id: newId('il'),
    object: 'line_item',
    amount: order.amount,
    currency: order.currency,
    description: order.description,
    discount_amounts: [],
    discountable: !order.isProration,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: order.metadata ?? {},
    parent: parentOf(order),
    period: order.period,
    pretax_credit_amounts: [],
    pricing: pricingOf(order.price, order.amount),
    quantity: order.quantity,
    quantity_decimal: String(order.quantity) as never,
    subscription: order.subscriptionId,
    subtotal: order.amount,
    taxes: [],
  };
}

/** What the items of a subscription cost in their present period. */
export const linesOfSubscription = (
  world: World,
  subscription: Stripe.Subscription,
): Stripe.InvoiceLineItem[] =>
  subscription.items.data.map((item) => {
    const { price, quantity = 1 } = item;
    const product = world.store.products.get(String(price.product));
    return createLine({
      amount: (price.unit_amount ?? 0) * quantity,
      currency: price.currency,
      description: `${quantity} × ${product?.name ?? 'Subscription'}`,
      period: { start: item.current_period_start, end: item.current_period_end },
      price,
      quantity,
      metadata: subscription.metadata,
      subscriptionId: subscription.id,
      subscriptionItemId: item.id,
    });
  });

/** An item that waits for the customer's next invoice. */
export function createInvoiceItem(
  world: World,
  customer: string,
  order: LineOrder,
): Stripe.InvoiceItem {
  const { price, quantity, isProration = false } = order;
  const item = world.store.invoiceItems.put({
    id: newId('ii'),
    object: 'invoiceitem',
    amount: order.amount,
    currency: order.currency,
    customer,
    customer_account: null,
    date: world.billingNow(),
    description: order.description,
    discountable: !isProration,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: order.metadata ?? {},
    parent: order.subscriptionId
      ? {
          type: 'subscription_details',
          subscription_details: {
            subscription: order.subscriptionId,
            ...(order.subscriptionItemId ? { subscription_item: order.subscriptionItemId } : {}),
          },
        }
      : null,
    period: order.period,
    pricing: pricingOf(price, order.amount) as Stripe.InvoiceItem.Pricing,
    proration: isProration,
    quantity,
    quantity_decimal: String(quantity) as never,
    tax_rates: [],
    test_clock: null,
  });
  world.emit('invoiceitem.created', item);
  return item;
}

/** Moves what waits for a customer's subscription onto a new invoice, as lines. */
export function takeWaitingItems(
  world: World,
  customer: string,
  subscriptionId: string | null,
  invoiceId: string,
): Stripe.InvoiceLineItem[] {
  const isMeant = (item: Stripe.InvoiceItem) => {
    const own = item.parent?.subscription_details?.subscription ?? null;
    return (
      item.customer === customer &&
      item.invoice === null &&
      (own ?? subscriptionId) === subscriptionId
    );
  };
  return world.store.invoiceItems
    .all()
    .filter(isMeant)
    .map((item) => {
      world.store.invoiceItems.change(item, { invoice: invoiceId });
      return lineOfItem(world, item, subscriptionId);
    });
}

/** An item as a line. */
export function lineOfItem(
  world: World,
  item: Stripe.InvoiceItem,
  subscriptionId: string | null,
): Stripe.InvoiceLineItem {
  const priceId = item.pricing?.price_details?.price;
  return createLine({
    amount: item.amount,
    currency: item.currency,
    description: item.description ?? 'Item',
    period: item.period,
    price: world.store.prices.get(String(priceId)) ?? null,
    quantity: item.quantity,
    isProration: item.proration,
    metadata: item.metadata ?? {},
    subscriptionId,
    invoiceItemId: item.id,
  });
}
