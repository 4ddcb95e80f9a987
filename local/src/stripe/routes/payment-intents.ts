// Calls about payment intents.
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
import {
  cancelPaymentIntent,
  confirmPaymentIntent,
  createPaymentIntent,
  paymentErrorOf,
} from '../engine/payment-intents.ts';
import { takeMethod } from '../engine/payment-methods.ts';
import { idOf, type World } from '../world.ts';
import { checkAmount, currency } from './money.ts';

const usage = z.enum(['on_session', 'off_session']);
const shared = {
  allowed_payment_method_types: list(text).optional(),
  amount_details: accepted,
  excluded_payment_method_types: accepted,
  metadata: metadata.optional(),
  payment_details: accepted,
  payment_method: text.optional(),
  payment_method_options: accepted,
  receipt_email: clearable.optional(),
  shipping: accepted,
};
const settings = {
  customer: text.optional(),
  description: clearable.optional(),
  statement_descriptor: z.string().max(22).optional(),
  statement_descriptor_suffix: z.string().max(22).optional(),
  transfer_group: accepted,
};
const confirming = {
  confirmation_token: accepted,
  error_on_requires_action: flag.optional(),
  mandate_data: accepted,
  off_session: flag.optional(),
  radar_options: accepted,
  return_url: text.optional(),
  use_stripe_sdk: flag.optional(),
};
const createParameters = object({
  ...shared,
  ...settings,
  ...confirming,
  amount: integer,
  automatic_payment_methods: object({
    enabled: flag,
    allow_redirects: z.enum(['always', 'never']).optional(),
  }).optional(),
  capture_method: z.enum(['automatic', 'automatic_async']).optional(),
  confirm: flag.optional(),
  confirmation_method: z.enum(['automatic', 'manual']).optional(),
  currency,
  setup_future_usage: usage.optional(),
});
const { metadata: _metadata, ...sharedWhenConfirming } = shared;
const confirmParameters = object({
  ...sharedWhenConfirming,
  ...confirming,
  amount_to_confirm: integer.optional(),
  capture_method: accepted,
  setup_future_usage: usage.optional(),
});
const updateParameters = object({
  ...shared,
  ...settings,
  amount: integer.optional(),
  currency: currency.optional(),
  setup_future_usage: z.union([usage, z.literal('').transform(() => null)]).optional(),
});

type ConfirmParameters = z.infer<typeof confirmParameters>;

/** Methods that lead away from the page need an address to come back to. */
function checkReturnUrl(intent: Stripe.PaymentIntent, returnUrl: string | undefined): void {
  const mayRedirect =
    intent.automatic_payment_methods?.enabled === true &&
    intent.automatic_payment_methods.allow_redirects !== 'never';
  if (returnUrl !== undefined || !mayRedirect) return;
  throw invalid(
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
  );
}

/** @throws {StripeApiError} 402 when the bank refuses. */
function confirm(world: World, intent: Stripe.PaymentIntent, parameters: ConfirmParameters) {
  checkReturnUrl(intent, parameters.return_url);
  const methodId = parameters.payment_method ?? idOf(intent.payment_method);
  if (!methodId) {
    const message =
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.";
    throw invalid(message, { code: 'payment_intent_unexpected_state', payment_intent: intent });
  }
  const method = takeMethod(world, methodId, 'payment_method');
  checkOwner(intent, method);
  if (parameters.off_session && parameters.setup_future_usage) {
    throw invalid('You cannot pass `off_session` together with `setup_future_usage`.', {
      param: 'off_session',
    });
  }
  const { setup_future_usage } = parameters;
  if (setup_future_usage) world.store.paymentIntents.change(intent, { setup_future_usage });
  confirmPaymentIntent(world, intent, method, {
    isOffSession: parameters.off_session ?? false,
    isFinal: parameters.error_on_requires_action ?? false,
    returnUrl: parameters.return_url ?? null,
  });
  const refusal = paymentErrorOf(intent);
  if (refusal) throw refusal;
  return intent;
}

/** A saved method belongs to its customer alone. */
function checkOwner(intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): void {
  const owner = idOf(method.customer);
  if (owner === null || owner === idOf(intent.customer)) return;
  const message = intent.customer
    ? `The provided PaymentMethod cannot be attached. To reuse a PaymentMethod, you must attach it to a Customer first.`
    : `The PaymentMethod ${method.id} belongs to a Customer. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`;
  throw invalid(message, { param: 'payment_method' });
}

