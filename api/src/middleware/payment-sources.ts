// Names whose scripts and frames the page may show for payments: nobody's until there is a gateway.
import type { ApiEnvironment } from '../environment.ts';

/** Sources by directive of the content security policy, beyond our own. */
export type PaymentSources = {
  script: string[];
  frame: string[];
  connect: string[];
  image: string[];
};

const NONE: PaymentSources = { script: [], frame: [], connect: [], image: [] };

/** As Stripe lists them for Stripe.js with the embedded checkout. */
const STRIPE: PaymentSources = {
  script: ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://checkout.stripe.com'],
  frame: [
    'https://js.stripe.com',
    'https://*.js.stripe.com',
    'https://checkout.stripe.com',
    'https://hooks.stripe.com',
  ],
  connect: ['https://api.stripe.com', 'https://checkout.stripe.com'],
  image: ['https://*.stripe.com'],
};

/** What the configured gateway needs on the page: Stripe's own, or the form of its sandbox. */
export function paymentSources(environment: ApiEnvironment): PaymentSources {
  if (environment.SANDBOX_STRIPE) {
    const { SANDBOX_STRIPE_URL: url } = environment;
    return { ...NONE, frame: url ? [new URL(url).origin] : [] };
  }
  return environment.STRIPE_PUBLISHABLE_KEY ? STRIPE : NONE;
}
