// Forgets the stories of calls long over, a piece at a time, so that their table stays readable.
import { callFunction } from '../clients/call-function.ts';
import type { Database } from '../clients/database.ts';
import type { Task } from './task-runner.ts';

const LINES_PER_RUN = 5_000;

/** The task; replicas may run it at once. */
export function createPurgeVoiceSessionEventsTask({ database }: { database: Database }): Task {
  return {
    name: 'purge-voice-session-events',
    intervalMs: 10 * 60_000,
    firstDelayMs: 30_000,
    async run() {
      await callFunction(database, 'purge_voice_session_events', { p_limit: LINES_PER_RUN });
    },
  };
}
