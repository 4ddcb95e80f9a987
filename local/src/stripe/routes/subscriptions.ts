// Calls about subscriptions.
import type Stripe from 'stripe';
import { z } from 'zod';
import { pageOf } from '../api/list-page.ts';
import { need } from '../api/lookup.ts';
import {
  accepted,
  clearable,
  flag,
  integer,
  list,
  listParameters,
  mergeMetadata,
  metadata,
  object,
  text,
} from '../api/parameters.ts';
import { type ApiRoute, route } from '../api/route.ts';
import { invalid } from '../api/stripe-error.ts';
import { createPrice, priceData } from '../engine/catalogue.ts';
import { changeItems, type ItemChange } from '../engine/change-items.ts';
import { draftInvoice, finalizeInvoice, methodOf, payInvoice } from '../engine/invoices.ts';
import type { NewItem } from '../engine/new-subscription.ts';
import { paymentErrorOf } from '../engine/payment-intents.ts';
import {
  endSubscription,
  setCancelAtPeriodEnd,
  startSubscription,
} from '../engine/subscriptions.ts';
import { idOf, type World } from '../world.ts';

const itemFields = {
  metadata: metadata.optional(),
  price: text.optional(),
  price_data: priceData.optional(),
  quantity: integer.optional(),
};
const behaviour = z.enum(['allow_incomplete', 'default_incomplete', 'error_if_incomplete']);
const proration = z.enum(['create_prorations', 'always_invoice', 'none']);
const shared = {
  automatic_tax: accepted,
  cancel_at_period_end: flag.optional(),
  collection_method: z.enum(['charge_automatically']).optional(),
  default_payment_method: text.optional(),
  description: clearable.optional(),
  metadata: metadata.optional(),
  off_session: flag.optional(),
  payment_behavior: behaviour.optional(),
  payment_settings: accepted,
  proration_behavior: proration.optional(),
};
const createParameters = object({
  ...shared,
  billing_mode: accepted,
  currency: text.optional(),
  customer: text,
  items: list(object(itemFields)),
});
const updateParameters = object({
  ...shared,
  billing_cycle_anchor: z.enum(['now', 'unchanged']).optional(),
  cancel_at: z.union([integer, z.literal('').transform(() => null)]).optional(),
  cancellation_details: accepted,
  items: list(object({ ...itemFields, id: text.optional(), deleted: flag.optional() })).optional(),
  proration_date: integer.optional(),
});

type ItemParameters = { price?: string; price_data?: z.infer<typeof priceData>; quantity?: number };

function priceOf(world: World, item: ItemParameters, param: string): Stripe.Price {
  if (!item.price && !item.price_data) {
    throw invalid(`Missing required param: ${param}[price].`, {
      code: 'parameter_missing',
      param: `${param}[price]`,
    });
  }
  const price = item.price
    ? need(world, 'prices', item.price, `${param}[price]`)
    : createPrice(world, item.price_data as Parameters<typeof createPrice>[1]);
  if (price.type === 'recurring') return price;
  throw invalid(
    'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
    { param: `${param}[price]` },
  );
}

function create(world: World, parameters: z.infer<typeof createParameters>) {
  const customer = need(world, 'customers', parameters.customer, 'customer');
  const methodId = parameters.default_payment_method;
  if (methodId) need(world, 'paymentMethods', methodId, 'default_payment_method');
  const { payment_behavior = 'allow_incomplete' } = parameters;
  const isPayable = methodId ?? customer.invoice_settings.default_payment_method;
  if (!isPayable && payment_behavior !== 'default_incomplete') {
    throw invalid(
      'This customer has no attached payment source or default payment method. Please consider adding a default payment method.',
      { code: 'resource_missing' },
    );
  }
  const items = parameters.items.map(
    (item, index): NewItem => ({
      price: priceOf(world, item, `items[${index}]`),
      quantity: item.quantity ?? 1,
      metadata: mergeMetadata(null, item.metadata),
    }),
  );
  const subscription = startSubscription(world, {
    customer,
    items,
    isPaidLater: payment_behavior === 'default_incomplete',
    fields: {
      default_payment_method: methodId ?? null,
      description: parameters.description ?? null,
      metadata: mergeMetadata(null, parameters.metadata),
    },
  });
  if (parameters.cancel_at_period_end) setCancelAtPeriodEnd(world, subscription, true);
  if (payment_behavior === 'error_if_incomplete' && subscription.status === 'incomplete') {
    throw refusalOf(world, subscription) ?? invalid('The first payment failed.');
  }
  return subscription;
}

function refusalOf(world: World, subscription: Stripe.Subscription) {
  const payment = world.store.invoicePayments
    .all()
    .find(({ invoice }) => invoice === subscription.latest_invoice);
  const intent = world.store.paymentIntents.get(idOf(payment?.payment.payment_intent) ?? '');
  const refusal = intent ? paymentErrorOf(intent) : null;
  world.store.subscriptions.remove(subscription.id);
  return refusal;
}

