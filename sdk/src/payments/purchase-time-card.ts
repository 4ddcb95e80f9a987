// Buys a time card from the order to the granted time, so that an app need only show the form.
import type { CheckoutSessions, OrderParams } from '../checkout-sessions/checkout-sessions.ts';
import type { MindbotResult } from '../errors.ts';
import type { PaymentIntents } from '../payment-intents/payment-intents.ts';
import type { CreateOptions } from '../transport.ts';
import type { CheckoutSession, Payment, PaymentIntent } from '../types.ts';
import type { Payments } from './payments.ts';
import { isPaymentFinal } from './wait-for-payment.ts';

/** What to buy, and how it is paid. */
export type PurchaseTimeCardParams = OrderParams &
  (
    | {
        /** A form on the page, or a page of the gateway's; embedded without it. */
        mode?: 'embedded' | 'hosted';
        gateway?: string;
        /** Shows the form. Not called when nothing is to be paid. */
        onCheckout: (checkout: CheckoutSession) => void;
      }
    | {
        /** The saved card, charged at once. */
        mode: 'saved_card';
        /** Lets the holder confirm to the bank; called only when the bank asks for it. */
        onAuthenticate: (intent: PaymentIntent) => void;
      }
  );

/** Options of {@link MindbotClient.purchaseTimeCard}. */
export interface PurchaseTimeCardOptions extends CreateOptions {
  /** Called with every new state of the payment. */
  onChange?: (payment: Payment) => void;
}

/** The resources a purchase goes through. */
interface PurchaseResources {
  checkoutSessions: CheckoutSessions;
  paymentIntents: PaymentIntents;
  payments: Payments;
}

/** Orders, has the form shown, and waits until the payment is final. */
export async function purchaseTimeCard(
  { checkoutSessions, paymentIntents, payments }: PurchaseResources,
  params: PurchaseTimeCardParams,
  options: PurchaseTimeCardOptions = {},
): Promise<MindbotResult<Payment>> {
  const ordered =
    params.mode === 'saved_card'
      ? await orderBySavedCard(paymentIntents, params, options)
      : await orderByForm(checkoutSessions, params, options);
  if (ordered.error || isPaymentFinal(ordered.data)) return ordered;
  return payments.waitFor(ordered.data.id, options);
}

async function orderByForm(
  checkoutSessions: CheckoutSessions,
  params: Exclude<PurchaseTimeCardParams, { mode: 'saved_card' }>,
  options: PurchaseTimeCardOptions,
): Promise<MindbotResult<Payment>> {
  const { onCheckout, ...order } = params;
  const { data, error } = await checkoutSessions.create(order, options);
  if (error) return { data: null, error };
  if (!isPaymentFinal(data.payment)) onCheckout(data);
  return { data: data.payment, error: null };
}

async function orderBySavedCard(
  paymentIntents: PaymentIntents,
  params: Extract<PurchaseTimeCardParams, { mode: 'saved_card' }>,
  options: PurchaseTimeCardOptions,
): Promise<MindbotResult<Payment>> {
  const { onAuthenticate, mode: _mode, ...order } = params;
  const { data, error } = await paymentIntents.create({ ...order, useSavedCard: true }, options);
  if (error) return { data: null, error };
  if (data.nextAction === 'authenticate') onAuthenticate(data);
  return { data: data.payment, error: null };
}
