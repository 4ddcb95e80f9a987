// Calls about products and prices, and the events that have happened.
import type Stripe from 'stripe';
import { z } from 'zod';
import { pageOf } from '../api/list-page.ts';
import { need } from '../api/lookup.ts';
import {
  accepted,
  clearable,
  flag,
  list,
  listParameters,
  mergeMetadata,
  metadata,
  object,
  text,
} from '../api/parameters.ts';
import { type ApiRoute, route } from '../api/route.ts';
import { invalid } from '../api/stripe-error.ts';
import { createPrice, createProduct, priceFields, productFields } from '../engine/catalogue.ts';

const productRoutes: ApiRoute[] = [
  route(
    'post',
    '/v1/products',
    object({ ...productFields, id: text.optional(), active: flag.optional() }),
    (world, parameters) => createProduct(world, parameters),
  ),
  route('get', '/v1/products/:id', object({}), (world, _, { id }) => need(world, 'products', id)),
  route(
    'post',
    '/v1/products/:id',
    object({
      active: flag.optional(),
      default_price: text.optional(),
      description: clearable.optional(),
      images: accepted,
      metadata: metadata.optional(),
      name: text.optional(),
      tax_code: accepted,
      unit_label: accepted,
      url: accepted,
    }),
    (world, parameters, { id }) => {
      const product = need(world, 'products', id);
      const { active, name, description } = parameters;
      world.store.products.change(product, {
        ...(active === undefined ? {} : { active }),
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description }),
        metadata: mergeMetadata(product.metadata, parameters.metadata),
        updated: world.now(),
      });
      world.emit('product.updated', product);
      return product;
    },
  ),
  route(
    'get',
    '/v1/products',
    object({ ...listParameters, active: flag.optional(), ids: list(text).optional() }),
    (world, { active, ids, ...page }) =>
      pageOf(
        '/v1/products',
        world.store.products
          .all()
          .filter((product) => active === undefined || product.active === active)
          .filter((product) => ids === undefined || ids.includes(product.id)),
        page,
      ),
  ),
];

const priceRoutes: ApiRoute[] = [
  route('post', '/v1/prices', object(priceFields), (world, parameters) =>
    createPrice(world, parameters),
  ),
  route('get', '/v1/prices/:id', object({}), (world, _, { id }) => need(world, 'prices', id)),
  route(
    'post',
    '/v1/prices/:id',
    object({
      active: flag.optional(),
      lookup_key: text.optional(),
      metadata: metadata.optional(),
      nickname: text.optional(),
      tax_behavior: z.enum(['inclusive', 'exclusive', 'unspecified']).optional(),
      transfer_lookup_key: flag.optional(),
    }),
    (world, parameters, { id }) => {
      const price = need(world, 'prices', id);
      const { active = price.active, lookup_key = price.lookup_key } = parameters;
      const { nickname = price.nickname } = parameters;
      const merged = mergeMetadata(price.metadata, parameters.metadata);
      world.store.prices.change(price, { active, lookup_key, nickname, metadata: merged });
      world.emit('price.updated', price);
      return price;
    },
  ),
  route(
    'get',
    '/v1/prices',
    object({
      ...listParameters,
      active: flag.optional(),
      currency: text.optional(),
      lookup_keys: list(text).optional(),
      product: text.optional(),
      type: z.enum(['one_time', 'recurring']).optional(),
    }),
    (world, { active, currency, lookup_keys, product, type, ...page }) =>
      pageOf(
        '/v1/prices',
        world.store.prices
          .all()
          .filter((price) => active === undefined || price.active === active)
          .filter((price) => !currency || price.currency === currency)
          .filter((price) => !lookup_keys || lookup_keys.includes(price.lookup_key ?? ''))
          .filter((price) => !product || price.product === product)
          .filter((price) => !type || price.type === type),
        page,
      ),
  ),
];

/** `payment_intent.*` matches every event whose type begins so. */
function isOfType(event: Stripe.Event, wanted: string): boolean {
  if (wanted === '*') return true;
  return wanted.endsWith('.*') ? event.type.startsWith(wanted.slice(0, -1)) : event.type === wanted;
}

const eventRoutes: ApiRoute[] = [
  route('get', '/v1/events/:id', object({}), (world, _, { id }) => need(world, 'events', id)),
  route(
    'get',
    '/v1/events',
    object({
      ...listParameters,
      delivery_success: flag.optional(),
      type: text.optional(),
      types: list(text).optional(),
    }),
    (world, { delivery_success, type, types, ...page }) => {
      if (type && types)
        throw invalid('You may only specify one of these parameters: type, types.');
      const wanted = types ?? (type ? [type] : ['*']);
      return pageOf(
        '/v1/events',
        world.store.events
          .all()
          .filter((event) => wanted.some((each) => isOfType(event, each)))
          .filter(
            ({ pending_webhooks }) =>
              delivery_success === undefined || delivery_success === (pending_webhooks === 0),
          ),
        page,
      );
    },
  ),
];

/** Create, retrieve, update and list products and prices; retrieve and list events. */
export const catalogueRoutes: ApiRoute[] = [...productRoutes, ...priceRoutes, ...eventRoutes];
