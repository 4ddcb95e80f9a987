// Which of Stripe's events concern us, and which of our payments each is about.
import type { StripeClient } from '../clients/stripe.ts';
import type { GatewayEvent, PaymentReference } from './gateway.ts';
import { idOf } from './stripe-snapshot.ts';

/** Events after which a payment may look different. */
const PAYMENT_EVENT_TYPES = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'payment_intent.processing',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'charge.refunded',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
] as const;

/** Events after which a subscription may look different. */
const SUBSCRIPTION_EVENT_TYPES = [
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'invoice.paid',
  'invoice.payment_failed',
] as const;

/** Every event the webhook endpoint should be subscribed to; Stripe lists at most 20 types. */
export const RELEVANT_EVENT_TYPES = [...PAYMENT_EVENT_TYPES, ...SUBSCRIPTION_EVENT_TYPES] as const;

const paymentTypes = new Set<string>(PAYMENT_EVENT_TYPES);
const subscriptionTypes = new Set<string>(SUBSCRIPTION_EVENT_TYPES);

/** What is looked at of the object an event carries: ids, and no state. */
interface EventObject {
  id: string;
  object: string;
  metadata?: Record<string, string> | null;
  payment_intent?: string | { id: string } | null;
  subscription?: string | { id: string } | null;
  parent?: {
    subscription_details?: { subscription?: string | { id: string } | null } | null;
  } | null;
}

const objectOf = (event: GatewayEvent) =>
  (event.payload as { data: { object: EventObject } }).data.object;

/** Whether a payment may look different after the event. */
export function isAboutMoney(event: GatewayEvent): boolean {
  return paymentTypes.has(event.type);
}

/** Stripe's id of the subscription an event is about; null when it is about none. */
export function findStripeSubscriptionId(event: GatewayEvent): string | null {
  const object = objectOf(event);
  if (object.object === 'checkout.session') return idOf(object.subscription);
  if (!subscriptionTypes.has(event.type)) return null;
  if (object.object === 'subscription') return object.id;
  return (
    idOf(object.parent?.subscription_details?.subscription) ??
    idOf(object.subscription) ??
    // The bill of an overage is an invoice of its own, with our mark on it.
    object.metadata?.gateway_subscription_id ??
    null
  );
}

/** The payment an event names: by our own mark on the object, or by the payment intent's. */
export async function findStripePayment(
  event: GatewayEvent,
  parts: {
    stripe: StripeClient;
    findPaymentId(gatewayPaymentId: string): Promise<string | null>;
  },
): Promise<PaymentReference | null> {
  const object = objectOf(event);
  const gatewayCheckoutId = object.object === 'checkout.session' ? object.id : null;
  const gatewayPaymentId =
    object.object === 'payment_intent' ? object.id : idOf(object.payment_intent);
  const paymentId =
    object.metadata?.payment_id ??
    (gatewayPaymentId ? await findByIntent(gatewayPaymentId, parts) : null);
  return paymentId ? { paymentId, gatewayCheckoutId, gatewayPaymentId } : null;
}

/** Refunds and disputes carry no mark of ours; their intent does, even before we knew its id. */
async function findByIntent(
  intentId: string,
  parts: Parameters<typeof findStripePayment>[1],
): Promise<string | null> {
  const known = await parts.findPaymentId(intentId);
  if (known) return known;
  const intent = await parts.stripe.askOrMissing((api) => api.paymentIntents.retrieve(intentId));
  return intent?.metadata.payment_id ?? null;
}
