// Takes expired time off accounts nobody looks at; a look or a call does it for the others.
import type { Logger } from '@mindbot/platform/logging';
import type { Ledger } from '../ledger.ts';
import type { Task } from './task-runner.ts';

const ACCOUNTS_PER_RUN = 500;

/** The task; every replica runs it, and an account another one works on is left to it. */
export function createExpireTimeGrantsTask(parts: {
  ledger: Pick<Ledger, 'expireTimeGrants'>;
  logger: Logger;
}): Task {
  const { ledger, logger } = parts;
  return {
    name: 'expire-time-grants',
    intervalMs: 60_000,
    firstDelayMs: 5_000,
    async run() {
      const count = await ledger.expireTimeGrants(ACCOUNTS_PER_RUN);
      if (count > 0) logger.info({ count }, 'time grants have expired');
    },
  };
}
