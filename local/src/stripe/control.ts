// What tests and the dashboard may order: pay, dispute, settle, advance time, disturb deliveries.
import type Stripe from 'stripe';
import { need } from './api/lookup.ts';
import { invalid } from './api/stripe-error.ts';
import { type Behaviour, createPaymentMethod, testCards } from './cards.ts';
import type { Deliveries, DeliveryOrders } from './deliveries.ts';
import { followPayment, type PayResult, paySession, resultOf } from './engine/checkout.ts';
import { closeDispute, openDispute } from './engine/disputes.ts';
import { authenticatePaymentIntent, settlePaymentIntent } from './engine/payment-intents.ts';
import { createRefund, settleRefund } from './engine/refunds.ts';
import { advanceClock } from './engine/timeline.ts';
import type { RecordedRequest, RequestLog } from './request-log.ts';
import { idOf, type World } from './world.ts';

/** The orders, each in effect when it returns. Ids that are unknown throw. */
export type Control = {
  /** Pays a checkout session as somebody would on the pay page. */
  pay: (sessionId: string, choice?: { card?: Behaviour; isSaved?: boolean }) => PayResult;
  /** Answers for the payer at the bank. */
  authenticate: (paymentIntentId: string, isApproved: boolean) => PayResult;
  /** The bank's answer about a payment that is processing. */
  settlePayment: (paymentIntentId: string, isPaid: boolean) => void;
  /** Opens a dispute over a charge, or over a payment intent's charge. */
  dispute: (chargeOrPaymentIntentId: string, reason?: string) => Stripe.Dispute;
  closeDispute: (disputeId: string, status: 'won' | 'lost') => Stripe.Dispute;
  /** Refunds a payment, wholly without an amount, as the merchant does in Stripe's dashboard. */
  refund: (chargeOrPaymentIntentId: string, amountMinor?: number) => Stripe.Refund;
  /** The bank's late answer about a refund. */
  settleRefund: (refundId: string, outcome: 'succeeded' | 'failed') => Stripe.Refund;
  /** Changes what the bank says about a saved card. */
  setCard: (paymentMethodId: string, behaviour: Behaviour) => void;
  /** Lets billing time pass: subscriptions renew and failed invoices are tried again. */
  advanceClock: (ms: number) => void;
  setDeliveries: (orders: DeliveryOrders) => void;
  deliveries: () => ReturnType<Deliveries['state']>;
  /** Forgets what waits to be delivered, and says how much that was. */
  dropDeliveries: () => number;
  /** Sends an event again. */
  redeliver: (eventId: string) => void;
  /** Resolves when nothing waits to be delivered. */
  settled: () => Promise<void>;
  requests: () => RecordedRequest[];
  clearRequests: () => void;
};

function chargeOf(world: World, id: string): Stripe.Charge {
  if (!id.startsWith('pi_')) return need(world, 'charges', id);
  const charge = idOf(need(world, 'paymentIntents', id).latest_charge);
  return need(world, 'charges', charge ?? '');
}

function methodFor(world: World, behaviour: Behaviour): Stripe.PaymentMethod {
  if (behaviour === 'pay_later') return createPaymentMethod(world, 'bank_account');
  const card = testCards.find((each) => each.behaviour === behaviour);
  if (card === undefined) throw invalid(`There is no test card that does ${behaviour}.`);
  return createPaymentMethod(world, card);
}

/** The orders of one sandbox. */
export function createControl(
  world: World,
  deliveries: Deliveries,
  requestLog: RequestLog,
): Control {
  /** Writes down what an order changed. */
  const kept = <Result>(result: Result): Result => {
    world.store.commit();
    return result;
  };
  const settlePayment = (id: string, isPaid: boolean) => {
    const intent = need(world, 'paymentIntents', id);
    settlePaymentIntent(world, intent, isPaid);
    followPayment(world, intent);
  };
  const authenticate = (id: string, isApproved: boolean) => {
    const intent = need(world, 'paymentIntents', id);
    authenticatePaymentIntent(world, intent, isApproved);
    followPayment(world, intent);
    return resultOf(intent);
  };
  return {
    pay: (id, { card = 'succeed', isSaved = false } = {}) => {
      const session = need(world, 'checkoutSessions', id);
      return kept(paySession(world, session, { method: methodFor(world, card), isSaved }));
    },
    authenticate: (id, isApproved) => kept(authenticate(id, isApproved)),
    settlePayment: (id, isPaid) => kept(settlePayment(id, isPaid)),
    dispute: (id, reason = 'fraudulent') => kept(openDispute(world, chargeOf(world, id), reason)),
    closeDispute: (id, status) => kept(closeDispute(world, need(world, 'disputes', id), status)),
    refund: (id, amount) =>
      kept(createRefund(world, chargeOf(world, id), { ...(amount ? { amount } : {}) })),
    settleRefund: (id, outcome) => kept(settleRefund(world, need(world, 'refunds', id), outcome)),
    setCard: (id, behaviour) => {
      need(world, 'paymentMethods', id);
      kept(world.store.cardOrders.put({ id, behaviour }));
    },
    advanceClock: (ms) => kept(advanceClock(world, ms)),
    setDeliveries: (orders) => deliveries.set(orders),
    deliveries: () => deliveries.state(),
    dropDeliveries: () => kept(deliveries.drop()),
    redeliver: (id) => {
      need(world, 'events', id);
      deliveries.add(id);
      world.store.commit();
    },
    settled: () => deliveries.settled(),
    requests: () => requestLog.all(),
    clearRequests: () => requestLog.clear(),
  };
}
