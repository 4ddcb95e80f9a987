// Refunds: money given back, at once or later, or in the end not.
import type Stripe from 'stripe';
import { invalid } from '../api/stripe-error.ts';
import { behaviourOf } from '../cards.ts';
import { idOf, newId, type World } from '../world.ts';

/** What a refund asks for. */
export type RefundOrder = {
  amount?: number;
  reason?: string;
  metadata?: Record<string, string>;
};

/** How long a bank takes that answers late. */
const BANK_TAKES_MS = 3_000;

function amountOf(charge: Stripe.Charge, wanted: number | undefined): number {
  if (!charge.paid || !charge.captured) {
    throw invalid(`Charge ${charge.id} was not paid, so it cannot be refunded.`, {
      code: 'charge_not_refundable',
    });
  }
  if (charge.disputed) {
    const message = `Charge ${charge.id} has been charged back; cannot issue a refund.`;
    throw invalid(message, { code: 'charge_disputed', charge: charge.id });
  }
  if (charge.refunded) {
    const message = `Charge ${charge.id} has already been refunded.`;
    throw invalid(message, { code: 'charge_already_refunded', charge: charge.id });
  }
  const rest = charge.amount - charge.amount_refunded;
  const amount = wanted ?? rest;
  if (amount < 1) {
    throw invalid('Invalid positive integer', {
      code: 'parameter_invalid_integer',
      param: 'amount',
    });
  }
  if (amount > rest) {
    const message = `Refund amount (${amount} ${charge.currency}) is greater than unrefunded amount on charge (${rest} ${charge.currency})`;
    throw invalid(message, { code: 'amount_too_large', param: 'amount', charge: charge.id });
  }
  return amount;
}

function addRefunded(world: World, charge: Stripe.Charge, amount: number): void {
  const refunded = charge.amount_refunded + amount;
  world.store.charges.change(charge, {
    amount_refunded: refunded,
    refunded: refunded === charge.amount,
  });
}

/** Gives back all that is left of a charge, or part of it. @throws {StripeApiError} */
export function createRefund(
  world: World,
  charge: Stripe.Charge,
  order: RefundOrder,
): Stripe.Refund {
  const { store, emit } = world;
  const amount = amountOf(charge, order.amount);
  const method = store.paymentMethods.get(charge.payment_method ?? '');
  const behaviour = method ? behaviourOf(world, method) : 'succeed';
  const refund = store.refunds.put({
    id: newId('re'),
    object: 'refund',
    amount,
    balance_transaction: newId('txn'),
    charge: charge.id,
    created: world.now(),
    currency: charge.currency,
    customer: idOf(charge.customer),
    customer_account: null,
    destination_details: {
      type: 'card',
      card: { type: 'refund' },
    } as Stripe.Refund.DestinationDetails,
    metadata: order.metadata ?? {},
    payment_intent: idOf(charge.payment_intent),
    payment_method: charge.payment_method,
    reason: (order.reason ?? null) as Stripe.Refund.Reason | null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: behaviour === 'refund_pending' ? 'pending' : 'succeeded',
    transfer_reversal: null,
  });
  addRefunded(world, charge, amount);
  emit('refund.created', refund);
  emit('charge.refunded', charge, { amount_refunded: charge.amount_refunded - amount });
  if (behaviour === 'refund_pending' || behaviour === 'refund_fails') {
    const outcome = behaviour === 'refund_fails' ? 'failed' : 'succeeded';
    store.pendingRefunds.put({ id: refund.id, outcome, dueAtMs: Date.now() + BANK_TAKES_MS });
  }
  return refund;
}

/** The bank's late answer. A refund that failed leaves the money with the merchant. */
export function settleRefund(
  world: World,
  refund: Stripe.Refund,
  outcome: 'succeeded' | 'failed',
): Stripe.Refund {
  const { store, emit } = world;
  store.pendingRefunds.remove(refund.id);
  if (refund.status === 'failed' || refund.status === 'canceled' || refund.status === outcome) {
    return refund;
  }
  const previous = { status: refund.status };
  store.refunds.change(refund, { status: outcome });
  if (outcome === 'failed') {
    const charge = store.charges.get(idOf(refund.charge) ?? '');
    if (charge) addRefunded(world, charge, -refund.amount);
    store.refunds.change(refund, {
      failure_reason: 'expired_or_canceled_card',
      failure_balance_transaction: newId('txn'),
    });
  }
  emit('refund.updated', refund, previous);
  emit('charge.refund.updated', refund, previous);
  if (outcome === 'failed') emit('refund.failed', refund);
  return refund;
}

/** Gives the answers that are due. */
export function settleDueRefunds(world: World): void {
  for (const { id, outcome, dueAtMs } of world.store.pendingRefunds.all()) {
    const refund = world.store.refunds.get(id);
    if (dueAtMs <= Date.now() && refund) settleRefund(world, refund, outcome);
  }
}
