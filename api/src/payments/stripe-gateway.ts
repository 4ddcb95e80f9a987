// Stripe as a payment gateway: checkouts, payment intents, and what became of them.
import { z } from 'zod';
import type { Stripe, StripeClient } from '../clients/stripe.ts';
import {
  CardDeclinedError,
  type GatewayCheckout,
  type PaymentGateway,
  type PaymentOrder,
  type PaymentReference,
} from './gateway.ts';
import { findStripePayment, isAboutMoney, RELEVANT_EVENT_TYPES } from './stripe-events.ts';
import { checkoutParameters, intentParameters } from './stripe-parameters.ts';
import { idOf, toStripeSnapshot } from './stripe-snapshot.ts';

/** Of the year 9999: later moments are no dates of Postgres's. */
const LAST_SECOND = 253_370_764_800;

/** A payment intent made, or found again, and what comes next. */
export interface StripeIntent {
  gatewayPaymentId: string;
  clientSecret: string | null;
  nextAction: 'none' | 'confirm' | 'authenticate';
  authenticationUrl: string | null;
}

/** How a payment intent is to be paid. */
export interface IntentOptions {
  /** Charged at once; null: the buyer enters a card. */
  savedCardId: string | null;
  saveCard: boolean;
  /** Nobody sits before a screen: the bank may not ask. */
  isOffSession?: boolean;
}

/** What Stripe can do beyond what every gateway does. */
export interface StripeGateway extends PaymentGateway {
  readonly name: 'stripe';
  /**
   * Makes a payment intent. Idempotent by payment.
   * @throws {CardDeclinedError} when a saved card was declined; the payment is then over.
   */
  createIntent(order: PaymentOrder, options: IntentOptions): Promise<StripeIntent>;
  /** Forgets a saved card. */
  deleteCard(paymentMethodId: string): Promise<void>;
}

/** What the gateway is built from. */
export interface StripeGatewayParts {
  stripe: StripeClient;
  /** The user's customer at Stripe, made when there is none yet. */
  ensureCustomer(user: { userId: string; organizationId: string }): Promise<string>;
  /** Our payment of a payment intent; null when it is none of ours. */
  findPaymentId(gatewayPaymentId: string): Promise<string | null>;
  /** Where buyers come back to. */
  publicUrl: string;
  /** Stripe Tax works out the tax within the price. */
  hasTax: boolean;
}

/** Makes the gateway. */
export function createStripeGateway(parts: StripeGatewayParts): StripeGateway {
  const { stripe, ensureCustomer } = parts;
  return {
    name: 'stripe',

    async createCheckout(order, { mode }) {
      const customer = await ensureCustomer(order);
      const parameters = checkoutParameters(order, { ...parts, mode, customer });
      const checkout = await stripe.ask((api) =>
        api.checkout.sessions.create(parameters, {
          idempotencyKey: `payment:${order.paymentId}:checkout`,
        }),
      );
      return toCheckout(checkout);
    },

    async createIntent(order, options) {
      const customer = await ensureCustomer(order);
      const parameters = intentParameters(order, { ...options, customer, ...parts });
      const intent = await stripe.ask((api) =>
        api.paymentIntents.create(parameters, {
          idempotencyKey: `payment:${order.paymentId}:intent`,
        }),
      );
      return toIntent(intent);
    },

    verifyWebhook(rawBody, headers) {
      const event = stripe.verifyEvent(rawBody, headers.get('stripe-signature'));
      return eventSchema.safeParse(event).success ? toGatewayEvent(event as Stripe.Event) : null;
    },

    findPayment: (event) =>
      isAboutMoney(event) ? findStripePayment(event, parts) : Promise.resolve(null),

    readPayment: (payment) => readPayment(stripe, payment),

    async closePayment(payment) {
      const state = await readState(stripe, payment);
      if (state.checkout?.status === 'open') {
        const { id } = state.checkout;
        await stripe.ask((api) => api.checkout.sessions.expire(id));
      } else if (state.intent?.status.startsWith('requires_')) {
        const { id } = state.intent;
        await stripe.ask((api) => api.paymentIntents.cancel(id));
      }
    },

    async *listChanged(since) {
      const events = stripe.list((api) =>
        api.events.list({
          created: { gte: Math.floor(since.getTime() / 1_000) },
          types: [...RELEVANT_EVENT_TYPES],
          limit: 100,
        }),
      );
      for await (const event of events) yield toGatewayEvent(event);
    },

    async deleteCard(paymentMethodId) {
      await stripe.askOrMissing((api) => api.paymentMethods.detach(paymentMethodId));
    },
  };
}

