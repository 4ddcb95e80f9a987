// What we ask of Stripe Billing: prices of plans, subscriptions, their invoices and the portal.
import { CardDeclinedError } from '../payments/gateway.ts';
import { idOf } from '../payments/stripe-snapshot.ts';
import type { PlanRow } from '../reads/read-plans.ts';
import { MARKS } from '../subscriptions/stripe-billing-snapshot.ts';
import type { Stripe, StripeClient } from './stripe.ts';

/** A checkout that begins a subscription. */
export interface SubscriptionOrder {
  subscriptionId: string;
  customerId: string;
  priceId: string;
  mode: 'embedded' | 'hosted';
  expiresAt: Date;
  /** Where buyers come back to. */
  publicUrl: string;
  hasTax: boolean;
}

/** What is to be billed for a period. */
export interface OverageOrder {
  periodId: string;
  subscriptionId: string;
  gatewaySubscriptionId: string;
  customerId: string;
  amountMinor: number;
  currency: string;
  title: string;
}

const addressOf = (publicUrl: string, path: string) => `${publicUrl.replace(/\/$/, '')}${path}`;

/** The api's way to Stripe Billing. Every method throws what {@link StripeClient} throws. */
export type StripeBilling = ReturnType<typeof createStripeBilling>;

/** Binds the requests to a client. */
export function createStripeBilling(stripe: StripeClient) {
  return {
    /** The price of a plan: the one made before, or a new one. */
    async findOrCreatePrice(plan: PlanRow): Promise<string> {
      const lookupKey = `plan:${plan.id}`;
      const found = await stripe.ask((api) =>
        api.prices.list({ lookup_keys: [lookupKey], active: true, limit: 1 }),
      );
      if (found.data[0]) return found.data[0].id;
      const marks = { metadata: { [MARKS.planId]: plan.id } };
      const price = await stripe.ask((api) =>
        api.prices.create(
          {
            currency: plan.currency.toLowerCase(),
            unit_amount: plan.price_minor,
            recurring: { interval: 'month' },
            lookup_key: lookupKey,
            product_data: { name: plan.name, ...marks },
            ...marks,
          },
          { idempotencyKey: `plan:${plan.id}:price` },
        ),
      );
      return price.id;
    },

    /** The checkout of a subscription; null when its price is not known there (any more). */
    createCheckout: (order: SubscriptionOrder) =>
      stripe.askOrMissing((api) =>
        api.checkout.sessions.create(toCheckoutParameters(order), {
          idempotencyKey: `subscription:${order.subscriptionId}:${order.priceId}:${order.mode}`,
        }),
      ),

    /** A checkout as it stands; null when it is gone. */
    readCheckout: (checkoutId: string) =>
      stripe.askOrMissing((api) => api.checkout.sessions.retrieve(checkoutId)),

    /** Ends a checkout, so that nobody can pay it. */
    expireCheckout: (checkoutId: string) =>
      stripe.ask((api) => api.checkout.sessions.expire(checkoutId)),

    /** A subscription as it stands; null when there is none. */
    readSubscription: (id: string) => stripe.askOrMissing((api) => api.subscriptions.retrieve(id)),

    /** The last hundred invoices of a customer, the newest first. */
    async listInvoices(customerId: string): Promise<Stripe.Invoice[]> {
      const page = await stripe.ask((api) =>
        api.invoices.list({ customer: customerId, limit: 100 }),
      );
      return page.data;
    },

    /** The payment intent that paid an invoice, with its charge; null when none was needed. */
    async findPayment(invoiceId: string): Promise<Stripe.PaymentIntent | null> {
      const { data } = await stripe.ask((api) =>
        api.invoicePayments.list({ invoice: invoiceId, status: 'paid', limit: 1 }),
      );
      const intent = data[0]?.payment.payment_intent;
      const id = typeof intent === 'string' ? intent : intent?.id;
      if (!id) return null;
      return stripe.ask((api) => api.paymentIntents.retrieve(id, { expand: ['latest_charge'] }));
    },

    /**
     * Gives a subscription another price. `now` charges or credits the rest of the period at once and
     * changes nothing when the card is declined; `period_end` leaves the paid period as it is.
     */
    async changePrice(id: string, priceId: string, when: 'now' | 'period_end'): Promise<void> {
      const subscription = await stripe.ask((api) => api.subscriptions.retrieve(id));
      const item = subscription.items.data[0];
      if (!item || item.price.id === priceId) return;
      const proration: Stripe.SubscriptionUpdateParams =
        when === 'now'
          ? { proration_behavior: 'always_invoice', payment_behavior: 'error_if_incomplete' }
          : { proration_behavior: 'none' };
      await stripe.ask((api) =>
        api.subscriptions.update(id, { items: [{ id: item.id, price: priceId }], ...proration }),
      );
    },

    /** Ends a subscription with its period, or lets it go on. */
    setCancelAtPeriodEnd: (id: string, isCanceled: boolean) =>
      stripe.ask((api) => api.subscriptions.update(id, { cancel_at_period_end: isCanceled })),

    /** Ends a subscription at once. */
    cancel: (id: string) => stripe.askOrMissing((api) => api.subscriptions.cancel(id)),

    /** The bill of a period's overage, made once however often it is asked for. */
    billOverage: (order: OverageOrder) => billOverage(stripe, order),

    /** A page of Stripe's where the customer looks after cards and invoices. */
    async createPortalSession(customerId: string, publicUrl: string): Promise<string> {
      const session = await stripe.ask((api) =>
        api.billingPortal.sessions.create({
          customer: customerId,
          return_url: addressOf(publicUrl, '/account'),
        }),
      );
      return session.url;
    },
  };
}

