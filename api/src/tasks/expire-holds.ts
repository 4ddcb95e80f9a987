// Ends the calls nobody renews: nobody polices themselves, so a hung agent is stopped from here.
import type { Logger } from '@mindbot/platform/logging';
import type { Ledger } from '../ledger.ts';
import type { ApiMetrics } from '../metrics.ts';
import type { CallRooms } from '../voice/call-rooms.ts';
import type { Task } from './task-runner.ts';

/** Calls ended in one statement; more follow at once in the next. */
const BATCH = 100;
/** Statements in one run, so that stopping never waits long. */
const BATCHES_MAX = 20;

/** The task; every replica runs it, and none waits for another. */
export function createExpireHoldsTask(parts: {
  ledger: Pick<Ledger, 'expireHolds'>;
  callRooms: Pick<CallRooms, 'close'>;
  metrics: Pick<ApiMetrics, 'holdsExpired' | 'secondsCaptured' | 'callsEnded'>;
  logger: Logger;
}): Task {
  const { ledger, callRooms, metrics, logger } = parts;
  return {
    name: 'expire-holds',
    intervalMs: 1_000,
    async run() {
      for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
        const expired = await ledger.expireHolds(BATCH);
        for (const call of expired) {
          metrics.holdsExpired.inc();
          metrics.secondsCaptured.inc(call.charged_ms / 1_000);
          metrics.callsEnded.inc({ reason: call.ended_reason });
          logger.info(
            {
              voiceSessionId: call.voice_session_id,
              reason: call.ended_reason,
              chargedMs: call.charged_ms,
            },
            'a call whose lease ran out is ended',
          );
        }
        await Promise.all(
          expired.map((call) => callRooms.close(call.voice_session_id, call.room_name)),
        );
        if (expired.length < BATCH) return;
      }
    },
  };
}
