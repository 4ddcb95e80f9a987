// Turns what Stripe says about a payment into our words: pure, so that every case can be tested.
import type { Stripe } from '../clients/stripe.ts';
import type { PaymentSnapshot, SavedCard } from './gateway.ts';

/** Everything Stripe knows of one payment. The intent comes with its charge and its method. */
export interface StripePaymentState {
  checkout: Stripe.Checkout.Session | null;
  intent: Stripe.PaymentIntent | null;
  refunds: readonly Stripe.Refund[];
  disputes: readonly Stripe.Dispute[];
}

/** The snapshot of a state; null when Stripe knows neither a checkout nor an intent. */
export function toStripeSnapshot(state: StripePaymentState): PaymentSnapshot | null {
  const { checkout, intent } = state;
  const known = intent ?? checkout;
  if (!known) return null;
  const status = toStatus(checkout, intent);
  const charge = objectOrNull(intent?.latest_charge);
  const card = charge?.payment_method_details?.card;
  const failure = status === 'paid' ? null : (intent?.last_payment_error ?? null);
  return {
    status,
    amountMinor: amountOf(checkout, intent, status),
    currency: (known.currency ?? '').toUpperCase(),
    gatewayPaymentId: intent?.id ?? null,
    gatewayCheckoutId: checkout?.id ?? null,
    receiptUrl: charge?.receipt_url ?? null,
    failureCode: failure ? (failure.decline_code ?? failure.code ?? 'declined') : null,
    failureMessage: failure?.message ?? null,
    isTest: !known.livemode,
    card: card
      ? {
          brand: card.brand ?? 'card',
          last4: card.last4 ?? '',
          fingerprint: card.fingerprint ?? null,
        }
      : null,
    refunds: state.refunds.map(toRefund),
    disputes: state.disputes.flatMap(toDispute),
    savedCard: status === 'paid' && intent ? toSavedCard(intent) : null,
  };
}

/** A saved card, when the payment left one behind: a method that now belongs to the customer. */
function toSavedCard(intent: Stripe.PaymentIntent): SavedCard | null {
  const method = objectOrNull(intent.payment_method);
  const customerId = method ? idOf(method.customer) : null;
  if (!method?.card || !customerId) return null;
  const isMeantToStay = intent.setup_future_usage !== null || method.allow_redisplay === 'always';
  if (!isMeantToStay) return null;
  return {
    gatewayCustomerId: customerId,
    paymentMethodId: method.id,
    brand: method.card.brand,
    last4: method.card.last4,
    expMonth: method.card.exp_month,
    expYear: method.card.exp_year,
  };
}

function toStatus(
  checkout: Stripe.Checkout.Session | null,
  intent: Stripe.PaymentIntent | null,
): PaymentSnapshot['status'] {
  if (intent?.status === 'succeeded') return 'paid';
  if (intent?.status === 'processing' || intent?.status === 'requires_capture') return 'processing';
  if (checkout?.status === 'expired') return 'expired';
  if (intent?.status === 'canceled') return intent.last_payment_error ? 'failed' : 'canceled';
  if (checkout?.status !== 'complete') return 'pending';
  if (checkout.payment_status === 'no_payment_required') return 'paid';
  // The form is done with, so nobody can try another card: what was to come later did not come.
  return intent?.last_payment_error ? 'failed' : 'processing';
}

/** What was received, once it was; before that, what is asked for. */
function amountOf(
  checkout: Stripe.Checkout.Session | null,
  intent: Stripe.PaymentIntent | null,
  status: PaymentSnapshot['status'],
): number {
  if (!intent) return checkout?.amount_total ?? 0;
  return status === 'paid' ? intent.amount_received : intent.amount;
}

function toRefund(refund: Stripe.Refund): PaymentSnapshot['refunds'][number] {
  const status =
    refund.status === 'succeeded'
      ? 'succeeded'
      : refund.status === 'failed' || refund.status === 'canceled'
        ? 'failed'
        : 'pending';
  return { id: refund.id, amountMinor: refund.amount, status };
}

/** An inquiry of the bank moves no money: it is a dispute once it has become one. */
function toDispute({ id, status }: Stripe.Dispute): PaymentSnapshot['disputes'] {
  if (status.startsWith('warning_') || status === 'prevented') return [];
  return [{ id, status: status === 'won' ? 'won' : status === 'lost' ? 'lost' : 'open' }];
}

function objectOrNull<Kept extends object>(value: Kept | string | null | undefined): Kept | null {
  return typeof value === 'object' ? value : null;
}

/** The id of an object of Stripe, which may be there in full or by its id alone. */
export function idOf(value: string | { id: string } | null | undefined): string | null {
  return typeof value === 'string' ? value : (value?.id ?? null);
}
