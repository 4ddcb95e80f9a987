// Calls about checkout sessions.
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
import { priceData } from '../engine/catalogue.ts';
import { expireDueSessions, expireSession } from '../engine/checkout.ts';
import { createCheckoutSession } from '../engine/new-checkout-session.ts';
import { asList } from '../world.ts';

const webAddress = z.string().refine((value) => /^https?:\/\//.test(value), 'url');
const lineItem = object({
  price: text.optional(),
  price_data: priceData.optional(),
  quantity: integer.optional(),
  adjustable_quantity: accepted,
  metadata: metadata.optional(),
});
const paymentIntentData = object({
  capture_method: accepted,
  description: text.optional(),
  metadata: metadata.optional(),
  receipt_email: text.optional(),
  setup_future_usage: z.enum(['on_session', 'off_session']).optional(),
  statement_descriptor: z.string().max(22).optional(),
  statement_descriptor_suffix: z.string().max(22).optional(),
});
const subscriptionData = object({
  description: text.optional(),
  metadata: metadata.optional(),
  proration_behavior: accepted,
});
const createParameters = object({
  adaptive_pricing: accepted,
  allowed_payment_method_types: list(text).optional(),
  automatic_tax: object({ enabled: flag, liability: accepted }).optional(),
  billing_address_collection: accepted,
  branding_settings: accepted,
  cancel_url: webAddress.optional(),
  client_reference_id: z.string().max(200).optional(),
  consent_collection: accepted,
  currency: text.optional(),
  custom_text: accepted,
  customer: text.optional(),
  customer_creation: z.enum(['always', 'if_required']).optional(),
  customer_email: text.optional(),
  customer_update: accepted,
  expires_at: integer.optional(),
  invoice_creation: accepted,
  line_items: list(lineItem).optional(),
  locale: accepted,
  metadata: metadata.optional(),
  mode: z.enum(['payment', 'subscription']),
  payment_intent_data: paymentIntentData.optional(),
  payment_method_collection: z.enum(['always', 'if_required']).optional(),
  payment_method_options: accepted,
  redirect_on_completion: z.enum(['always', 'if_required', 'never']).optional(),
  return_url: webAddress.optional(),
  saved_payment_method_options: object({
    allow_redisplay_filters: accepted,
    payment_method_remove: accepted,
    payment_method_save: z.enum(['enabled', 'disabled']).optional(),
  }).optional(),
  submit_type: accepted,
  subscription_data: subscriptionData.optional(),
  success_url: webAddress.optional(),
  tax_id_collection: accepted,
  ui_mode: z.enum(['elements', 'embedded_page', 'form', 'hosted_page']).optional(),
  wallet_options: accepted,
});

/** What a new checkout session may be told. */
export type CheckoutSessionParameters = z.infer<typeof createParameters>;

/** Create, retrieve, update, list and expire checkout sessions, and list their items. */
export const checkoutSessionRoutes: ApiRoute[] = [
  route('post', '/v1/checkout/sessions', createParameters, createCheckoutSession),
  route('get', '/v1/checkout/sessions/:id', object({}), (world, _, { id }) => {
    expireDueSessions(world);
    return need(world, 'checkoutSessions', id);
  }),
  route(
    'post',
    '/v1/checkout/sessions/:id',
    object({ metadata: metadata.optional(), client_reference_id: clearable.optional() }),
    (world, parameters, { id }) => {
      const session = need(world, 'checkoutSessions', id);
      const merged = mergeMetadata(session.metadata, parameters.metadata);
      return world.store.checkoutSessions.change(session, { metadata: merged });
    },
  ),
  route('post', '/v1/checkout/sessions/:id/expire', object({}), (world, _, { id }) =>
    expireSession(world, need(world, 'checkoutSessions', id)),
  ),
  route(
    'get',
    '/v1/checkout/sessions',
    object({
      ...listParameters,
      customer: text.optional(),
      customer_details: object({ email: text }).optional(),
      payment_intent: text.optional(),
      status: z.enum(['complete', 'expired', 'open']).optional(),
      subscription: text.optional(),
    }),
    (world, wanted) => {
      expireDueSessions(world);
      const sessions = world.store.checkoutSessions
        .all()
        .filter(({ customer }) => !wanted.customer || customer === wanted.customer)
        .filter(({ status }) => !wanted.status || status === wanted.status)
        .filter((each) => !wanted.payment_intent || each.payment_intent === wanted.payment_intent)
        .filter((each) => !wanted.subscription || each.subscription === wanted.subscription)
        .filter(
          (each) =>
            !wanted.customer_details ||
            each.customer_details?.email === wanted.customer_details.email,
        );
      return pageOf('/v1/checkout/sessions', sessions, wanted);
    },
  ),
  route(
    'get',
    '/v1/checkout/sessions/:id/line_items',
    object({ limit: integer.optional(), starting_after: text.optional() }),
    (world, _, { id }) => {
      need(world, 'checkoutSessions', id);
      const items = world.store.checkoutOrders.get(id)?.lineItems ?? [];
      return asList(`/v1/checkout/sessions/${id}/line_items`, items);
    },
  ),
];
