// The SQL functions subscriptions are made of: one method each, outcomes as values.
import { callFunction } from '../clients/call-function.ts';
import type { Database } from '../clients/database.ts';
import type { Buyer } from '../payments/payment-ledger.ts';

/** A subscription's row, as far as the api asks. */
export interface SubscriptionRow {
  id: string;
  organization_id: string;
  user_id: string;
  plan_id: string;
  pending_plan_id: string | null;
  status: 'incomplete' | 'active' | 'past_due' | 'canceled';
  gateway_checkout_id: string | null;
  gateway_subscription_id: string | null;
  gateway_customer_id: string | null;
  checkout_expires_at: string;
}

/** What the gateway says now of a subscription: what `apply_subscription_snapshot` takes. */
export interface SubscriptionSnapshot {
  gatewaySubscriptionId: string;
  gatewayCustomerId: string | null;
  status: SubscriptionRow['status'];
  /** The gateway's price of the plan it has now. */
  priceId: string | null;
  currentPeriodStartAt: string | null;
  currentPeriodEndAt: string | null;
  cancelAtPeriodEnd: boolean;
}

/** What the gateway says now of an invoice: what `apply_invoice_snapshot` takes. */
export interface InvoiceSnapshot {
  invoiceId: string;
  status: string;
  amountPaidMinor: number;
  currency: string;
  gatewayPaymentId: string | null;
  receiptUrl: string | null;
  isTest: boolean;
  paidAt: string | null;
  attemptCount: number;
  /** The period whose overage it bills. */
  overagePeriodId: string | null;
  card: { brand: string; last4: string; fingerprint: string | null } | null;
  lines: {
    priceId: string | null;
    amountMinor: number;
    isProration: boolean;
    periodStartAt: string;
    periodEndAt: string;
  }[];
}

/** What is owed for a period's overage. */
export interface OverageBill {
  outcome: 'due' | 'billed' | 'not_due' | 'not_found';
  amount_minor: number;
  currency: string;
  used_ms: number;
  starts_at: Date;
  ends_at: Date;
  subscription_id: string;
  gateway_subscription_id: string;
  gateway_customer_id: string;
}

/** Why no subscription was begun. */
export type SubscriptionRefusal =
  | 'idempotency_conflict'
  | 'account_not_found'
  | 'plan_not_found'
  | 'subscription_exists';

type CreateResult =
  | { outcome: 'created' | 'replayed' | 'checkout_open'; subscription: SubscriptionRow }
  | { outcome: SubscriptionRefusal; subscription: SubscriptionRow | null };

/** The api's way to everything that changes subscriptions. */
export type SubscriptionLedger = ReturnType<typeof createSubscriptionLedger>;

/** Binds the SQL functions to a database. */
export function createSubscriptionLedger(database: Pick<Database, 'query'>) {
  const call = <Row extends object>(name: string, parameters: Record<string, unknown>) =>
    callFunction<Row>(database, name, parameters);
  const ofUser = (user: Buyer) => ({
    p_user_id: user.userId,
    p_organization_id: user.organizationId,
  });

  return {
    /** Begins a subscription, once for each idempotency key. */
    create: (
      user: Buyer,
      wish: {
        plan: string;
        overageCapMinor: number;
        idempotencyKey: string;
        requestHash: string;
        lifetimeMs: number;
      },
    ) =>
      call<CreateResult>('create_subscription', {
        ...ofUser(user),
        p_plan: wish.plan,
        p_overage_cap_minor: wish.overageCapMinor,
        p_idempotency_key: wish.idempotencyKey,
        p_request_hash: wish.requestHash,
        p_lifetime_ms: wish.lifetimeMs,
      }),

    /** Notes the checkout it is to be paid by; `conflict` when it was given up meanwhile. */
    setCheckout: (subscriptionId: string, checkoutId: string, customerId: string) =>
      call<{ outcome: 'set' | 'conflict' | 'not_found' }>('set_subscription_checkout', {
        p_subscription_id: subscriptionId,
        p_gateway_checkout_id: checkoutId,
        p_gateway_customer_id: customerId,
      }),

    /** Gives up one whose checkout has been ended. */
    abandon: (subscriptionId: string) =>
      call<{ outcome: 'abandoned' | 'in_use' | 'not_found' }>('abandon_subscription', {
        p_subscription_id: subscriptionId,
      }),

    /** Our record of a gateway's subscription; null when it is none of ours. */
    async find(
      gatewaySubscriptionId: string,
      subscriptionId: string | null,
    ): Promise<SubscriptionRow | null> {
      const { subscription } = await call<{ subscription: SubscriptionRow | null }>(
        'find_subscription',
        { p_gateway_subscription_id: gatewaySubscriptionId, p_subscription_id: subscriptionId },
      );
      return subscription;
    },

    /** Makes true what the gateway said when the database's clock showed `observedAt`. */
    applySubscription: (
      subscriptionId: string,
      observedAt: string,
      snapshot: SubscriptionSnapshot,
    ) =>
      call<{ outcome: 'applied' | 'unchanged' | 'stale' | 'duplicate' | 'not_found' }>(
        'apply_subscription_snapshot',
        {
          p_subscription_id: subscriptionId,
          p_observed_at: observedAt,
          p_snapshot: JSON.stringify(snapshot),
        },
      ),

    /** Records and grants a paid invoice, once. */
    applyInvoice: (subscriptionId: string, observedAt: string, snapshot: InvoiceSnapshot) =>
      call<{ outcome: 'applied' | 'unchanged' | 'review' | 'unpaid' | 'not_found' }>(
        'apply_invoice_snapshot',
        {
          p_subscription_id: subscriptionId,
          p_observed_at: observedAt,
          p_snapshot: JSON.stringify(snapshot),
        },
      ),

    /** Sets the most a period's overage may cost. */
    setOverageCap: (user: Buyer, overageCapMinor: number) =>
      call<{ outcome: 'set' | 'subscription_missing' | 'overage_not_offered' }>('set_overage_cap', {
        ...ofUser(user),
        p_overage_cap_minor: overageCapMinor,
      }),

    /** Remembers the gateway's price of a plan; answers the one that stands. */
    async setPlanPrice(planId: string, priceId: string, replacedId: string | null) {
      const { gateway_price_id } = await call<{ gateway_price_id: string }>(
        'set_plan_gateway_price',
        { p_plan_id: planId, p_gateway_price_id: priceId, p_replaced_id: replacedId },
      );
      return gateway_price_id;
    },

    /** Counts overages of periods that are over; answers how many. */
    async closeOverages(limit: number): Promise<number> {
      return (await call<{ count: number }>('close_overages', { p_limit: limit })).count;
    },

    /** What is owed for a period. */
    getOverageBill: (periodId: string) =>
      call<OverageBill>('get_overage_bill', { p_period_id: periodId }),

    /** Notes what a period was billed with. */
    setOverageInvoice: (periodId: string, invoiceId: string) =>
      call<{ outcome: 'set' | 'conflict' | 'not_found' }>('set_overage_invoice', {
        p_period_id: periodId,
        p_invoice_id: invoiceId,
      }),

    /** Asks for a look at subscriptions that may have changed unheard; answers how many. */
    async enqueueDueSyncs(limit: number): Promise<number> {
      const due = await call<{ count: number }>('enqueue_due_subscription_syncs', {
        p_limit: limit,
      });
      return due.count;
    },
  };
}
