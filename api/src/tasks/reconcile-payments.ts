// Repairs what webhooks missed: asks every gateway what has happened since it was last asked, and
// after payments that never came to an end.
import type { Logger } from '@mindbot/platform/logging';
import { callFunction } from '../clients/call-function.ts';
import type { Database } from '../clients/database.ts';
import { GatewayUnavailableError, type PaymentGateway } from '../payments/gateway.ts';
import type { Gateways } from '../payments/gateways.ts';
import type { PaymentLedger } from '../payments/payment-ledger.ts';
import type { Task } from './task-runner.ts';

const INTERVAL_MS = 10 * 60_000;
/** Asked about again each time: gateways list an event a little after its own time. */
const OVERLAP_MS = 10 * 60_000;
/** Gateways keep events for a month. */
const LOOK_BACK_MS_MAX = 29 * 86_400_000;
/** A payment is left alone this long: its webhook is most likely on its way. */
const UNSETTLED_AFTER_MS = 15 * 60_000;
const UNSETTLED_PER_RUN = 500;

/** The task; replicas may run it at once: what is on record already is a replay. */
export function createReconcilePaymentsTask(parts: {
  database: Database;
  paymentLedger: Pick<PaymentLedger, 'now' | 'recordEvent' | 'listUnsettled'>;
  gateways: Pick<Gateways, 'all'>;
  logger: Logger;
}): Task {
  const { database, paymentLedger, gateways, logger } = parts;

  async function reconcile(gateway: PaymentGateway): Promise<void> {
    const until = await paymentLedger.now();
    const { reconciled_until: mark } = await callFunction<{ reconciled_until: Date | null }>(
      database,
      'read_gateway_watermark',
      { p_gateway: gateway.name },
    );
    const earliestMs = new Date(until).getTime() - LOOK_BACK_MS_MAX;
    const since = new Date(Math.max(earliestMs, (mark?.getTime() ?? 0) - OVERLAP_MS));
    let missedCount = 0;
    for await (const event of gateway.listChanged(since)) {
      if ((await paymentLedger.recordEvent(gateway.name, event)) === 'recorded') missedCount += 1;
    }
    await callFunction(database, 'move_gateway_watermark', {
      p_gateway: gateway.name,
      p_until: until,
    });
    if (missedCount > 0) {
      logger.warn({ gateway: gateway.name, missedCount }, 'events came by no webhook');
    }
  }

  return {
    name: 'reconcile-payments',
    intervalMs: INTERVAL_MS,
    firstDelayMs: 5_000,
    async run() {
      for (const gateway of gateways.all) {
        await reconcile(gateway).catch((error: unknown) => {
          if (!(error instanceof GatewayUnavailableError)) throw error;
          logger.warn({ err: error, gateway: gateway.name }, 'a gateway could not be asked');
        });
      }
      const unsettled = await paymentLedger.listUnsettled(UNSETTLED_PER_RUN, UNSETTLED_AFTER_MS);
      for (const { payment_id: paymentId } of unsettled) {
        await callFunction(database, 'enqueue_payment_sync', { p_payment_id: paymentId });
      }
    },
  };
}
