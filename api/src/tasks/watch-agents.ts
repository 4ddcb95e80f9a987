// Finds the calls without a working agent and has each looked after: LiveKit does not by itself.
import type { Logger } from '@mindbot/platform/logging';
import type { Database } from '../clients/database.ts';
import type { WatchedCall } from '../ledger-types.ts';
import { readUnattendedCalls } from '../reads/read-watched-calls.ts';
import type { AgentReplacer } from '../voice/agent-replacer.ts';
import type { Task } from './task-runner.ts';

const PENDING_AFTER_MS = 3_000;
/**
 * An agent is looked at when this share of its report interval has passed in silence, well before
 * its report is due: LiveKit takes 20 s to notice that an agent was killed, and a caller shall have
 * the next one within 10 s even if their client does not complain.
 */
const SILENT_SHARE = 0.6;
/** Looks in one run, the longest silent first: with very many calls only the suspicious are seen. */
const BATCH = 50;

/** The task; replicas that find the same call are told apart by the fencing epoch. */
export function createWatchAgentsTask(parts: {
  database: Database;
  agentReplacer: Pick<AgentReplacer, 'lookAfter'>;
  meterIntervalMs: number;
  logger: Logger;
  now?: () => number;
}): Task {
  const { database, agentReplacer, meterIntervalMs, logger, now = () => performance.now() } = parts;
  const silentAfterMs = Math.round(meterIntervalMs * SILENT_SHARE);
  /** When each agent last showed a sign of life: until its report is due it is not asked again. */
  const seenAliveAt = new Map<string, number>();

  function forgetOld(): void {
    for (const [id, seenAt] of seenAliveAt) {
      if (now() - seenAt >= meterIntervalMs - silentAfterMs) seenAliveAt.delete(id);
    }
  }

  async function lookAfter(call: WatchedCall): Promise<void> {
    try {
      const { outcome } = await agentReplacer.lookAfter(call);
      if (outcome === 'agent_present') seenAliveAt.set(call.id, now());
    } catch (error) {
      logger.warn({ err: error, voiceSessionId: call.id }, 'a call could not be looked after');
    }
  }

  return {
    name: 'watch-agents',
    intervalMs: 1_000,
    async run() {
      forgetOld();
      const calls = await readUnattendedCalls(database, {
        limit: BATCH,
        pendingAfterMs: PENDING_AFTER_MS,
        silentAfterMs,
      });
      await Promise.all(calls.filter((call) => !seenAliveAt.has(call.id)).map(lookAfter));
    },
  };
}
