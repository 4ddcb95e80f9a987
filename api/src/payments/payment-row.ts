// A payment as its row in the database says it, and as the api answers it.
import type { z } from '@hono/zod-openapi';
import type { paymentSchema } from '../schemas/payment.ts';
import type { GatewayName } from './gateway.ts';

/** A payment as clients see it. */
export type Payment = z.infer<typeof paymentSchema>;

/** The row of a payment, as `to_jsonb` writes it: moments are text. */
export interface PaymentRow {
  id: string;
  organization_id: string;
  account_id: string;
  user_id: string;
  kind: Payment['kind'];
  package_id: string | null;
  quantity: number;
  time_ms: number;
  amount_minor: number;
  currency: string;
  gateway: GatewayName | 'none';
  mode: 'checkout' | 'intent' | 'invoice' | 'free';
  gateway_checkout_id: string | null;
  gateway_payment_id: string | null;
  gateway_invoice_id: string | null;
  status: Payment['status'];
  review_reason: string | null;
  reviewed_at: string | null;
  failure_code: string | null;
  failure_message: string | null;
  receipt_url: string | null;
  card_brand: string | null;
  card_last4: string | null;
  is_test: boolean;
  time_grant_id: string | null;
  refunded_minor: number;
  dispute_status: Payment['disputeStatus'];
  expires_at: string;
  paid_at: string | null;
  created_at: string;
}

/** The row as the api answers it. */
export function toPayment(row: PaymentRow & { package_name: string | null }): Payment {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    isUnderReview: row.review_reason !== null && row.reviewed_at === null,
    packageName: row.package_name,
    quantity: row.quantity,
    timeMs: row.time_ms,
    amountMinor: row.amount_minor,
    currency: row.currency,
    refundedMinor: row.refunded_minor,
    disputeStatus: row.dispute_status,
    gateway: row.gateway,
    card:
      row.card_brand && row.card_last4 ? { brand: row.card_brand, last4: row.card_last4 } : null,
    failure: row.failure_code
      ? { code: row.failure_code, message: row.failure_message ?? row.failure_code }
      : null,
    receiptUrl: row.receipt_url,
    isTest: row.is_test,
    timeGrantId: row.time_grant_id,
    createdAt: new Date(row.created_at).toISOString(),
    paidAt: row.paid_at ? new Date(row.paid_at).toISOString() : null,
  };
}
