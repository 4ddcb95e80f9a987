// Payment intents: made, confirmed, authenticated, settled, canceled, each with its events.
import type Stripe from 'stripe';
import { invalid, StripeApiError } from '../api/stripe-error.ts';
import { type Behaviour, behaviourOf } from '../cards.ts';
import { idOf, newId, randomWord, type World } from '../world.ts';
import { createCharge } from './charges.ts';
import {
  authenticationFailed,
  authenticationRequired,
  type Decline,
  debitFailed,
  declineOf,
} from './declines.ts';
import { openDispute } from './disputes.ts';
import { attachMethod } from './payment-methods.ts';

/** What a new payment intent is made of. */
export type NewPaymentIntent = Pick<Stripe.PaymentIntent, 'amount' | 'currency'> &
  Partial<Stripe.PaymentIntent>;

/** How it is confirmed. */
export type Confirmation = {
  isOffSession?: boolean;
  /** Refuse where a person would have to authenticate. */
  isFinal?: boolean;
  returnUrl?: string | null;
};

/** Makes one; nothing is charged. */
export function createPaymentIntent(world: World, fields: NewPaymentIntent): Stripe.PaymentIntent {
  const id = newId('pi');
  const intent = world.store.paymentIntents.put({
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_${randomWord(25)}`,
    confirmation_method: 'automatic',
    created: world.now(),
    customer: null,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card', 'sepa_debit'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    transfer_data: null,
    transfer_group: null,
    ...fields,
    status: fields.payment_method ? 'requires_confirmation' : 'requires_payment_method',
  });
  world.emit('payment_intent.created', intent);
  return intent;
}

function toPaymentError(
  decline: Decline,
  method: Stripe.PaymentMethod,
  chargeId: string | null,
): Stripe.PaymentIntent.LastPaymentError {
  return {
    ...decline,
    type: decline.decline_code ? 'card_error' : 'invalid_request_error',
    payment_method: structuredClone(method),
    ...(chargeId ? { charge: chargeId } : {}),
  };
}

function fail(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  decline: Decline,
): void {
  const { store, emit } = world;
  // A payer who refuses at the bank was never charged.
  const isCharged = decline !== authenticationFailed && decline !== debitFailed;
  const charge = isCharged ? createCharge(world, intent, method, 'failed', decline) : null;
  if (charge) emit('charge.failed', charge);
  store.paymentIntents.change(intent, {
    status: 'requires_payment_method',
    last_payment_error: toPaymentError(decline, method, charge?.id ?? null),
    latest_charge: charge?.id ?? intent.latest_charge,
    next_action: null,
    payment_method: null,
    processing: null,
  });
  emit('payment_intent.payment_failed', intent);
}

function finish(world: World, intent: Stripe.PaymentIntent, charge: Stripe.Charge): void {
  world.store.paymentIntents.change(intent, {
    status: 'succeeded',
    amount_received: intent.amount,
    latest_charge: charge.id,
    last_payment_error: null,
    next_action: null,
    processing: null,
  });
  world.emit('payment_intent.succeeded', intent);
}

function succeed(world: World, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): void {
  const charge = createCharge(world, intent, method, 'succeeded');
  const customerId = idOf(intent.customer);
  if (intent.setup_future_usage && customerId && method.customer === null) {
    attachMethod(world, method, customerId);
  }
  world.emit('charge.succeeded', charge);
  finish(world, intent, charge);
  if (behaviourOf(world, method) === 'dispute') openDispute(world, charge, 'fraudulent');
}

function askForAuthentication(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  returnUrl: string | null,
): void {
  const url = `${world.url}/authenticate/${intent.id}`;
  const nextAction = returnUrl
    ? { type: 'redirect_to_url', redirect_to_url: { url, return_url: returnUrl } }
    : {
        type: 'use_stripe_sdk',
        use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url },
      };
  world.store.paymentIntents.change(intent, {
    status: 'requires_action',
    payment_method: method.id,
    next_action: nextAction as Stripe.PaymentIntent.NextAction,
  });
  world.emit('payment_intent.requires_action', intent);
}

function startDebit(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): void {
  const charge = createCharge(world, intent, method, 'pending');
  world.emit('charge.pending', charge);
  world.store.paymentIntents.change(intent, {
    status: 'processing',
    latest_charge: charge.id,
    last_payment_error: null,
  });
  world.emit('payment_intent.processing', intent);
}

/** Whether a person must confirm at the bank; a card set up before is let through off session. */
function needsAuthentication(
  behaviour: Behaviour,
  method: Stripe.PaymentMethod,
  isOffSession: boolean,
): boolean {
  if (behaviour === 'authenticate_always') return true;
  return behaviour === 'authenticate' && !(isOffSession && method.customer !== null);
}

const confirmable = new Set([
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
]);

/**
 * Charges a payment intent with a method. A refusal is in the intent's `last_payment_error`.
 * @throws {StripeApiError} when it is in no state to be confirmed.
 */
export function confirmPaymentIntent(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  { isOffSession = false, isFinal = false, returnUrl = null }: Confirmation = {},
): Stripe.PaymentIntent {
  if (!confirmable.has(intent.status)) {
    const message = `This PaymentIntent's status is ${intent.status}: it cannot be confirmed. Only a PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, requires_action.`;
    throw invalid(message, { code: 'payment_intent_unexpected_state', payment_intent: intent });
  }
  world.store.paymentIntents.change(intent, {
    payment_method: method.id,
    last_payment_error: null,
  });
  const behaviour = behaviourOf(world, method);
  const decline = declineOf(behaviour);
  if (decline) fail(world, intent, method, decline);
  else if (needsAuthentication(behaviour, method, isOffSession)) {
    if (isOffSession || isFinal) fail(world, intent, method, authenticationRequired);
    else askForAuthentication(world, intent, method, returnUrl);
  } else if (behaviour === 'pay_later') startDebit(world, intent, method);
  else succeed(world, intent, method);
  return intent;
}

/** The payer's answer at the bank. */
export function authenticatePaymentIntent(
  world: World,
  intent: Stripe.PaymentIntent,
  isApproved: boolean,
): void {
  const method = world.store.paymentMethods.get(idOf(intent.payment_method) ?? '');
  if (intent.status !== 'requires_action' || method === undefined) {
    throw invalid('This payment is not waiting for its bank.');
  }
  if (isApproved) succeed(world, intent, method);
  else fail(world, intent, method, authenticationFailed);
}

/** The bank's answer, days later, about a payment that is processing. */
export function settlePaymentIntent(
  world: World,
  intent: Stripe.PaymentIntent,
  isPaid: boolean,
): void {
  const { store, emit } = world;
  const charge = store.charges.get(idOf(intent.latest_charge) ?? '');
  const method = store.paymentMethods.get(idOf(intent.payment_method) ?? '');
  if (intent.status !== 'processing' || charge === undefined || method === undefined) {
    throw invalid('This payment is not waiting for a bank.');
  }
  if (isPaid) {
    store.charges.change(charge, {
      status: 'succeeded',
      paid: true,
      captured: true,
      amount_captured: charge.amount,
      balance_transaction: newId('txn'),
      receipt_url: `${world.url}/receipts/${charge.id}`,
    });
    emit('charge.succeeded', charge);
    finish(world, intent, charge);
    return;
  }
  const { code, message } = debitFailed;
  store.charges.change(charge, { status: 'failed', failure_code: code, failure_message: message });
  emit('charge.failed', charge);
  fail(world, intent, method, debitFailed);
}

const cancelable = new Set([...confirmable, 'requires_capture']);

/** Ends a payment intent nobody paid. @throws {StripeApiError} when it has gone too far. */
export function cancelPaymentIntent(
  world: World,
  intent: Stripe.PaymentIntent,
  reason: string | null,
): Stripe.PaymentIntent {
  if (!cancelable.has(intent.status)) {
    const message = `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.`;
    throw invalid(message, { code: 'payment_intent_unexpected_state', payment_intent: intent });
  }
  world.store.paymentIntents.change(intent, {
    status: 'canceled',
    canceled_at: world.now(),
    cancellation_reason: reason as Stripe.PaymentIntent.CancellationReason | null,
    next_action: null,
  });
  world.emit('payment_intent.canceled', intent);
  return intent;
}

/** The 402 a refused confirmation is answered with. */
export function paymentErrorOf(intent: Stripe.PaymentIntent): StripeApiError | null {
  const error = intent.last_payment_error;
  if (error === null) return null;
  const { code, decline_code, message, payment_method } = error;
  return new StripeApiError(402, 'card_error', message ?? 'The payment failed.', {
    ...(code ? { code } : {}),
    ...(decline_code ? { decline_code } : {}),
    ...(idOf(intent.latest_charge) ? { charge: idOf(intent.latest_charge) as string } : {}),
    payment_intent: structuredClone(intent),
    ...(payment_method ? { payment_method } : {}),
  });
}
