// Puts whole objects in the place of ids, as `expand` asks.
import { asList, type World } from '../world.ts';
import { findAny } from './lookup.ts';
import { invalid } from './stripe-error.ts';

const DEPTH_MAX = 4;

type Loose = Record<string, unknown>;

/** Fields that are not there unless asked for. */
function includable(world: World, object: Loose, field: string): unknown {
  const { store } = world;
  const id = String(object.id);
  switch (`${object.object}.${field}`) {
    case 'charge.refunds':
      return asList(
        `/v1/charges/${id}/refunds`,
        store.refunds
          .all()
          .filter((refund) => refund.charge === id)
          .reverse(),
      );
    case 'checkout.session.line_items':
      return asList(
        `/v1/checkout/sessions/${id}/line_items`,
        store.checkoutOrders.get(id)?.lineItems ?? [],
      );
    case 'customer.subscriptions':
      return asList(
        `/v1/customers/${id}/subscriptions`,
        store.subscriptions
          .all()
          .filter(({ customer }) => customer === id)
          .reverse(),
      );
    case 'invoice.payments':
      return asList(
        '/v1/invoice_payments',
        store.invoicePayments.all().filter(({ invoice }) => invoice === id),
      );
    case 'invoice.confirmation_secret': {
      const payment = store.invoicePayments.all().find(({ invoice }) => invoice === id);
      const intent = store.paymentIntents.get(String(payment?.payment.payment_intent));
      return intent ? { client_secret: intent.client_secret, type: 'payment_intent' } : null;
    }
    default:
      return undefined;
  }
}

function expandPath(world: World, target: unknown, path: readonly string[], whole: string): void {
  const [field, ...rest] = path;
  if (field === undefined || target === null) return;
  if (Array.isArray(target)) {
    for (const item of target) expandPath(world, item, path, whole);
    return;
  }
  if (typeof target !== 'object') throw cannotExpand(whole);
  const object = target as Loose;
  // What is there and null (an intent without a method yet) is null when expanded, too.
  let value = field in object ? object[field] : includable(world, object, field);
  if (typeof value === 'string') {
    const found = findAny(world, value);
    if (found === undefined) throw cannotExpand(whole);
    value = structuredClone(found);
  } else if (typeof value !== 'object') throw cannotExpand(whole);
  object[field] = value;
  if (value !== null) expandPath(world, value, rest, whole);
}

const cannotExpand = (path: string) =>
  invalid(`This property cannot be expanded (${path}).`, { param: 'expand' });

/** A copy of an answer with the paths expanded. @throws {StripeApiError} for impossible paths. */
export function expandAnswer(world: World, answer: object, paths: readonly string[]): object {
  const copy = structuredClone(answer);
  for (const path of paths) {
    const parts = path.split('.');
    const depth = parts.filter((part) => part !== 'data').length;
    if (depth > DEPTH_MAX) {
      throw invalid('You cannot expand more than 4 levels of a property.', { param: 'expand' });
    }
    expandPath(world, copy, parts, path);
  }
  return copy;
}
