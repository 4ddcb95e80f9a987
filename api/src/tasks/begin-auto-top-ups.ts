// Buys time for those whose standing order is due, soon enough that a call under way goes on.
import type { Logger } from '@mindbot/platform/logging';
import type { AutoTopUpLedger } from '../auto-top-up/auto-top-up-ledger.ts';
import type { Task } from './task-runner.ts';

/** Each locks its account until all of a run are begun: a few at a time. */
const TOP_UPS_PER_RUN = 20;

/** The task; every replica runs it, and the account's lock keeps each top-up to one of them. */
export function createBeginAutoTopUpsTask(parts: {
  autoTopUpLedger: Pick<AutoTopUpLedger, 'begin'>;
  /** Nobody can be charged without it, and a payment nobody can make would count as a failure. */
  gateways: { stripe: object | null };
  logger: Logger;
}): Task {
  const { autoTopUpLedger, gateways, logger } = parts;
  return {
    name: 'begin-auto-top-ups',
    intervalMs: 5_000,
    async run() {
      if (!gateways.stripe) return;
      const paymentIds = await autoTopUpLedger.begin(TOP_UPS_PER_RUN);
      for (const paymentId of paymentIds) logger.info({ paymentId }, 'an automatic top-up began');
    },
  };
}
