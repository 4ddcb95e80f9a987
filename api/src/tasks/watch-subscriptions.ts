// Counts overages of periods that are over, and looks after subscriptions nobody told us about.
import type { Logger } from '@mindbot/platform/logging';
import type { SubscriptionLedger } from '../subscriptions/subscription-ledger.ts';
import type { Task } from './task-runner.ts';

const ITEMS_PER_RUN = 200;

/** The task; every replica runs it, and what one works on is left to it. */
export function createWatchSubscriptionsTask(parts: {
  subscriptionLedger: Pick<SubscriptionLedger, 'closeOverages' | 'enqueueDueSyncs'>;
  logger: Logger;
}): Task {
  const { subscriptionLedger, logger } = parts;
  return {
    name: 'watch-subscriptions',
    intervalMs: 60_000,
    firstDelayMs: 15_000,
    async run() {
      const closedCount = await subscriptionLedger.closeOverages(ITEMS_PER_RUN);
      const dueCount = await subscriptionLedger.enqueueDueSyncs(ITEMS_PER_RUN);
      if (closedCount + dueCount > 0) {
        logger.info({ closedCount, dueCount }, 'subscriptions have been looked after');
      }
    },
  };
}
