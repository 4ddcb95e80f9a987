// Payment methods: found by id or by a test card's name, attached to customers and detached.
import type Stripe from 'stripe';
import { need } from '../api/lookup.ts';
import { StripeApiError } from '../api/stripe-error.ts';
import { behaviourOf, createPaymentMethod, findTestCard } from '../cards.ts';
import type { World } from '../world.ts';
import { declineOf } from './declines.ts';

/** The method named; a test card's name makes a new one each time, as Stripe does. */
export function takeMethod(world: World, id: string, param?: string): Stripe.PaymentMethod {
  const card = findTestCard(id);
  return card ? createPaymentMethod(world, card) : need(world, 'paymentMethods', id, param);
}

/** Saves a method with a customer. @throws {StripeApiError} when its bank refuses that. */
export function attachMethod(
  world: World,
  method: Stripe.PaymentMethod,
  customerId: string,
): Stripe.PaymentMethod {
  const behaviour = behaviourOf(world, method);
  const decline = behaviour === 'fail_when_charged' ? null : declineOf(behaviour);
  if (decline) {
    const { message, ...codes } = decline;
    throw new StripeApiError(402, 'card_error', message, codes);
  }
  world.store.paymentMethods.change(method, { customer: customerId });
  world.emit('payment_method.attached', method);
  return method;
}

/** Takes a method from its customer; it can never be used again. */
export function detachMethod(world: World, method: Stripe.PaymentMethod): Stripe.PaymentMethod {
  const { store, emit } = world;
  const customerId = method.customer;
  store.paymentMethods.change(method, { customer: null });
  const customer = typeof customerId === 'string' ? store.customers.get(customerId) : undefined;
  if (customer?.invoice_settings.default_payment_method === method.id) {
    customer.invoice_settings.default_payment_method = null;
    store.customers.put(customer);
  }
  emit('payment_method.detached', method, { customer: customerId });
  return method;
}