type UpdateParameters = z.infer<typeof updateParameters>;

function itemChanges(
  world: World,
  subscription: Stripe.Subscription,
  items: NonNullable<UpdateParameters['items']>,
): ItemChange[] {
  return items.map((wanted, index) => {
    const param = `items[${index}]`;
    const item = subscription.items.data.find(({ id }) => id === wanted.id) ?? null;
    if (wanted.id && item === null) {
      throw invalid(`No such subscription item: '${wanted.id}'`, {
        code: 'resource_missing',
        param: `${param}[id]`,
      });
    }
    if (wanted.deleted) return { item, next: null };
    const isPriced = wanted.price ?? wanted.price_data;
    const price = item && !isPriced ? item.price : priceOf(world, wanted, param);
    return { item, next: { price, quantity: wanted.quantity ?? item?.quantity ?? 1 } };
  });
}

function update(world: World, parameters: UpdateParameters, id: string) {
  const subscription = need(world, 'subscriptions', id);
  if (subscription.status === 'canceled' || subscription.status === 'incomplete_expired') {
    throw invalid(
      'A canceled subscription can only update its cancellation_details and metadata.',
      {
        code: 'resource_missing',
      },
    );
  }
  const method = parameters.default_payment_method;
  if (method) need(world, 'paymentMethods', method, 'default_payment_method');
  const { metadata: changed, cancel_at, description } = parameters;
  const plain = {
    ...(method ? { default_payment_method: method } : {}),
    ...(changed === undefined ? {} : { metadata: mergeMetadata(subscription.metadata, changed) }),
    ...(cancel_at === undefined ? {} : { cancel_at }),
    ...(description === undefined ? {} : { description }),
  };
  if (parameters.items || parameters.billing_cycle_anchor === 'now') {
    changeItems(world, subscription, itemChanges(world, subscription, parameters.items ?? []), {
      proration: parameters.proration_behavior ?? 'create_prorations',
      isStrict: parameters.payment_behavior === 'error_if_incomplete',
      isAnchoredNow: parameters.billing_cycle_anchor === 'now',
      ...(parameters.proration_date ? { atS: parameters.proration_date } : {}),
    });
  }
  if (Object.keys(plain).length > 0) {
    world.store.subscriptions.change(subscription, plain);
    world.emit('customer.subscription.updated', subscription, {});
  }
  const { cancel_at_period_end } = parameters;
  if (cancel_at_period_end !== undefined) {
    setCancelAtPeriodEnd(world, subscription, cancel_at_period_end);
  }
  return subscription;
}

const cancelParameters = object({
  cancellation_details: accepted,
  invoice_now: flag.optional(),
  prorate: flag.optional(),
});

function cancel(world: World, parameters: z.infer<typeof cancelParameters>, id: string) {
  const subscription = need(world, 'subscriptions', id);
  if (subscription.status === 'canceled') {
    throw invalid(`No such subscription: '${id}'`, { code: 'resource_missing', param: 'id' });
  }
  const customer = world.store.customers.get(idOf(subscription.customer) ?? '');
  if (parameters.invoice_now && customer) {
    const invoice = draftInvoice(world, customer, subscription, 'manual', []);
    finalizeInvoice(world, invoice);
    payInvoice(world, invoice, methodOf(world, invoice), true);
  }
  endSubscription(world, subscription, 'cancellation_requested');
  return subscription;
}

const living = new Set(['active', 'past_due', 'incomplete', 'trialing', 'unpaid', 'paused']);

/** Create, retrieve, update, cancel and list subscriptions. */
export const subscriptionRoutes: ApiRoute[] = [
  route('post', '/v1/subscriptions', createParameters, create),
  route('get', '/v1/subscriptions/:id', object({}), (world, _, { id }) =>
    need(world, 'subscriptions', id),
  ),
  route('post', '/v1/subscriptions/:id', updateParameters, (world, parameters, { id }) =>
    update(world, parameters, id),
  ),
  route('delete', '/v1/subscriptions/:id', cancelParameters, (world, parameters, { id }) =>
    cancel(world, parameters, id),
  ),
  route(
    'get',
    '/v1/subscriptions',
    object({
      ...listParameters,
      customer: text.optional(),
      price: text.optional(),
      status: z
        .enum([
          'active',
          'all',
          'canceled',
          'ended',
          'incomplete',
          'incomplete_expired',
          'past_due',
          'unpaid',
        ])
        .optional(),
    }),
    (world, { customer, price, status, ...page }) => {
      const isWanted = (each: Stripe.Subscription) => {
        if (status === undefined) return living.has(each.status);
        if (status === 'ended') return !living.has(each.status);
        return status === 'all' || each.status === status;
      };
      const subscriptions = world.store.subscriptions
        .all()
        .filter(isWanted)
        .filter((each) => !customer || each.customer === customer)
        .filter((each) => !price || each.items.data.some((item) => item.price.id === price));
      return pageOf('/v1/subscriptions', subscriptions, page);
    },
  ),
];
