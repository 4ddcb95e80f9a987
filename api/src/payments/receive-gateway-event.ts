// Takes a webhook of a gateway: verified, put on record with its task, answered at once.
import { ProblemError } from '../problem.ts';
import type { Services } from '../services.ts';
import type { GatewayName } from './gateway.ts';

/**
 * Whether the event is new or a replay.
 * @throws {ProblemError} `webhook_signature_invalid` for a forged, stale or malformed one, and for
 * every one of a gateway that is not offered.
 */
export async function receiveGatewayEvent(
  { gateways, paymentLedger, metrics }: Pick<Services, 'gateways' | 'paymentLedger' | 'metrics'>,
  name: GatewayName,
  request: Request,
): Promise<'recorded' | 'replayed'> {
  const event = gateways.find(name)?.verifyWebhook(await request.text(), request.headers);
  if (!event) {
    metrics.gatewayWebhooks.inc({ gateway: name, outcome: 'refused' });
    throw new ProblemError('webhook_signature_invalid', 'The signature or age is not valid.');
  }
  const outcome = await paymentLedger.recordEvent(name, event);
  metrics.gatewayWebhooks.inc({ gateway: name, outcome });
  return outcome;
}
