// What we ask of Stripe for an order. Everything comes from the payment row, so that asking again
// with the same idempotency key asks for the very same.
import type { Stripe } from '../clients/stripe.ts';
import type { PaymentOrder } from './gateway.ts';

/** Where buyers come back to, and what then shows them their payment. */
const returnUrl = (publicUrl: string, order: PaymentOrder) =>
  `${publicUrl.replace(/\/$/, '')}/buy?payment=${order.paymentId}`;

const metadataOf = (order: PaymentOrder) => ({ payment_id: order.paymentId });

/** The parameters of a checkout session. */
export function checkoutParameters(
  order: PaymentOrder,
  options: {
    mode: 'embedded' | 'hosted';
    customer: string;
    publicUrl: string;
    hasTax: boolean;
  },
): Stripe.Checkout.SessionCreateParams {
  const url = returnUrl(options.publicUrl, order);
  const place: Stripe.Checkout.SessionCreateParams =
    options.mode === 'embedded'
      ? { ui_mode: 'embedded_page', redirect_on_completion: 'if_required', return_url: url }
      : { ui_mode: 'hosted_page', success_url: url, cancel_url: url };
  const tax: Stripe.Checkout.SessionCreateParams = options.hasTax
    ? { automatic_tax: { enabled: true }, customer_update: { address: 'auto' } }
    : {};
  return {
    mode: 'payment',
    ...place,
    ...tax,
    customer: options.customer,
    client_reference_id: order.paymentId,
    metadata: metadataOf(order),
    expires_at: Math.floor(order.expiresAt.getTime() / 1_000),
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: order.currency.toLowerCase(),
          unit_amount: order.amountMinor,
          product_data: { name: order.title },
          ...(options.hasTax ? { tax_behavior: 'inclusive' as const } : {}),
        },
      },
    ],
    payment_intent_data: { description: order.title, metadata: metadataOf(order) },
    saved_payment_method_options: { payment_method_save: 'enabled' },
    // The amount received is compared with the order: it must come in the order's own currency.
    adaptive_pricing: { enabled: false },
  };
}

/** The parameters of a payment intent. */
export function intentParameters(
  order: PaymentOrder,
  options: {
    savedCardId: string | null;
    saveCard: boolean;
    isOffSession?: boolean;
    customer: string;
    publicUrl: string;
  },
): Stripe.PaymentIntentCreateParams {
  const common: Stripe.PaymentIntentCreateParams = {
    amount: order.amountMinor,
    currency: order.currency.toLowerCase(),
    customer: options.customer,
    description: order.title,
    metadata: metadataOf(order),
  };
  if (options.savedCardId === null) {
    return {
      ...common,
      automatic_payment_methods: { enabled: true },
      ...(options.saveCard ? { setup_future_usage: 'off_session' as const } : {}),
    };
  }
  const charge = { ...common, payment_method: options.savedCardId, confirm: true };
  if (options.isOffSession) {
    const cardsAlone = { enabled: true, allow_redirects: 'never' as const };
    return { ...charge, off_session: true, automatic_payment_methods: cardsAlone };
  }
  return { ...charge, return_url: returnUrl(options.publicUrl, order) };
}
