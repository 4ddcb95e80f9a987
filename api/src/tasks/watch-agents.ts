// Finds the calls without a working agent and has each looked after: LiveKit does not by itself.
import type { Logger } from '@mindbot/platform/logging';
import type { Database } from '../clients/database.ts';
import { readUnattendedCalls } from '../reads/read-watched-calls.ts';
import type { AgentReplacer } from '../voice/agent-replacer.ts';
import type { Task } from './task-runner.ts';

const PENDING_AFTER_MS = 3_000;
/** A report may be this late before its agent is looked at. */
const REPORT_DELAY_MS = 2_000;
const BATCH = 50;

/** The task; replicas that find the same call are told apart by the fencing epoch. */
export function createWatchAgentsTask(parts: {
  database: Database;
  agentReplacer: Pick<AgentReplacer, 'lookAfter'>;
  meterIntervalMs: number;
  logger: Logger;
}): Task {
  const { database, agentReplacer, meterIntervalMs, logger } = parts;
  return {
    name: 'watch-agents',
    intervalMs: 1_000,
    async run() {
      const calls = await readUnattendedCalls(database, {
        limit: BATCH,
        pendingAfterMs: PENDING_AFTER_MS,
        silentAfterMs: meterIntervalMs + REPORT_DELAY_MS,
      });
      const looks = await Promise.allSettled(calls.map((call) => agentReplacer.lookAfter(call)));
      for (const [index, look] of looks.entries()) {
        if (look.status === 'fulfilled') continue;
        const voiceSessionId = calls[index]?.id;
        logger.warn({ err: look.reason, voiceSessionId }, 'a call could not be looked after');
      }
    },
  };
}