async function readPayment(stripe: StripeClient, payment: PaymentReference) {
  const state = await readState(stripe, payment);
  const owner = state.intent?.metadata.payment_id ?? state.checkout?.metadata?.payment_id;
  if (owner !== undefined && owner !== payment.paymentId) {
    throw new Error(`what Stripe calls ${state.intent?.id} belongs to another payment`);
  }
  return toStripeSnapshot(state);
}

/** Asks for everything about a payment: its form, its intent, and what was given back of it. */
async function readState(stripe: StripeClient, payment: PaymentReference) {
  const { gatewayCheckoutId } = payment;
  const checkout = gatewayCheckoutId
    ? await stripe.askOrMissing((api) => api.checkout.sessions.retrieve(gatewayCheckoutId))
    : null;
  const intentId = payment.gatewayPaymentId ?? idOf(checkout?.payment_intent);
  const intent = intentId
    ? await stripe.askOrMissing((api) =>
        api.paymentIntents.retrieve(intentId, { expand: ['latest_charge', 'payment_method'] }),
      )
    : null;
  if (intent?.status !== 'succeeded') return { checkout, intent, refunds: [], disputes: [] };
  const ofIntent = { payment_intent: intent.id, limit: 100 };
  const [refunds, disputes] = await Promise.all([
    stripe.ask((api) => api.refunds.list(ofIntent)),
    stripe.ask((api) => api.disputes.list(ofIntent)),
  ]);
  return { checkout, intent, refunds: refunds.data, disputes: disputes.data };
}

function toCheckout(checkout: Stripe.Checkout.Session): GatewayCheckout {
  return {
    gatewayCheckoutId: checkout.id,
    gatewayPaymentId: idOf(checkout.payment_intent),
    clientSecret: checkout.client_secret,
    url: checkout.url,
  };
}

function toIntent(intent: Stripe.PaymentIntent): StripeIntent {
  const common = { gatewayPaymentId: intent.id, clientSecret: intent.client_secret };
  switch (intent.status) {
    case 'succeeded':
    case 'processing':
    case 'requires_capture':
    case 'canceled':
      return { ...common, clientSecret: null, nextAction: 'none', authenticationUrl: null };
    case 'requires_action':
      return {
        ...common,
        nextAction: 'authenticate',
        authenticationUrl: intent.next_action?.redirect_to_url?.url ?? null,
      };
    default:
      if (intent.last_payment_error) {
        const { decline_code: declineCode, code } = intent.last_payment_error;
        throw new CardDeclinedError(declineCode ?? code ?? 'card_declined', intent.id);
      }
      return { ...common, nextAction: 'confirm', authenticationUrl: null };
  }
}

/** As much of an event's form as is relied on: a signature says who wrote it, not that it fits. */
const eventSchema = z.looseObject({
  id: z.string().min(1).max(200),
  type: z.string().min(1).max(100),
  created: z.int().min(0).max(LAST_SECOND),
  data: z.looseObject({
    object: z.looseObject({ id: z.string().min(1).max(200).optional(), object: z.string() }),
  }),
});

function toGatewayEvent(event: Stripe.Event) {
  const object = event.data.object as { id?: string };
  return {
    id: event.id,
    type: event.type,
    objectId: object.id ?? event.id,
    createdAt: new Date(event.created * 1_000),
    payload: event,
  };
}
