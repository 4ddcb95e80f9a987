// Checkout sessions: opened by the api, paid on the pay page, complete or expired in the end.
import type Stripe from 'stripe';
import { invalid } from '../api/stripe-error.ts';
import { idOf, type World } from '../world.ts';
import { createCustomer } from './customers.ts';
import { confirmPaymentIntent, createPaymentIntent } from './payment-intents.ts';
import { startSubscription } from './subscriptions.ts';

/** What the payer chose on the pay page. */
export type PayerChoice = {
  method: Stripe.PaymentMethod;
  isSaved?: boolean;
  email?: string | null;
};

/** How far a try to pay came. */
export type PayResult = {
  outcome: 'complete' | 'authenticate' | 'declined' | 'closed';
  /** Why the bank refused, for the payer. */
  message?: string;
  paymentIntentId?: string;
};

/** Ends sessions nobody paid in time. */
export function expireDueSessions(world: World): void {
  for (const session of world.store.checkoutSessions.all()) {
    if (session.status === 'open' && session.expires_at <= world.now())
      expireSession(world, session);
  }
}

/** Ends an open session. @throws {StripeApiError} when it is not open. */
export function expireSession(
  world: World,
  session: Stripe.Checkout.Session,
): Stripe.Checkout.Session {
  if (session.status !== 'open') {
    const message = `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`;
    throw invalid(message);
  }
  const intent = world.store.paymentIntents.get(idOf(session.payment_intent) ?? '');
  if (intent && intent.status !== 'succeeded' && intent.status !== 'canceled') {
    world.store.paymentIntents.change(intent, { status: 'canceled', canceled_at: world.now() });
    world.emit('payment_intent.canceled', intent);
  }
  world.store.checkoutSessions.change(session, { status: 'expired', url: null });
  world.emit('checkout.session.expired', session);
  return session;
}

function complete(
  world: World,
  session: Stripe.Checkout.Session,
  paymentStatus: Stripe.Checkout.Session.PaymentStatus,
): void {
  world.store.checkoutSessions.change(session, {
    status: 'complete',
    payment_status: paymentStatus,
    url: null,
  });
  world.emit('checkout.session.completed', session);
}

function intentOf(
  world: World,
  session: Stripe.Checkout.Session,
  isSaved: boolean,
): Stripe.PaymentIntent {
  const { store } = world;
  const existing = store.paymentIntents.get(idOf(session.payment_intent) ?? '');
  const data = store.checkoutOrders.get(session.id)?.paymentIntentData ?? {};
  const isSubscription = session.mode === 'subscription';
  const usage = isSubscription
    ? 'off_session'
    : (data.setup_future_usage ?? (isSaved ? 'on_session' : null));
  if (existing) return store.paymentIntents.change(existing, { setup_future_usage: usage });
  const intent = createPaymentIntent(world, {
    amount: session.amount_total ?? 0,
    currency: session.currency ?? 'eur',
    customer: idOf(session.customer),
    description: data.description ?? (isSubscription ? 'Subscription creation' : null),
    metadata: data.metadata ?? {},
    receipt_email: data.receipt_email ?? null,
    setup_future_usage: usage,
    statement_descriptor: data.statement_descriptor ?? null,
    statement_descriptor_suffix: data.statement_descriptor_suffix ?? null,
  });
  store.checkoutSessions.change(session, { payment_intent: intent.id });
  return intent;
}

/** Records who pays; a session without a customer may ask for one to be made. */
function identify(world: World, session: Stripe.Checkout.Session, email: string | null): void {
  const customer = world.store.customers.get(idOf(session.customer) ?? '');
  const known = email ?? customer?.email ?? session.customer_email;
  world.store.checkoutSessions.change(session, {
    customer_details: {
      address: null,
      business_name: null,
      email: known,
      individual_name: null,
      name: customer?.name ?? null,
      phone: null,
      tax_exempt: 'none',
      tax_ids: [],
    },
  });
}

