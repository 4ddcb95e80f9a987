// Closes the rooms of calls that are over: one whose end LiveKit did not hear of keeps its caller alone in it,
// and a server that was restarted makes rooms anew for whoever comes back.
import { voiceSessionIdOf } from '@mindbot/platform/dispatch-metadata';
import type { Logger } from '@mindbot/platform/logging';
import type { Database } from '../clients/database.ts';
import type { LiveKitClient } from '../clients/livekit-types.ts';
import { readEndedCalls } from '../reads/read-ended-calls.ts';
import type { CallRooms } from '../voice/call-rooms.ts';
import type { Task } from './task-runner.ts';

const INTERVAL_MS = 30_000;
/** Whoever ends a call closes its room; this much later it is nobody's any more. */
const ENDED_SINCE_MS = 10_000;
/** Rooms closed in one run; more follow in the next. */
const BATCH = 100;

/**
 * The task; a room closed by two replicas is closed. Rooms of calls this database does not know are
 * left alone: the server may serve others too.
 */
export function createSweepRoomsTask(parts: {
  database: Pick<Database, 'query'>;
  livekit: Pick<LiveKitClient, 'listRooms'>;
  callRooms: Pick<CallRooms, 'close'>;
  logger: Logger;
}): Task {
  const { database, livekit, callRooms, logger } = parts;
  return {
    name: 'sweep-rooms',
    intervalMs: INTERVAL_MS,
    async run() {
      const rooms = new Map<string, string>();
      for (const roomName of await livekit.listRooms()) {
        const voiceSessionId = voiceSessionIdOf(roomName);
        if (voiceSessionId) rooms.set(voiceSessionId, roomName);
      }
      if (rooms.size === 0) return;
      const ended = await readEndedCalls(database, [...rooms.keys()], ENDED_SINCE_MS);
      const orphans = [...rooms].filter(([id]) => ended.has(id)).slice(0, BATCH);
      for (const [voiceSessionId] of orphans) {
        logger.warn({ voiceSessionId }, 'the room of a call that is over is closed');
      }
      await Promise.all(orphans.map(([id, roomName]) => callRooms.close(id, roomName)));
    },
  };
}
