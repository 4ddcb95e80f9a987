// The task table: everything the api does in the background.
import type { Services } from '../services.ts';
import { createBeginAutoTopUpsTask } from './begin-auto-top-ups.ts';
import { createCheckLedgerTask } from './check-ledger.ts';
import { createExpireHoldsTask } from './expire-holds.ts';
import { createExpireTimeGrantsTask } from './expire-time-grants.ts';
import { createFindNoticesTask } from './find-notices.ts';
import { createPurgeVoiceSessionEventsTask } from './purge-voice-session-events.ts';
import { createReconcilePaymentsTask } from './reconcile-payments.ts';
import { createSweepRoomsTask } from './sweep-rooms.ts';
import type { Task } from './task-runner.ts';
import { createWatchAgentsTask } from './watch-agents.ts';
import { createWatchSubscriptionsTask } from './watch-subscriptions.ts';

/** All tasks of one api process. */
export function createTasks(services: Services): Task[] {
  const meterIntervalMs = services.environment.METER_INTERVAL_MS;
  return [
    createExpireHoldsTask(services),
    createWatchAgentsTask({ ...services, meterIntervalMs }),
    createSweepRoomsTask(services),
    createExpireTimeGrantsTask(services),
    createCheckLedgerTask(services),
    createFindNoticesTask(services),
    createBeginAutoTopUpsTask(services),
    createReconcilePaymentsTask(services),
    createWatchSubscriptionsTask(services),
    createPurgeVoiceSessionEventsTask(services),
  ];
}