/** Subscriptions and cards to be saved need a customer: one is made. */
function ensureCustomer(world: World, session: Stripe.Checkout.Session, email: string | null) {
  const order = world.store.checkoutOrders.get(session.id);
  const isNeeded =
    session.mode === 'subscription' ||
    session.customer_creation === 'always' ||
    order?.paymentIntentData.setup_future_usage !== undefined;
  if (session.customer || !isNeeded) return;
  const known = email ?? session.customer_email;
  const customer = createCustomer(world, { ...(known ? { email: known } : {}) });
  world.store.checkoutSessions.change(session, { customer: customer.id });
}

/** The first period has been paid for: the subscription begins. */
function beginSubscription(
  world: World,
  session: Stripe.Checkout.Session,
  intent: Stripe.PaymentIntent,
): void {
  const order = world.store.checkoutOrders.get(session.id);
  const customer = world.store.customers.get(idOf(session.customer) ?? '');
  if (order === undefined || customer === undefined) return;
  const items = order.lineItems.flatMap(({ price, quantity }) =>
    price?.type === 'recurring' ? [{ price, quantity: quantity ?? 1 }] : [],
  );
  const subscription = startSubscription(world, {
    customer,
    items,
    paidBy: intent,
    fields: {
      default_payment_method: idOf(intent.payment_method),
      metadata: order.subscriptionData.metadata ?? {},
      description: order.subscriptionData.description ?? null,
    },
  });
  world.store.checkoutSessions.change(session, {
    subscription: subscription.id,
    invoice: idOf(subscription.latest_invoice),
    // Its payment is the invoice's, and is found there.
    payment_intent: null,
  });
}

/** Finishes the session a payment belongs to, once the payment has come to something. */
export function followPayment(world: World, intent: Stripe.PaymentIntent): void {
  const session = world.store.checkoutSessions
    .all()
    .find(({ payment_intent }) => payment_intent === intent.id);
  if (session === undefined) return;
  if (session.status === 'open') {
    if (intent.status === 'succeeded' && session.mode === 'subscription') {
      beginSubscription(world, session, intent);
    }
    if (intent.status === 'succeeded') complete(world, session, 'paid');
    if (intent.status === 'processing') complete(world, session, 'unpaid');
    return;
  }
  if (session.status !== 'complete' || session.payment_status !== 'unpaid') return;
  if (intent.status === 'succeeded') {
    world.store.checkoutSessions.change(session, { payment_status: 'paid' });
    world.emit('checkout.session.async_payment_succeeded', session);
  } else if (intent.status === 'requires_payment_method') {
    world.emit('checkout.session.async_payment_failed', session);
  }
}

/** A try to pay an open session; another card may follow a refusal. */
export function paySession(
  world: World,
  session: Stripe.Checkout.Session,
  { method, isSaved = false, email = null }: PayerChoice,
): PayResult {
  expireDueSessions(world);
  if (session.status !== 'open') return { outcome: 'closed' };
  ensureCustomer(world, session, email);
  identify(world, session, email);
  if (session.amount_total === 0) {
    complete(world, session, 'no_payment_required');
    return { outcome: 'complete' };
  }
  if (isSaved) world.store.paymentMethods.change(method, { allow_redisplay: 'always' });
  const intent = intentOf(world, session, isSaved);
  confirmPaymentIntent(world, intent, method, { returnUrl: `${world.url}/pay/${session.id}` });
  followPayment(world, intent);
  return resultOf(intent);
}

/** What became of a payment, for the payer. */
export function resultOf(intent: Stripe.PaymentIntent): PayResult {
  const paymentIntentId = intent.id;
  if (intent.status === 'requires_action') return { outcome: 'authenticate', paymentIntentId };
  if (intent.last_payment_error) {
    const message = intent.last_payment_error.message ?? 'The payment failed.';
    return { outcome: 'declined', message, paymentIntentId };
  }
  return { outcome: 'complete', paymentIntentId };
}
