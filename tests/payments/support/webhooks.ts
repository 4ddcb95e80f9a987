// Sends webhooks as Stripe does, or as somebody who only pretends to.
import { createHmac } from 'node:crypto';
import type { Shop } from './use-shop.ts';
import { WEBHOOK_SECRET } from './use-shop.ts';

/** How a webhook is signed; what is left out is right. */
export interface Signing {
  secret?: string;
  /** Added to the age of the signature. */
  ageSeconds?: number;
  signedBody?: string;
}

/** The header Stripe sends with a body. */
export function signStripe(body: string, signing: Signing = {}): string {
  const timestamp = Math.floor(Date.now() / 1_000) - (signing.ageSeconds ?? 0);
  const signature = createHmac('sha256', signing.secret ?? WEBHOOK_SECRET)
    .update(`${timestamp}.${signing.signedBody ?? body}`)
    .digest('hex');
  return `t=${timestamp},v1=${signature}`;
}

/** Posts a webhook over HTTP. */
export async function postWebhook(
  shop: Shop,
  body: string,
  signature: string | null,
): Promise<{ status: number; body: { outcome?: string; code?: string } }> {
  const response = await fetch(`${shop.url}/webhooks/stripe`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(signature ? { 'stripe-signature': signature } : {}),
    },
    body,
  });
  return { status: response.status, body: (await response.json()) as { outcome?: string } };
}

/** An event of Stripe's: what it says besides its object's id is not looked at. */
export function stripeEvent(
  type: string,
  object: Record<string, unknown>,
  id = `evt_${crypto.randomUUID().replaceAll('-', '')}`,
): string {
  const created = Math.floor(Date.now() / 1_000);
  return JSON.stringify({ id, object: 'event', type, created, livemode: false, data: { object } });
}
