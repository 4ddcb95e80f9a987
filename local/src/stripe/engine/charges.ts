// Charges: each attempt to take money, whether it worked or not.
import type Stripe from 'stripe';
import { idOf, newId, type World } from '../world.ts';
import type { Decline } from './declines.ts';

function methodDetails(method: Stripe.PaymentMethod): Stripe.Charge.PaymentMethodDetails {
  if (method.type !== 'card' || method.card === undefined) {
    const { bank_code, country, fingerprint, last4 } = method.sepa_debit ?? {};
    const debit = { bank_code, branch_code: null, country, fingerprint, last4, mandate: null };
    return { type: 'sepa_debit', sepa_debit: debit } as Stripe.Charge.PaymentMethodDetails;
  }
  const { brand, checks, country, exp_month, exp_year, fingerprint, funding, last4 } = method.card;
  const card = {
    amount_authorized: null,
    brand,
    checks,
    country,
    exp_month,
    exp_year,
    fingerprint,
    funding,
    installments: null,
    last4,
    mandate: null,
    network: brand,
    three_d_secure: null,
    wallet: null,
  };
  return { type: 'card', card } as Stripe.Charge.PaymentMethodDetails;
}

function outcomeOf(decline: Decline | null): Stripe.Charge.Outcome {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: decline ? 'declined_by_network' : 'approved_by_network',
    reason: decline?.decline_code ?? null,
    risk_level: 'normal',
    seller_message: decline ? 'The bank did not approve the payment.' : 'Payment complete.',
    type: decline ? 'issuer_declined' : 'authorized',
  };
}

/** Keeps an attempt; `decline` says why it failed, a pending one is waiting for a bank. */
export function createCharge(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  status: Stripe.Charge.Status,
  decline: Decline | null = null,
): Stripe.Charge {
  const isPaid = status === 'succeeded';
  const id = newId(method.type === 'card' ? 'ch' : 'py');
  const { amount, currency, description, metadata, receipt_email } = intent;
  return world.store.charges.put({
    id,
    object: 'charge',
    amount,
    amount_captured: isPaid ? amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: isPaid ? newId('txn') : null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: 'MINDBOT TEST',
    captured: isPaid,
    created: world.now(),
    currency,
    customer: idOf(intent.customer),
    description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: structuredClone(metadata),
    on_behalf_of: null,
    outcome: outcomeOf(decline),
    paid: isPaid,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: methodDetails(method),
    receipt_email,
    receipt_number: null,
    receipt_url: isPaid ? `${world.url}/receipts/${id}` : null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status,
    transfer_data: null,
    transfer_group: null,
  });
}
