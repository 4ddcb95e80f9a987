// Tells users what became true of their time while nobody did anything: little left, or expiring.
import type { Logger } from '@mindbot/platform/logging';
import type { NoticeLedger } from '../notices/notice-ledger.ts';
import type { Task } from './task-runner.ts';

const NOTICES_PER_RUN = 100;
const PURGED_PER_RUN = 500;

/** The task; every replica runs it, and each notice is made once whoever comes first. */
export function createFindNoticesTask(parts: {
  noticeLedger: Pick<NoticeLedger, 'findDue' | 'purge'>;
  logger: Logger;
}): Task {
  const { noticeLedger, logger } = parts;
  return {
    name: 'find-notices',
    intervalMs: 30_000,
    firstDelayMs: 10_000,
    async run() {
      const found = await noticeLedger.findDue(NOTICES_PER_RUN);
      const purgedCount = await noticeLedger.purge(PURGED_PER_RUN);
      const { low_time_count: lowTimeCount, time_expiring_count: timeExpiringCount } = found;
      if (lowTimeCount + timeExpiringCount + purgedCount > 0) {
        logger.info({ lowTimeCount, timeExpiringCount, purgedCount }, 'notices were found');
      }
    },
  };
}
