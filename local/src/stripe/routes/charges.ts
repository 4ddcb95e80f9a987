// Calls about charges, refunds and disputes.
import { z } from 'zod';
import { pageOf } from '../api/list-page.ts';
import { need } from '../api/lookup.ts';
import {
  accepted,
  flag,
  integer,
  listParameters,
  mergeMetadata,
  metadata,
  object,
  text,
} from '../api/parameters.ts';
import { type ApiRoute, route } from '../api/route.ts';
import { invalid } from '../api/stripe-error.ts';
import { closeDispute, submitEvidence } from '../engine/disputes.ts';
import { createRefund } from '../engine/refunds.ts';
import { idOf, type World } from '../world.ts';

const refundParameters = object({
  amount: integer.optional(),
  charge: text.optional(),
  metadata: metadata.optional(),
  payment_intent: text.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
});

function chargeToRefund(world: World, parameters: z.infer<typeof refundParameters>) {
  if (parameters.charge) return need(world, 'charges', parameters.charge, 'charge');
  if (!parameters.payment_intent) {
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
    );
  }
  const intent = need(world, 'paymentIntents', parameters.payment_intent, 'payment_intent');
  const charge = world.store.charges.get(idOf(intent.latest_charge) ?? '');
  if (charge === undefined || intent.status !== 'succeeded') {
    throw invalid(
      `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
      {
        param: 'payment_intent',
      },
    );
  }
  return charge;
}

/** Whether a charge, refund or dispute is about what the list was asked for. */
const isAbout =
  (wanted: { charge?: string; payment_intent?: string; customer?: string }) =>
  (row: { charge?: unknown; payment_intent?: unknown; customer?: unknown }) =>
    (!wanted.charge || row.charge === wanted.charge) &&
    (!wanted.payment_intent || row.payment_intent === wanted.payment_intent) &&
    (!wanted.customer || row.customer === wanted.customer);

const aboutParameters = {
  ...listParameters,
  charge: text.optional(),
  payment_intent: text.optional(),
};

const chargeRoutes: ApiRoute[] = [
  route('get', '/v1/charges/:id', object({}), (world, _, { id }) => need(world, 'charges', id)),
  route(
    'get',
    '/v1/charges',
    object({
      ...listParameters,
      customer: text.optional(),
      payment_intent: text.optional(),
      transfer_group: accepted,
    }),
    (world, wanted) =>
      pageOf('/v1/charges', world.store.charges.all().filter(isAbout(wanted)), wanted),
  ),
];

const refundRoutes: ApiRoute[] = [
  route('post', '/v1/refunds', refundParameters, (world, parameters) => {
    const { amount, reason } = parameters;
    const order = { amount, reason, metadata: mergeMetadata(null, parameters.metadata) };
    return createRefund(world, chargeToRefund(world, parameters), order);
  }),
  route('get', '/v1/refunds/:id', object({}), (world, _, { id }) => need(world, 'refunds', id)),
  route('get', '/v1/refunds', object(aboutParameters), (world, wanted) =>
    pageOf('/v1/refunds', world.store.refunds.all().filter(isAbout(wanted)), wanted),
  ),
  route('get', '/v1/charges/:id/refunds', object(listParameters), (world, wanted, { id }) => {
    const { charge } = { charge: need(world, 'charges', id).id };
    const refunds = world.store.refunds.all().filter(isAbout({ charge }));
    return pageOf(`/v1/charges/${id}/refunds`, refunds, wanted);
  }),
];

const disputeRoutes: ApiRoute[] = [
  route('get', '/v1/disputes/:id', object({}), (world, _, { id }) => need(world, 'disputes', id)),
  route('get', '/v1/disputes', object(aboutParameters), (world, wanted) =>
    pageOf('/v1/disputes', world.store.disputes.all().filter(isAbout(wanted)), wanted),
  ),
  route(
    'post',
    '/v1/disputes/:id',
    object({
      evidence: z.record(z.string(), z.string()).optional(),
      metadata: metadata.optional(),
      submit: flag.optional(),
    }),
    (world, { evidence = {}, submit = true }, { id }) =>
      submitEvidence(world, need(world, 'disputes', id), evidence, submit),
  ),
  route('post', '/v1/disputes/:id/close', object({}), (world, _, { id }) =>
    closeDispute(world, need(world, 'disputes', id), 'lost'),
  ),
];

/** Retrieve and list charges; create, retrieve and list refunds; answer and list disputes. */
export const chargeAndRefundRoutes: ApiRoute[] = [
  ...chargeRoutes,
  ...refundRoutes,
  ...disputeRoutes,
];