function create(world: World, parameters: z.infer<typeof createParameters>) {
  checkAmount(parameters.amount, parameters.currency);
  if (parameters.customer) need(world, 'customers', parameters.customer, 'customer');
  const isAutomatic = parameters.allowed_payment_method_types === undefined;
  const method = parameters.payment_method
    ? takeMethod(world, parameters.payment_method, 'payment_method')
    : null;
  if ((parameters.off_session ?? parameters.error_on_requires_action) && !parameters.confirm) {
    const param = parameters.off_session === undefined ? 'error_on_requires_action' : 'off_session';
    throw invalid(`You can only set \`${param}\` when \`confirm\` is true.`, { param });
  }
  const draft = {
    amount: parameters.amount,
    currency: parameters.currency,
    allowed_payment_method_types: parameters.allowed_payment_method_types ?? null,
    automatic_payment_methods: isAutomatic
      ? {
          enabled: true,
          allow_redirects: 'always' as const,
          ...parameters.automatic_payment_methods,
        }
      : null,
    customer: parameters.customer ?? null,
    description: parameters.description ?? null,
    metadata: mergeMetadata(null, parameters.metadata),
    payment_method: method?.id ?? null,
    receipt_email: parameters.receipt_email ?? null,
    setup_future_usage: parameters.setup_future_usage ?? null,
    statement_descriptor: parameters.statement_descriptor ?? null,
    statement_descriptor_suffix: parameters.statement_descriptor_suffix ?? null,
  };
  if (method) checkOwner(draft as unknown as Stripe.PaymentIntent, method);
  if (parameters.confirm) {
    checkReturnUrl(draft as unknown as Stripe.PaymentIntent, parameters.return_url);
  }
  const intent = createPaymentIntent(world, draft);
  if (!parameters.confirm) return intent;
  const { off_session, error_on_requires_action, return_url } = parameters;
  return confirm(world, intent, {
    off_session,
    error_on_requires_action,
    return_url,
    payment_method: method?.id,
  });
}

const open = new Set(['requires_payment_method', 'requires_confirmation', 'requires_action']);

function update(world: World, parameters: z.infer<typeof updateParameters>, id: string) {
  const intent = need(world, 'paymentIntents', id);
  if (!open.has(intent.status) && (parameters.amount || parameters.currency)) {
    const message = `This PaymentIntent's amount could not be updated because it has a status of ${intent.status}. You may only update the amount of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action.`;
    throw invalid(message, { code: 'payment_intent_unexpected_state', payment_intent: intent });
  }
  const { amount = intent.amount, currency: unit = intent.currency, customer } = parameters;
  checkAmount(amount, unit);
  if (customer) need(world, 'customers', customer, 'customer');
  const method = parameters.payment_method
    ? takeMethod(world, parameters.payment_method, 'payment_method')
    : null;
  return world.store.paymentIntents.change(intent, {
    amount,
    currency: unit,
    ...(customer ? { customer } : {}),
    ...(method ? { payment_method: method.id, status: 'requires_confirmation' as const } : {}),
    ...(parameters.description === undefined ? {} : { description: parameters.description }),
    ...(parameters.receipt_email === undefined ? {} : { receipt_email: parameters.receipt_email }),
    ...(parameters.setup_future_usage === undefined
      ? {}
      : { setup_future_usage: parameters.setup_future_usage }),
    metadata: mergeMetadata(intent.metadata, parameters.metadata),
  });
}

/** Create, retrieve, update, confirm, cancel and list payment intents. */
export const paymentIntentRoutes: ApiRoute[] = [
  route('post', '/v1/payment_intents', createParameters, create),
  route('get', '/v1/payment_intents/:id', object({ client_secret: accepted }), (world, _, { id }) =>
    need(world, 'paymentIntents', id),
  ),
  route('post', '/v1/payment_intents/:id', updateParameters, (world, parameters, { id }) =>
    update(world, parameters, id),
  ),
  route('post', '/v1/payment_intents/:id/confirm', confirmParameters, (world, parameters, { id }) =>
    confirm(world, need(world, 'paymentIntents', id), parameters),
  ),
  route(
    'post',
    '/v1/payment_intents/:id/cancel',
    object({
      cancellation_reason: z
        .enum(['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'])
        .optional(),
    }),
    (world, { cancellation_reason = null }, { id }) =>
      cancelPaymentIntent(world, need(world, 'paymentIntents', id), cancellation_reason),
  ),
  route(
    'get',
    '/v1/payment_intents',
    object({ ...listParameters, customer: text.optional() }),
    (world, parameters) =>
      pageOf(
        '/v1/payment_intents',
        world.store.paymentIntents
          .all()
          .filter(({ customer }) => !parameters.customer || customer === parameters.customer),
        parameters,
      ),
  ),
];
