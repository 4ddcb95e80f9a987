// Makes customers, for calls and for checkouts that need one.
import type Stripe from 'stripe';
import { newId, randomWord, type World } from '../world.ts';

/** Makes a customer. */
export function createCustomer(
  world: World,
  fields: Partial<Stripe.Customer> = {},
): Stripe.Customer {
  const customer = world.store.customers.put({
    id: newId('cus'),
    object: 'customer',
    address: null,
    balance: 0,
    created: world.now(),
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: randomWord(8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
    ...fields,
  });
  world.emit('customer.created', customer);
  return customer;
}
