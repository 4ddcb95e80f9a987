// The SQL functions payments are made of: one method each, outcomes as values.
import { callForRows, callFunction } from '../clients/call-function.ts';
import type { Database } from '../clients/database.ts';
import type {
  GatewayEvent,
  GatewayName,
  PaymentReference,
  PaymentSnapshot,
  SavedCard,
} from './gateway.ts';
import type { PaymentRow } from './payment-row.ts';

/** Who buys. */
export interface Buyer {
  userId: string;
  organizationId: string;
}

/** What a payment begins with. */
export interface NewPayment extends Buyer {
  /** Null: only a replay is wanted. */
  quoteId: string | null;
  kind: 'purchase' | 'auto_top_up';
  gateway: GatewayName;
  mode: 'checkout' | 'intent' | 'invoice';
  idempotencyKey: string;
  /** Tells a replay from another wish under the same key. */
  requestHash: string;
  lifetimeMs: number;
}

/** Why a payment was refused. */
export type PaymentRefusal =
  | 'idempotency_conflict'
  | 'account_not_found'
  | 'quote_not_found'
  | 'quote_expired'
  | 'quote_used'
  | 'too_many_pending'
  | 'promo_code_exhausted';

/** What came of a snapshot. */
export interface AppliedSnapshot {
  outcome: 'applied' | 'unchanged' | 'stale' | 'review' | 'not_found';
  status: PaymentRow['status'] | null;
  time_grant_id: string | null;
  balance_ms: number | null;
}

/** The api's way to everything that changes payments. */
export type PaymentLedger = ReturnType<typeof createPaymentLedger>;

/** Binds the SQL functions to a database. */
export function createPaymentLedger(database: Database) {
  const call = <Row extends object>(name: string, parameters: Record<string, unknown>) =>
    callFunction<Row>(database, name, parameters);

  return {
    /** A payment of what a quote says, once for each idempotency key of an account. */
    createPayment: (payment: NewPayment) =>
      call<
        | { outcome: 'created' | 'replayed'; payment: PaymentRow }
        | { outcome: PaymentRefusal; payment: null }
      >('create_payment', {
        p_user_id: payment.userId,
        p_organization_id: payment.organizationId,
        p_quote_id: payment.quoteId,
        p_kind: payment.kind,
        p_gateway: payment.gateway,
        p_mode: payment.mode,
        p_idempotency_key: payment.idempotencyKey,
        p_request_hash: payment.requestHash,
        p_lifetime_ms: payment.lifetimeMs,
      }),

    /** Notes what the gateway calls a payment. */
    async setGatewayIds(payment: PaymentReference): Promise<void> {
      const { outcome } = await call<{ outcome: 'set' | 'conflict' | 'not_found' }>(
        'set_payment_gateway_ids',
        {
          p_payment_id: payment.paymentId,
          p_gateway_checkout_id: payment.gatewayCheckoutId,
          p_gateway_payment_id: payment.gatewayPaymentId,
        },
      );
      if (outcome !== 'set') throw new Error(`payment ${payment.paymentId}: ids are in ${outcome}`);
    },

    /** The database's clock: what snapshots are dated by. In its own text, which is exact. */
    async now(): Promise<string> {
      const [row] = await database.query<{ now: string }>(
        'select public.database_now()::text as now',
      );
      if (!row) throw new Error('database_now answered nothing');
      return row.now;
    },

    /** Makes true what the gateway said when the database's clock showed `observedAt`. */
    applySnapshot: (paymentId: string, observedAt: string, snapshot: PaymentSnapshot) =>
      call<AppliedSnapshot>('apply_payment_snapshot', {
        p_payment_id: paymentId,
        p_observed_at: observedAt,
        p_snapshot: JSON.stringify(snapshot),
      }),

    /** Puts an event on record with the task that will process it; both once. */
    async recordEvent(gateway: GatewayName, event: GatewayEvent): Promise<'recorded' | 'replayed'> {
      const { outcome } = await call<{ outcome: 'recorded' | 'replayed' }>('record_gateway_event', {
        p_gateway: gateway,
        p_event_id: event.id,
        p_type: event.type,
        p_object_id: event.objectId,
        p_created_at: event.createdAt.toISOString(),
        p_payload: JSON.stringify(event.payload),
      });
      return outcome;
    },

    /** Notes what came of an attempt at an event. */
    finishEvent: (
      gateway: GatewayName,
      eventId: string,
      result: { outcome: string } | { error: string },
    ) =>
      call<{ outcome: 'finished' | 'failed' | 'not_found' }>('finish_gateway_event', {
        p_gateway: gateway,
        p_event_id: eventId,
        p_outcome: 'outcome' in result ? result.outcome : null,
        p_error: 'error' in result ? result.error : null,
      }),

    /** The payment a gateway knows by this id; null when it is none of ours. */
    async findByGatewayId(gateway: GatewayName, gatewayId: string): Promise<PaymentRow | null> {
      const { payment } = await call<{ payment: PaymentRow | null }>('get_payment_by_gateway_id', {
        p_gateway: gateway,
        p_id: gatewayId,
      });
      return payment;
    },

    /** Payments under way that no gateway was asked about for a while, the longest first. */
    listUnsettled: (limit: number, olderThanMs: number) =>
      callForRows<{ payment_id: string }>(database, 'list_unsettled_payments', {
        p_limit: limit,
        p_older_than_ms: olderThanMs,
      }),

    /** Notes a user's id at a gateway; answers the one that stands, null for no such member. */
    async saveCustomer(
      buyer: Buyer,
      gateway: GatewayName,
      gatewayCustomerId: string,
    ): Promise<string | null> {
      const saved = await call<{ gateway_customer_id: string | null }>('save_customer', {
        p_user_id: buyer.userId,
        p_organization_id: buyer.organizationId,
        p_gateway: gateway,
        p_gateway_customer_id: gatewayCustomerId,
      });
      return saved.gateway_customer_id;
    },

    /** Notes the card a user keeps at a gateway; null when they keep none any more. */
    setSavedCard: (buyer: Buyer, gateway: GatewayName, card: SavedCard | null) =>
      call<{ outcome: 'saved' | 'removed' | 'not_found' }>('set_saved_card', {
        p_user_id: buyer.userId,
        p_organization_id: buyer.organizationId,
        p_gateway: gateway,
        p_payment_method_id: card?.paymentMethodId ?? null,
        p_card_brand: card?.brand ?? null,
        p_card_last4: card?.last4 ?? null,
        p_card_exp_month: card?.expMonth ?? null,
        p_card_exp_year: card?.expYear ?? null,
      }),
  };
}