function toCheckoutParameters(order: SubscriptionOrder): Stripe.Checkout.SessionCreateParams {
  const url = addressOf(order.publicUrl, `/account?subscription=${order.subscriptionId}`);
  const place: Stripe.Checkout.SessionCreateParams =
    order.mode === 'embedded'
      ? { ui_mode: 'embedded_page', redirect_on_completion: 'if_required', return_url: url }
      : { ui_mode: 'hosted_page', success_url: url, cancel_url: url };
  const tax: Stripe.Checkout.SessionCreateParams = order.hasTax
    ? { automatic_tax: { enabled: true }, customer_update: { address: 'auto' } }
    : {};
  const metadata = { [MARKS.subscriptionId]: order.subscriptionId };
  return {
    mode: 'subscription',
    ...place,
    ...tax,
    customer: order.customerId,
    client_reference_id: order.subscriptionId,
    metadata,
    expires_at: Math.floor(order.expiresAt.getTime() / 1_000),
    line_items: [{ price: order.priceId, quantity: 1 }],
    subscription_data: { metadata },
  };
}

// An invoice of its own, at once: an item that waits would come with the next period's invoice, a
// month late, and never when there is no next one.
async function billOverage(stripe: StripeClient, order: OverageOrder): Promise<string> {
  const known = await findOverageInvoice(stripe, order);
  const metadata = {
    [MARKS.overagePeriodId]: order.periodId,
    [MARKS.subscriptionId]: order.subscriptionId,
    [MARKS.gatewaySubscriptionId]: order.gatewaySubscriptionId,
  };
  const currency = order.currency.toLowerCase();
  // The card of the subscription is not one of the customer's other invoices by itself.
  const subscription = await stripe.askOrMissing((api) =>
    api.subscriptions.retrieve(order.gatewaySubscriptionId),
  );
  const card = idOf(subscription?.default_payment_method);
  const invoice =
    known ??
    (await stripe.ask((api) =>
      api.invoices.create(
        {
          customer: order.customerId,
          collection_method: 'charge_automatically',
          auto_advance: true,
          currency,
          pending_invoice_items_behavior: 'exclude',
          ...(card ? { default_payment_method: card } : {}),
          metadata,
        },
        { idempotencyKey: `overage:${order.periodId}:invoice` },
      ),
    ));
  if (invoice.status === 'draft') {
    if (invoice.lines.data.length === 0) {
      await stripe.ask((api) =>
        api.invoiceItems.create(
          {
            customer: order.customerId,
            invoice: invoice.id,
            amount: order.amountMinor,
            currency,
            description: order.title,
            metadata,
          },
          { idempotencyKey: `overage:${order.periodId}:item` },
        ),
      );
    }
    await stripe.ask((api) => api.invoices.finalizeInvoice(invoice.id, { auto_advance: true }));
  }
  if (card) await tryToPay(stripe, invoice);
  return invoice.id;
}

/** Charges the card at once. Declined, the bill stays open and Stripe tries again by itself. */
async function tryToPay(stripe: StripeClient, invoice: Stripe.Invoice): Promise<void> {
  if (invoice.status === 'paid' || invoice.attempt_count > 0) return;
  try {
    await stripe.ask((api) => api.invoices.pay(invoice.id, { off_session: true }));
  } catch (error) {
    if (!(error instanceof CardDeclinedError)) throw error;
  }
}

/** Stripe forgets idempotency keys after a day; the mark on the invoice stays. */
async function findOverageInvoice(
  stripe: StripeClient,
  order: OverageOrder,
): Promise<Stripe.Invoice | null> {
  const page = await stripe.ask((api) =>
    api.invoices.list({ customer: order.customerId, limit: 100 }),
  );
  const isOurs = ({ metadata }: Stripe.Invoice) =>
    metadata?.[MARKS.overagePeriodId] === order.periodId;
  return page.data.find(isOurs) ?? null;
}
