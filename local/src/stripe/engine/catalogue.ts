// Products and prices: made by calls of their own, or in passing by a line item.
import type Stripe from 'stripe';
import { z } from 'zod';
import { need } from '../api/lookup.ts';
import {
  accepted,
  flag,
  integer,
  list,
  mergeMetadata,
  metadata,
  object,
  text,
} from '../api/parameters.ts';
import { invalid } from '../api/stripe-error.ts';
import { currency } from '../routes/money.ts';
import { newId, type World } from '../world.ts';

/** What describes a product. */
export const productFields = {
  name: text,
  description: text.optional(),
  images: list(text).optional(),
  marketing_features: accepted,
  metadata: metadata.optional(),
  shippable: accepted,
  statement_descriptor: text.optional(),
  tax_code: text.optional(),
  unit_label: text.optional(),
  url: text.optional(),
};
const taxBehavior = z.enum(['inclusive', 'exclusive', 'unspecified']);
const recurring = object({
  interval: z.enum(['day', 'week', 'month', 'year']),
  interval_count: integer.optional(),
});
const productInPassing = object({
  name: text,
  description: text.optional(),
  images: list(text).optional(),
  metadata: metadata.optional(),
  tax_code: text.optional(),
  unit_label: text.optional(),
});
/** What describes a price. */
export const priceFields = {
  active: flag.optional(),
  billing_scheme: z.enum(['per_unit']).optional(),
  currency,
  lookup_key: text.optional(),
  metadata: metadata.optional(),
  nickname: text.optional(),
  product: text.optional(),
  product_data: object({
    name: text,
    active: flag.optional(),
    id: text.optional(),
    metadata: metadata.optional(),
    statement_descriptor: text.optional(),
    tax_code: text.optional(),
    unit_label: text.optional(),
  }).optional(),
  recurring: recurring.extend({ usage_type: z.enum(['licensed']).optional() }).optional(),
  tax_behavior: taxBehavior.optional(),
  transfer_lookup_key: flag.optional(),
  unit_amount: integer,
};
/** A price described where it is used. */
export const priceData = object({
  currency,
  product: text.optional(),
  product_data: productInPassing.optional(),
  recurring: recurring.optional(),
  tax_behavior: taxBehavior.optional(),
  unit_amount: integer,
});

type NewProduct = {
  id?: string;
  name: string;
  active?: boolean;
  description?: string;
  images?: string[];
  metadata?: Record<string, string> | null;
  tax_code?: string;
  unit_label?: string;
  url?: string;
};

/** Makes a product. @throws {StripeApiError} when its chosen id is in use. */
export function createProduct(world: World, fields: NewProduct): Stripe.Product {
  if (fields.id && world.store.products.get(fields.id)) {
    throw invalid(`Product already exists.`, { code: 'resource_already_exists', param: 'id' });
  }
  const product = world.store.products.put({
    id: fields.id ?? newId('prod'),
    object: 'product',
    active: fields.active ?? true,
    created: world.now(),
    default_price: null,
    description: fields.description ?? null,
    images: fields.images ?? [],
    livemode: false,
    marketing_features: [],
    metadata: mergeMetadata(null, fields.metadata),
    name: fields.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: fields.tax_code ?? null,
    tax_details: null,
    type: 'service',
    unit_label: fields.unit_label ?? null,
    updated: world.now(),
    url: fields.url ?? null,
  });
  world.emit('product.created', product);
  return product;
}

type NewPrice = {
  active?: boolean;
  currency: string;
  lookup_key?: string;
  metadata?: Record<string, string> | null;
  nickname?: string;
  product?: string;
  product_data?: NewProduct;
  recurring?: { interval: Stripe.Price.Recurring.Interval; interval_count?: number };
  tax_behavior?: Stripe.Price.TaxBehavior;
  transfer_lookup_key?: boolean;
  unit_amount: number;
};

function checkPrice(world: World, fields: NewPrice): void {
  if (fields.unit_amount < 0) {
    throw invalid('Invalid non-negative integer', {
      code: 'parameter_invalid_integer',
      param: 'unit_amount',
    });
  }
  if (Boolean(fields.product) === Boolean(fields.product_data)) {
    throw invalid(
      'You must specify exactly one of `product` or `product_data` when creating a price.',
    );
  }
  if (fields.product) need(world, 'products', fields.product, 'product');
  const holder = world.store.prices
    .all()
    .find(({ lookup_key }) => fields.lookup_key !== undefined && lookup_key === fields.lookup_key);
  if (holder === undefined) return;
  if (!fields.transfer_lookup_key) {
    const message = `A price (\`${holder.id}\`) already uses that lookup key.`;
    throw invalid(message, { code: 'resource_already_exists', param: 'lookup_key' });
  }
  world.store.prices.change(holder, { lookup_key: null });
}

/**
 * Makes a price, and its product when that is described with it.
 * @throws {StripeApiError} when amount, product or lookup key do not do.
 */
export function createPrice(world: World, fields: NewPrice): Stripe.Price {
  checkPrice(world, fields);
  const product = fields.product ?? createProduct(world, fields.product_data as NewProduct).id;
  const { interval, interval_count = 1 } = fields.recurring ?? {};
  const price = world.store.prices.put({
    id: newId('price'),
    object: 'price',
    active: fields.active ?? true,
    billing_scheme: 'per_unit',
    created: world.now(),
    currency: fields.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: fields.lookup_key ?? null,
    metadata: mergeMetadata(null, fields.metadata),
    nickname: fields.nickname ?? null,
    product,
    recurring: interval
      ? { interval, interval_count, meter: null, trial_period_days: null, usage_type: 'licensed' }
      : null,
    tax_behavior: fields.tax_behavior ?? 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: interval ? 'recurring' : 'one_time',
    unit_amount: fields.unit_amount,
    // The SDK makes a decimal of it; on the wire it is text.
    unit_amount_decimal: String(
      fields.unit_amount,
    ) as unknown as Stripe.Price['unit_amount_decimal'],
  });
  world.emit('price.created', price);
  return price;
}
