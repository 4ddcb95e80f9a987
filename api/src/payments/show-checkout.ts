// Tells a client how to show a checkout: by Stripe.js, in a frame of the sandbox, or as a page.
import type { z } from '@hono/zod-openapi';
import type { ApiEnvironment } from '../environment.ts';
import type { checkoutSessionSchema } from '../schemas/payment.ts';
import type { GatewayCheckout } from './gateway.ts';
import { toPayment } from './payment-row.ts';
import type { PaymentToMake } from './read-payment-order.ts';

/** What the environment says about showing forms. */
export type CheckoutEnvironment = Pick<
  ApiEnvironment,
  'STRIPE_PUBLISHABLE_KEY' | 'SANDBOX_STRIPE' | 'SANDBOX_STRIPE_URL' | 'STRIPE_API_URL'
>;

/** The key for Stripe.js; null when the sandbox stands in, which has no Stripe.js. */
export function publishableKeyOf(environment: CheckoutEnvironment): string | null {
  return environment.SANDBOX_STRIPE ? null : (environment.STRIPE_PUBLISHABLE_KEY ?? null);
}

/** Where browsers find the sandbox; null when real payments are made. */
export function sandboxUrlOf(environment: CheckoutEnvironment): string | null {
  if (!environment.SANDBOX_STRIPE) return null;
  return environment.SANDBOX_STRIPE_URL ?? environment.STRIPE_API_URL ?? null;
}

/** The answer of `POST /checkout-sessions`. */
export function showCheckout(
  payment: PaymentToMake,
  checkout: GatewayCheckout | null,
  options: { mode: 'embedded' | 'hosted' | 'free'; environment: CheckoutEnvironment },
): z.infer<typeof checkoutSessionSchema> {
  const { environment } = options;
  const isStripe = payment.gateway === 'stripe';
  const sandboxUrl = isStripe ? sandboxUrlOf(environment) : null;
  const formId = checkout?.gatewayCheckoutId;
  const frameUrl =
    sandboxUrl && formId && options.mode === 'embedded'
      ? `${sandboxUrl.replace(/\/$/, '')}/pay/${formId}`
      : null;
  return {
    payment: toPayment(payment),
    // Only Stripe has a form for our page.
    mode: isStripe || options.mode === 'free' ? options.mode : 'hosted',
    clientSecret: checkout?.clientSecret ?? null,
    publishableKey: isStripe ? publishableKeyOf(environment) : null,
    frameUrl,
    url: checkout?.url ?? null,
    expiresAt: new Date(payment.expires_at).toISOString(),
  };
}
