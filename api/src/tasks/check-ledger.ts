// Proves every night that all sums of the ledger agree, and raises the alarm when one does not.
import type { Logger } from '@mindbot/platform/logging';
import type { Ledger } from '../ledger.ts';
import type { ApiMetrics } from '../metrics.ts';
import type { Task } from './task-runner.ts';

const DAY_MS = 86_400_000;
/** Violations written to the log; the metric counts them all. */
const LOGGED_MAX = 20;

/** The task; the first check comes a minute after the start. */
export function createCheckLedgerTask(parts: {
  ledger: Pick<Ledger, 'checkLedger'>;
  metrics: Pick<ApiMetrics, 'ledgerViolations'>;
  logger: Logger;
}): Task {
  const { ledger, metrics, logger } = parts;
  return {
    name: 'check-ledger',
    intervalMs: DAY_MS,
    firstDelayMs: 60_000,
    async run() {
      const violations = await ledger.checkLedger();
      metrics.ledgerViolations.set(violations.length);
      for (const { violation, account_id: accountId, detail } of violations.slice(0, LOGGED_MAX)) {
        logger.error({ violation, accountId, detail }, 'the ledger does not agree with itself');
      }
    },
  };
}
