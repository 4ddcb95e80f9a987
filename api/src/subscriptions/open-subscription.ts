// Begins a subscription: its record first, then the form to pay the first period with.
import { createHash } from 'node:crypto';
import type { Database } from '../clients/database.ts';
import type { Stripe } from '../clients/stripe.ts';
import type { StripeBilling } from '../clients/stripe-billing.ts';
import type { ApiEnvironment } from '../environment.ts';
import { GatewayUnavailableError } from '../payments/gateway.ts';
import type { Buyer } from '../payments/payment-ledger.ts';
import { ProblemError } from '../problem.ts';
import { readPlan } from '../reads/read-plans.ts';
import { priceOfPlan, remakePrice } from './plan-prices.ts';
import { refuseSubscription } from './refuse-subscription.ts';
import type { SubscriptionLedger, SubscriptionRow } from './subscription-ledger.ts';

/** Stripe allows 30 minutes at least, counted from its own clock. */
const CHECKOUT_LIFETIME_MS = 60 * 60_000;

/** What a person asks for. */
export interface SubscriptionWish {
  plan: string;
  overageCapMinor: number;
  mode: 'embedded' | 'hosted';
}

/** What beginning works with. */
export interface OpenSubscriptionParts {
  database: Database;
  subscriptionLedger: SubscriptionLedger;
  stripeBilling: StripeBilling;
  ensureCustomer(buyer: Buyer): Promise<string>;
  environment: Pick<ApiEnvironment, 'PUBLIC_URL' | 'STRIPE_TAX'>;
}

/**
 * The checkout of a wish, new or begun before by the same request.
 * @throws {ProblemError} for a refusal.
 */
export async function openSubscription(
  parts: OpenSubscriptionParts,
  user: Buyer,
  wish: SubscriptionWish,
  idempotencyKey: string,
): Promise<{ checkout: Stripe.Checkout.Session; expiresAt: Date }> {
  const subscription = await createRecord(parts, user, wish, idempotencyKey);
  const expiresAt = new Date(subscription.checkout_expires_at);
  if (subscription.gateway_checkout_id) {
    const checkout = await parts.stripeBilling.readCheckout(subscription.gateway_checkout_id);
    if (checkout?.status === 'open') return { checkout, expiresAt };
    throw new ProblemError('idempotency_conflict', 'The form of this request is done with.');
  }
  const checkout = await createCheckout(parts, user, subscription, wish.mode);
  const { outcome } = await parts.subscriptionLedger.setCheckout(
    subscription.id,
    checkout.id,
    await parts.ensureCustomer(user),
  );
  if (outcome === 'set') return { checkout, expiresAt };
  // Another request of theirs was quicker: nobody may pay this one.
  await parts.stripeBilling.expireCheckout(checkout.id);
  throw refuseSubscription('subscription_exists');
}

/** The record, after giving up one whose form was never paid. */
async function createRecord(
  { subscriptionLedger, stripeBilling }: OpenSubscriptionParts,
  user: Buyer,
  wish: SubscriptionWish,
  idempotencyKey: string,
): Promise<SubscriptionRow> {
  const create = () =>
    subscriptionLedger.create(user, {
      ...wish,
      idempotencyKey,
      requestHash: createHash('sha256').update(JSON.stringify(wish)).digest('hex'),
      lifetimeMs: CHECKOUT_LIFETIME_MS,
    });
  let created = await create();
  if (created.outcome === 'checkout_open') {
    await giveUp(subscriptionLedger, stripeBilling, created.subscription);
    created = await create();
  }
  switch (created.outcome) {
    case 'created':
    case 'replayed':
      if (created.subscription.status === 'incomplete') return created.subscription;
      throw refuseSubscription('subscription_exists');
    case 'checkout_open':
      throw refuseSubscription('subscription_exists');
    default:
      throw refuseSubscription(created.outcome);
  }
}

/** Ends the open form of another wish; one that was paid meanwhile is a subscription. */
async function giveUp(
  subscriptionLedger: SubscriptionLedger,
  stripeBilling: StripeBilling,
  subscription: SubscriptionRow,
): Promise<void> {
  const { id, gateway_checkout_id: checkoutId } = subscription;
  const checkout = checkoutId ? await stripeBilling.readCheckout(checkoutId) : null;
  if (checkout?.status === 'complete') throw refuseSubscription('subscription_exists');
  if (checkout?.status === 'open') await stripeBilling.expireCheckout(checkout.id);
  await subscriptionLedger.abandon(id);
}

async function createCheckout(
  parts: OpenSubscriptionParts,
  user: Buyer,
  subscription: SubscriptionRow,
  mode: SubscriptionWish['mode'],
): Promise<Stripe.Checkout.Session> {
  const { stripeBilling, environment } = parts;
  const plan = await readPlan(parts.database, subscription.plan_id);
  if (!plan) throw new Error('the plan of a subscription vanished');
  const order = {
    subscriptionId: subscription.id,
    customerId: await parts.ensureCustomer(user),
    mode,
    expiresAt: new Date(subscription.checkout_expires_at),
    publicUrl: environment.PUBLIC_URL,
    hasTax: environment.STRIPE_TAX,
  };
  const checkout =
    (await stripeBilling.createCheckout({ ...order, priceId: await priceOfPlan(parts, plan) })) ??
    // The gateway does not know the price we remember, as after a change of its account.
    (await stripeBilling.createCheckout({ ...order, priceId: await remakePrice(parts, plan) }));
  if (!checkout) throw new GatewayUnavailableError('Stripe knows neither customer nor price');
  return checkout;
}
