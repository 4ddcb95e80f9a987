// One api process: the real ledger, dispatcher, replacer and tasks, with simulated surroundings.
import type { Logger } from '@mindbot/platform/logging';
import { type Database, DatabaseUnavailableError } from '../../api/src/clients/database.ts';
import { createLedger } from '../../api/src/ledger.ts';
import { createExpireHoldsTask } from '../../api/src/tasks/expire-holds.ts';
import { createExpireTimeGrantsTask } from '../../api/src/tasks/expire-time-grants.ts';
import { createWatchAgentsTask } from '../../api/src/tasks/watch-agents.ts';
import { createAgentDispatcher } from '../../api/src/voice/agent-dispatcher.ts';
import { createAgentReplacer } from '../../api/src/voice/agent-replacer.ts';
import { createCallRooms } from '../../api/src/voice/call-rooms.ts';
import { DEFAULT_ORGANIZATION_ID } from '../support/database-clone.ts';
import { SimulatedProcess } from './schedule.ts';
import type { World } from './world.ts';

/** What callers ask of an api process. */
export type SimulatedApi = ReturnType<typeof startApi>;

const counter = { inc: () => {} };
const metrics = {
  holdsExpired: counter,
  secondsCaptured: counter,
  callsEnded: counter,
  redispatches: counter,
  timeGrantsExpired: counter,
} as never;

/** Statements take a moment before and after their commit: a process may die in either. */
function createApiDatabase(world: World, process: SimulatedProcess): Database {
  const query = async <Row extends object>(text: string, values: readonly unknown[] = []) => {
    await process.sleep(1 + world.random.durationMs(2));
    try {
      world.refuseWhenDatabaseIsAway();
    } catch (error) {
      throw new DatabaseUnavailableError(String(error));
    }
    const rows = await world.database.query<Row>(text, values);
    await process.sleep(1 + world.random.durationMs(2));
    return rows;
  };
  return {
    query,
    readAs: (_user, text, values) => query(text, values),
    queryAtLength: (text) => query(text),
    countWaiting: () => 0,
    check: async () => {},
    close: async () => {},
  };
}

/** Starts a replica: its tasks run until it is killed. */
export function startApi(world: World, name: string) {
  const { schedule, livekit: server } = world;
  const process = new SimulatedProcess(schedule, name);
  const logger = world.loggerOf(name) as Logger;
  const database = createApiDatabase(world, process);
  const livekit = server.clientFor(process);
  const ledger = createLedger(database, {
    leaseMs: 30_000,
    joinWindowMs: 60_000,
    rejoinWindowMs: 60_000,
  });
  const voiceTokens = {
    signJoinToken: async () => ({ serverUrl: '', token: '', roomName: '', tokenExpiresAt: '' }),
    signWorkerToken: async () => 'token',
  };
  const agentDispatcher = createAgentDispatcher({
    livekit,
    ledger,
    voiceTokens,
    agentName: 'mindbot',
    logger,
  });
  const callRooms = createCallRooms({ livekit, ledger, agentDispatcher, logger });
  const agentReplacer = createAgentReplacer({
    database,
    livekit,
    ledger,
    agentDispatcher,
    callRooms,
    metrics,
    logger,
  });
  const tasks = [
    createExpireHoldsTask({ ledger, callRooms, metrics, logger }),
    createExpireTimeGrantsTask({ ledger, logger, metrics } as never),
    createWatchAgentsTask({
      database,
      agentReplacer,
      meterIntervalMs: 10_000,
      logger,
      now: () => schedule.nowMs,
    }),
  ];
  for (const task of tasks) process.every(task.intervalMs, () => task.run());
  return {
    process,
    database,
    ledger,
    /** `POST /voice-sessions`. */
    async createCall(userId: string, idempotencyKey: string) {
      const organizationId = DEFAULT_ORGANIZATION_ID;
      const call = await ledger.createVoiceSession({
        userId,
        organizationId,
        assistant: null,
        idempotencyKey,
      });
      if (call.outcome === 'created') await callRooms.open({ ...call, userId });
      return call;
    },
    /** `POST /voice-sessions/{id}/end`. */
    endCall: (voiceSessionId: string, userId: string) =>
      ledger.requestVoiceSessionEnd(voiceSessionId, userId, 'user_hung_up'),
  };
}
