// Calls about customers.
import { z } from 'zod';
import { pageOf } from '../api/list-page.ts';
import { isDeleted, need } from '../api/lookup.ts';
import {
  accepted,
  clearable,
  flag,
  integer,
  listParameters,
  mergeMetadata,
  metadata,
  object,
  text,
} from '../api/parameters.ts';
import { type ApiRoute, route } from '../api/route.ts';
import { createCustomer } from '../engine/customers.ts';
import { attachMethod, detachMethod, takeMethod } from '../engine/payment-methods.ts';
import type { World } from '../world.ts';

const emailed = z
  .string()
  .max(512)
  .refine((value) => value === '' || /^[^\s@]+@[^\s@]+$/.test(value), 'email')
  .transform((value) => value || null);

const fields = {
  address: accepted,
  balance: integer.optional(),
  description: clearable.optional(),
  email: emailed.optional(),
  invoice_settings: object({
    custom_fields: accepted,
    default_payment_method: clearable.optional(),
    footer: accepted,
    rendering_options: accepted,
  }).optional(),
  metadata: metadata.optional(),
  name: clearable.optional(),
  phone: clearable.optional(),
  preferred_locales: accepted,
  shipping: accepted,
  tax: accepted,
  tax_exempt: accepted,
  validate: flag.optional(),
};
const createParameters = object({ ...fields, payment_method: text.optional() });
const updateParameters = object(fields);

function create(world: World, parameters: z.infer<typeof createParameters>) {
  const customer = createCustomer(world, {
    balance: parameters.balance ?? 0,
    description: parameters.description ?? null,
    email: parameters.email ?? null,
    metadata: mergeMetadata(null, parameters.metadata),
    name: parameters.name ?? null,
    phone: parameters.phone ?? null,
  });
  if (parameters.payment_method) {
    const method = takeMethod(world, parameters.payment_method, 'payment_method');
    attachMethod(world, method, customer.id);
  }
  return update(world, { invoice_settings: parameters.invoice_settings }, customer.id, false);
}

function update(
  world: World,
  parameters: z.infer<typeof updateParameters>,
  id: string,
  isTold = true,
) {
  const customer = need(world, 'customers', id);
  const { name, email, description, phone, balance, invoice_settings } = parameters;
  const method = invoice_settings?.default_payment_method;
  if (method) need(world, 'paymentMethods', method, 'invoice_settings[default_payment_method]');
  if (method !== undefined) customer.invoice_settings.default_payment_method = method;
  world.store.customers.change(customer, {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(description === undefined ? {} : { description }),
    ...(phone === undefined ? {} : { phone }),
    ...(balance === undefined ? {} : { balance }),
    metadata: mergeMetadata(customer.metadata, parameters.metadata),
  });
  if (isTold) world.emit('customer.updated', customer);
  return customer;
}

/** What is left of a deleted customer. */
const stubOf = (id: string) => ({ id, object: 'customer', deleted: true });

/** Create, retrieve, update, delete and list customers, and list their payment methods. */
export const customerRoutes: ApiRoute[] = [
  route('post', '/v1/customers', createParameters, create),
  route('get', '/v1/customers/:id', object({}), (world, _, { id }) => {
    const customer = world.store.customers.get(id);
    return customer && isDeleted(customer) ? stubOf(id) : need(world, 'customers', id);
  }),
  route('post', '/v1/customers/:id', updateParameters, (world, parameters, { id }) =>
    update(world, parameters, id),
  ),
  route('delete', '/v1/customers/:id', object({}), (world, _, { id }) => {
    const customer = need(world, 'customers', id);
    for (const method of world.store.paymentMethods.all()) {
      if (method.customer === id) detachMethod(world, method);
    }
    world.emit('customer.deleted', customer);
    world.store.customers.put({ ...customer, deleted: true } as never);
    return stubOf(id);
  }),
  route(
    'get',
    '/v1/customers',
    object({ ...listParameters, email: text.optional(), test_clock: accepted }),
    (world, parameters) =>
      pageOf(
        '/v1/customers',
        world.store.customers
          .all()
          .filter((customer) => !isDeleted(customer))
          .filter(({ email }) => !parameters.email || email === parameters.email),
        parameters,
      ),
  ),
];
