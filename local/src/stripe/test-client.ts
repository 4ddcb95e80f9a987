// Connects the real SDK to a sandbox, for the tests.
import Stripe from 'stripe';
import { sandboxSecretKey } from './sandbox.ts';

/** The real client; it retries nothing, so that tests see each answer. */
export function connectStripe(url: string, key = sandboxSecretKey): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe(key, {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
}
