// An empty subscription and its items, in the shape of the pinned API version.
import type Stripe from 'stripe';
import { asList, newId, type World } from '../world.ts';
import { endOfPeriod } from './billing-clock.ts';

/** What is subscribed to. */
export type NewItem = { price: Stripe.Price; quantity: number; metadata?: Record<string, string> };

/** An item whose period begins now. */
export function newSubscriptionItem(
  world: World,
  subscriptionId: string,
  { price, quantity, metadata = {} }: NewItem,
): Stripe.SubscriptionItem {
  const start = world.billingNow();
  const { interval = 'month', interval_count = 1 } = price.recurring ?? {};
  return {
    id: newId('si'),
    object: 'subscription_item',
    billing_thresholds: null,
    created: start,
    current_period_end: endOfPeriod(start, interval, interval_count),
    current_period_start: start,
    current_trial: null,
    discounts: [],
    metadata,
    plan: planOf(price),
    price: structuredClone(price),
    quantity,
    subscription: subscriptionId,
    tax_rates: [],
  };
}

/** The older name of a recurring price; items still carry it. */
export function planOf(price: Stripe.Price): Stripe.Plan {
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: 'per_unit',
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? 'month',
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: false,
    metadata: price.metadata,
    meter: null,
    nickname: price.nickname,
    product: String(price.product),
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  };
}

/** A subscription nobody has paid for yet. */
export function newSubscription(
  world: World,
  customer: string,
  items: readonly NewItem[],
  fields: Partial<Stripe.Subscription>,
): Stripe.Subscription {
  const id = newId('sub');
  const now = world.billingNow();
  const data = items.map((item) => newSubscriptionItem(world, id, item));
  return {
    ...emptySubscription,
    id,
    billing_cycle_anchor: now,
    created: now,
    currency: items[0]?.price.currency ?? 'eur',
    customer,
    items: asList(`/v1/subscription_items?subscription=${id}`, data),
    metadata: {},
    start_date: now,
    ...fields,
  };
}

const emptySubscription = {
  object: 'subscription',
  application: null,
  application_fee_percent: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null },
  billing_cycle_anchor_config: null,
  billing_mode: { type: 'flexible', flexible: { proration_discounts: 'included' } },
  billing_schedules: [],
  billing_thresholds: null,
  cancel_at: null,
  cancel_at_period_end: false,
  canceled_at: null,
  cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
  collection_method: 'charge_automatically',
  customer_account: null,
  days_until_due: null,
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  ended_at: null,
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: { type: 'self' },
  },
  latest_invoice: null,
  livemode: false,
  managed_payments: null,
  next_pending_invoice_item_invoice: null,
  on_behalf_of: null,
  pause_collection: null,
  payment_settings: {
    payment_method_options: null,
    payment_method_types: null,
    save_default_payment_method: 'off',
  },
  pending_invoice_item_interval: null,
  pending_setup_intent: null,
  pending_update: null,
  schedule: null,
  status: 'incomplete',
  test_clock: null,
  transfer_data: null,
  trial_end: null,
  trial_settings: null,
  trial_start: null,
} satisfies Partial<Stripe.Subscription>;
