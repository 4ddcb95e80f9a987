// Calls about the customer portal.
import { z } from 'zod';
import { need } from '../api/lookup.ts';
import { accepted, object, text } from '../api/parameters.ts';
import { type ApiRoute, route } from '../api/route.ts';
import { newId, type World } from '../world.ts';

const createParameters = object({
  configuration: accepted,
  customer: text,
  flow_data: object({
    type: z.enum([
      'payment_method_update',
      'subscription_cancel',
      'subscription_update',
      'subscription_update_confirm',
    ]),
    after_completion: accepted,
    subscription_cancel: accepted,
    subscription_update: accepted,
    subscription_update_confirm: accepted,
  }).optional(),
  locale: accepted,
  return_url: text.optional(),
});

function create(world: World, parameters: z.infer<typeof createParameters>) {
  need(world, 'customers', parameters.customer, 'customer');
  const id = newId('bps');
  return world.store.portalSessions.put({
    id,
    object: 'billing_portal.session',
    configuration: 'bpc_sandbox',
    created: world.now(),
    customer: parameters.customer,
    customer_account: null,
    flow: null,
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: parameters.return_url ?? null,
    url: `${world.url}/portal/${id}`,
  });
}

/** Create portal sessions. */
export const portalRoutes: ApiRoute[] = [
  route('post', '/v1/billing_portal/sessions', createParameters, create),
];
