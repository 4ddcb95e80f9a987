// The gateways of this service: one file for each, and its line here.

import { createCryptomusClient } from '../clients/cryptomus.ts';
import type { Database } from '../clients/database.ts';
import { createStripeClient, type StripeClient } from '../clients/stripe.ts';
import type { ApiEnvironment } from '../environment.ts';
import { createCryptomusGateway } from './cryptomus-gateway.ts';
import { createCustomerMaker } from './ensure-customer.ts';
import type { GatewayName, PaymentGateway } from './gateway.ts';
import type { Buyer, PaymentLedger } from './payment-ledger.ts';
import { createStripeGateway, type StripeGateway } from './stripe-gateway.ts';

/** The gateways whose keys are set. */
export interface Gateways {
  /** Null when it is not offered here. */
  find(name: GatewayName): PaymentGateway | null;
  /** All that are offered. */
  all: readonly PaymentGateway[];
  stripe: StripeGateway | null;
  /** For what only Stripe has: subscriptions and the customer portal. Null without its key. */
  stripeClient: StripeClient | null;
  /** The user's customer at Stripe, made when there is none yet. */
  ensureStripeCustomer: ((buyer: Buyer) => Promise<string>) | null;
}

/** Makes every gateway the environment has keys for. */
export function createGateways(parts: {
  environment: ApiEnvironment;
  database: Database;
  paymentLedger: PaymentLedger;
}): Gateways {
  const { environment } = parts;
  const stripeClient = environment.STRIPE_SECRET_KEY
    ? createStripeClient({
        secretKey: environment.STRIPE_SECRET_KEY,
        webhookSecret: environment.STRIPE_WEBHOOK_SECRET ?? null,
        apiUrl: environment.STRIPE_API_URL ?? null,
      })
    : null;
  const ensureStripeCustomer =
    stripeClient && createCustomerMaker({ ...parts, stripe: stripeClient });
  const stripe =
    stripeClient && ensureStripeCustomer
      ? createStripe(parts, stripeClient, ensureStripeCustomer)
      : null;
  const all = [stripe, createCryptomus(environment)].filter((gateway) => gateway !== null);
  return {
    find: (name) => all.find((gateway) => gateway.name === name) ?? null,
    all,
    stripe,
    stripeClient,
    ensureStripeCustomer,
  };
}

function createStripe(
  parts: { environment: ApiEnvironment; paymentLedger: PaymentLedger },
  stripe: StripeClient,
  ensureCustomer: (buyer: Buyer) => Promise<string>,
): StripeGateway {
  const { environment, paymentLedger } = parts;
  return createStripeGateway({
    stripe,
    ensureCustomer,
    findPaymentId: async (id) => (await paymentLedger.findByGatewayId('stripe', id))?.id ?? null,
    publicUrl: environment.PUBLIC_URL,
    hasTax: environment.STRIPE_TAX,
  });
}

function createCryptomus(environment: ApiEnvironment): PaymentGateway | null {
  const { CRYPTOMUS_MERCHANT_ID: merchantId, CRYPTOMUS_PAYMENT_KEY: paymentKey } = environment;
  if (!merchantId || !paymentKey) return null;
  const apiUrl = environment.CRYPTOMUS_API_URL;
  return createCryptomusGateway({
    cryptomus: createCryptomusClient({ merchantId, paymentKey, apiUrl }),
    publicUrl: environment.PUBLIC_URL,
  });
}
