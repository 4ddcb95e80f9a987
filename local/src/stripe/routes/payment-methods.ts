// Calls about payment methods. Card numbers are never taken: test cards have names.
import { z } from 'zod';
import { pageOf } from '../api/list-page.ts';
import { need } from '../api/lookup.ts';
import {
  accepted,
  listParameters,
  mergeMetadata,
  metadata,
  object,
  text,
} from '../api/parameters.ts';
import { type ApiRoute, route } from '../api/route.ts';
import { invalid } from '../api/stripe-error.ts';
import { createPaymentMethod, findTestCard } from '../cards.ts';
import { attachMethod, detachMethod, takeMethod } from '../engine/payment-methods.ts';
import type { World } from '../world.ts';

const redisplay = z.enum(['always', 'limited', 'unspecified']);
const createParameters = object({
  type: z.enum(['card', 'sepa_debit']),
  card: object({ token: text }).optional(),
  sepa_debit: accepted,
  allow_redisplay: redisplay.optional(),
  billing_details: accepted,
  metadata: metadata.optional(),
});
const { created: _, ...pageParameters } = listParameters;
const listOfMethods = object({
  ...pageParameters,
  allow_redisplay: redisplay.optional(),
  type: z.string().optional(),
});

function create(world: World, parameters: z.infer<typeof createParameters>) {
  if (parameters.type === 'sepa_debit') return createPaymentMethod(world, 'bank_account');
  if (parameters.card === undefined) {
    throw invalid('Missing required param: card.', { code: 'parameter_missing', param: 'card' });
  }
  const { token } = parameters.card;
  const card = findTestCard(token);
  if (card === undefined) {
    throw invalid(`No such token: '${token}'`, { code: 'resource_missing', param: 'card[token]' });
  }
  const method = createPaymentMethod(world, card);
  return world.store.paymentMethods.change(method, {
    metadata: mergeMetadata(null, parameters.metadata),
    ...(parameters.allow_redisplay ? { allow_redisplay: parameters.allow_redisplay } : {}),
  });
}

function listOf(
  world: World,
  url: string,
  customer: string,
  parameters: z.infer<typeof listOfMethods>,
) {
  const { type, allow_redisplay } = parameters;
  const methods = world.store.paymentMethods
    .all()
    .filter((method) => method.customer === customer)
    .filter((method) => type === undefined || method.type === type)
    .filter((m) => allow_redisplay === undefined || m.allow_redisplay === allow_redisplay);
  return pageOf(url, methods, parameters);
}

/** Create, retrieve, list, attach, detach and change payment methods. */
export const paymentMethodRoutes: ApiRoute[] = [
  route('post', '/v1/payment_methods', createParameters, create),
  route('get', '/v1/payment_methods/:id', object({}), (world, _parameters, { id }) =>
    need(world, 'paymentMethods', id),
  ),
  route(
    'post',
    '/v1/payment_methods/:id',
    object({
      allow_redisplay: redisplay.optional(),
      billing_details: accepted,
      metadata: metadata.optional(),
    }),
    (world, parameters, { id }) => {
      const method = need(world, 'paymentMethods', id);
      const { allow_redisplay = method.allow_redisplay ?? 'unspecified' } = parameters;
      world.store.paymentMethods.change(method, {
        allow_redisplay,
        metadata: mergeMetadata(method.metadata, parameters.metadata),
      });
      world.emit('payment_method.updated', method);
      return method;
    },
  ),
  route(
    'post',
    '/v1/payment_methods/:id/attach',
    object({ customer: text }),
    (world, { customer }, { id }) => {
      need(world, 'customers', customer, 'customer');
      return attachMethod(world, takeMethod(world, id), customer);
    },
  ),
  route('post', '/v1/payment_methods/:id/detach', object({}), (world, _parameters, { id }) => {
    const method = need(world, 'paymentMethods', id);
    if (method.customer === null) {
      throw invalid(
        'The payment method you provided is not attached to a customer so detachment is impossible.',
      );
    }
    return detachMethod(world, method);
  }),
  route(
    'get',
    '/v1/payment_methods',
    listOfMethods.extend({ customer: text.optional() }),
    (world, { customer = '', ...parameters }) =>
      listOf(world, '/v1/payment_methods', customer, parameters),
  ),
  route('get', '/v1/customers/:id/payment_methods', listOfMethods, (world, parameters, { id }) => {
    need(world, 'customers', id);
    return listOf(world, `/v1/customers/${id}/payment_methods`, id, parameters);
  }),
  route(
    'get',
    '/v1/customers/:id/payment_methods/:method',
    object({}),
    (world, _parameters, { id, method = '' }) => {
      const found = need(world, 'paymentMethods', method);
      if (found.customer !== id) need(world, 'paymentMethods', '');
      return found;
    },
  ),
];
