// Loads Stripe's script, for the first time and nowhere else than where somebody pays.
import type { Stripe } from '@stripe/stripe-js';

/**
 * Stripe.js for a key.
 * @throws {Error} when its script cannot be had.
 */
export async function loadStripeFor(publishableKey: string): Promise<Stripe> {
  const { loadStripe } = await import('@stripe/stripe-js/pure');
  const stripe = await loadStripe(publishableKey);
  if (stripe === null) throw new Error('Stripe.js runs in browsers only');
  return stripe;
}
