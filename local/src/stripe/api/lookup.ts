// Finds any object by its id, and says by its name what is missing.
import type { Row } from '../table.ts';
import type { World } from '../world.ts';
import { missing } from './stripe-error.ts';

const kindsByPrefix = {
  cus: 'customers',
  prod: 'products',
  price: 'prices',
  pm: 'paymentMethods',
  pi: 'paymentIntents',
  ch: 'charges',
  py: 'charges',
  re: 'refunds',
  du: 'disputes',
  cs: 'checkoutSessions',
  sub: 'subscriptions',
  in: 'invoices',
  ii: 'invoiceItems',
  inpay: 'invoicePayments',
  evt: 'events',
} as const;

/** The object with this id, of whichever kind. */
export function findAny(world: World, id: string): Row | undefined {
  const kind = kindsByPrefix[id.slice(0, id.indexOf('_')) as keyof typeof kindsByPrefix];
  return kind === undefined ? undefined : world.store[kind].get(id);
}

const wordOf = {
  customers: 'customer',
  products: 'product',
  prices: 'price',
  paymentMethods: 'PaymentMethod',
  paymentIntents: 'payment_intent',
  charges: 'charge',
  refunds: 'refund',
  disputes: 'dispute',
  checkoutSessions: 'checkout.session',
  subscriptions: 'subscription',
  invoices: 'invoice',
  invoiceItems: 'invoiceitem',
  invoicePayments: 'invoice_payment',
  events: 'event',
} as const;

/** Customers that were deleted can still be asked for, and nothing else. */
export const isDeleted = (row: object): boolean => 'deleted' in row && row.deleted === true;

type Kind = keyof typeof wordOf;
type KeptIn<Name extends Kind> = NonNullable<ReturnType<World['store'][Name]['get']>>;

/**
 * The object with this id.
 * @param param names the parameter it was given by; without one the address named it.
 * @throws {StripeApiError} when there is none.
 */
export function need<Name extends Kind>(
  world: World,
  kind: Name,
  id: string,
  param?: string,
): KeptIn<Name> {
  const found = world.store[kind].get(id);
  if (found === undefined || isDeleted(found)) throw missing(wordOf[kind], id, param);
  return found as KeptIn<Name>;
}
