// Makes the events Stripe would make, and signs them as Stripe signs.
import { createHmac } from 'node:crypto';
import type Stripe from 'stripe';
import { apiVersion } from './api/answer-request.ts';
import { newId, type World } from './world.ts';

/** Records an event about an object as it is now. */
export function recordEvent(
  world: World,
  type: Stripe.Event['type'],
  object: object,
  previous?: Record<string, unknown>,
): Stripe.Event {
  const data = {
    object: structuredClone(object),
    ...(previous ? { previous_attributes: structuredClone(previous) } : {}),
  };
  const event = {
    id: newId('evt'),
    object: 'event',
    api_version: apiVersion,
    created: world.now(),
    data,
    livemode: false,
    pending_webhooks: 1,
    request: {
      id: world.request?.id ?? null,
      idempotency_key: world.request?.idempotencyKey ?? null,
    },
    type,
  } as unknown as Stripe.Event;
  return world.store.events.put(event);
}

/** The header that proves a body: an HMAC over the real time and the body. */
export function signPayload(payload: string, secret: string, timestampS: number): string {
  const signature = createHmac('sha256', secret).update(`${timestampS}.${payload}`).digest('hex');
  return `t=${timestampS},v1=${signature}`;
}
