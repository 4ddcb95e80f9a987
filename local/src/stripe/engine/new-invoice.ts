// An empty invoice, in the shape of the pinned API version.
import type Stripe from 'stripe';
import { asList, newId, type World } from '../world.ts';
import { draftForS } from './billing-clock.ts';

/** A draft without lines. */
export function newInvoice(
  world: World,
  customer: Stripe.Customer,
  subscription: Stripe.Subscription | null,
  reason: Stripe.Invoice.BillingReason,
): Stripe.Invoice {
  const now = world.billingNow();
  const item = subscription?.items.data[0];
  const id = newId('in');
  return {
    ...emptyInvoice,
    id,
    automatically_finalizes_at: reason === 'subscription_cycle' ? now + draftForS : null,
    billing_reason: reason,
    created: now,
    currency: subscription?.currency ?? customer.currency ?? 'eur',
    customer: customer.id,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    lines: asList(`/v1/invoices/${id}/lines`, []),
    parent: subscription
      ? {
          type: 'subscription_details',
          quote_details: null,
          subscription_details: {
            subscription: subscription.id,
            metadata: structuredClone(subscription.metadata),
          },
        }
      : null,
    period_end: item?.current_period_end ?? now,
    period_start: item?.current_period_start ?? now,
    starting_balance: customer.balance,
  };
}

const emptyInvoice = {
  object: 'invoice',
  account_country: 'DE',
  account_name: 'MindBot sandbox',
  account_tax_ids: null,
  amount_due: 0,
  amount_overpaid: 0,
  amount_paid: 0,
  amount_paid_off_stripe: 0,
  amount_remaining: 0,
  amount_shipping: 0,
  application: null,
  attempt_count: 0,
  attempted: false,
  auto_advance: true,
  automatic_tax: {
    disabled_reason: null,
    enabled: false,
    liability: null,
    provider: null,
    status: null,
  },
  collection_method: 'charge_automatically',
  custom_fields: null,
  customer_account: null,
  customer_address: null,
  customer_phone: null,
  customer_shipping: null,
  customer_tax_exempt: 'none',
  customer_tax_ids: [],
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  due_date: null,
  effective_at: null,
  ending_balance: null,
  footer: null,
  from_invoice: null,
  hosted_invoice_url: null,
  invoice_pdf: null,
  issuer: { type: 'self' },
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  metadata: {},
  next_payment_attempt: null,
  number: null,
  on_behalf_of: null,
  payment_settings: {
    default_mandate: null,
    payment_method_options: null,
    payment_method_types: null,
  },
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  statement_descriptor: null,
  status: 'draft',
  status_transitions: {
    finalized_at: null,
    marked_uncollectible_at: null,
    paid_at: null,
    voided_at: null,
  },
  subtotal: 0,
  subtotal_excluding_tax: 0,
  test_clock: null,
  total: 0,
  total_discount_amounts: [],
  total_excluding_tax: 0,
  total_pretax_credit_amounts: [],
  total_taxes: [],
  webhooks_delivered_at: null,
} satisfies Partial<Stripe.Invoice>;
