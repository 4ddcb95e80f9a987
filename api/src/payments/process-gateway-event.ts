// Task process_gateway_event: looks into what an event is about, and makes that true here.
import { z } from 'zod';
import { callFunction } from '../clients/call-function.ts';
import type { Database } from '../clients/database.ts';
import type { Services } from '../services.ts';
import type { GatewayEvent, GatewayName, PaymentGateway } from './gateway.ts';
import { findStripeSubscriptionId } from './stripe-events.ts';
import { syncPayment } from './sync-payment.ts';

interface EventRow {
  type: string;
  object_id: string;
  payload: unknown;
  created_at: Date;
  processed_at: Date | null;
  age_ms: number;
}

/** Processes an event on record. Again, it changes nothing; failed, the queue tries again. */
export async function processGatewayEvent(
  event: { gateway: GatewayName; eventId: string },
  services: Services,
): Promise<void> {
  const { paymentLedger, metrics } = services;
  const { gateway: name, eventId } = event;
  const row = await readEvent(services.database, name, eventId);
  if (!row || row.processed_at) return;
  const startedAtMs = performance.now();
  try {
    const outcome = await lookInto(services, services.gateways.find(name), {
      id: eventId,
      type: row.type,
      objectId: row.object_id,
      createdAt: row.created_at,
      payload: row.payload,
    });
    await paymentLedger.finishEvent(name, eventId, { outcome });
    const lagMs = row.age_ms + performance.now() - startedAtMs;
    metrics.webhookLag.observe({ gateway: name }, lagMs / 1_000);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    await paymentLedger.finishEvent(name, eventId, { error: message });
    throw error;
  }
}

/** What came of it, in a word for the record. */
async function lookInto(
  services: Services,
  gateway: PaymentGateway | null,
  event: GatewayEvent,
): Promise<string> {
  if (!gateway) return 'ignored';
  const reference = await gateway.findPayment(event);
  // The mark of another system that shares the account at the gateway is not ours to judge.
  if (reference && z.uuid().safeParse(reference.paymentId).success) {
    const outcome = await syncPayment({ ...services, gateway }, reference.paymentId, reference);
    return outcome === 'not_found' || outcome === 'unknown' ? 'ignored' : outcome;
  }
  const subscriptionId = gateway.name === 'stripe' ? findStripeSubscriptionId(event) : null;
  if (!subscriptionId) return 'ignored';
  await callFunction(services.database, 'enqueue_subscription_sync', {
    p_gateway_subscription_id: subscriptionId,
  });
  return 'subscription';
}

async function readEvent(
  database: Pick<Database, 'query'>,
  gateway: GatewayName,
  eventId: string,
): Promise<EventRow | null> {
  const [row] = await database.query<EventRow>(
    `select type, object_id, payload, created_at, processed_at,
       (extract(epoch from clock_timestamp() - received_at) * 1000)::float8 as age_ms
     from public.gateway_events
     where gateway = $1 and event_id = $2`,
    [gateway, eventId],
  );
  return row ?? null;
}
