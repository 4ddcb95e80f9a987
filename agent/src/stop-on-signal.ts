// How a worker stops: it takes no new call, waits for those it has, and hands over what is left.
import { setTimeout as delay } from 'node:timers/promises';
import type { AgentServer } from '@livekit/agents';
import type { Logger } from '@mindbot/platform/logging';
import { HAND_OVER_GAP_MS } from './hand-over.ts';

/** For the last call: a quiet moment, the hand-over itself and leaving the room, with room to spare. */
const HAND_OVER_MS_MAX = 20_000;
const POLL_MS = 100;

/** What stopping needs of the worker. */
export interface StopOptions {
  server: Pick<AgentServer, 'activeJobs' | 'drain' | 'close'>;
  /** How long calls may take to end by themselves. */
  drainTimeoutMs: number;
  /** Tells the jobs, one after the other, to hand their calls over. */
  handOver: () => Promise<void>;
  logger: Logger;
}

/**
 * SIGTERM, as in a deploy: takes no new call, waits up to the drain timeout for those it has, then
 * hands the rest over to other workers. SIGINT, or a second signal: ends the calls at once, settled
 * with the reason `shutdown`. The third ends the process.
 */
export function stopOnSignal(options: StopOptions): void {
  const { server, logger } = options;
  let signals = 0;
  const onSignal = async (signal: NodeJS.Signals) => {
    signals += 1;
    if (signals > 2) process.exit(1);
    const isDeploy = signal === 'SIGTERM' && signals === 1;
    logger.info({ signal, calls: server.activeJobs.length, isDeploy }, 'worker is stopping');
    if (isDeploy) {
      await drain(options, () => signals > 1);
      if (signals > 1) return;
    }
    await server.close();
    logger.info('worker stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      onSignal(signal).catch((error) => {
        logger.error({ err: error }, 'worker could not stop in order');
        process.exit(1);
      });
    });
  }
}

/** Resolves when no call is left, as far as that can be brought about. */
async function drain(options: StopOptions, isHurried: () => boolean): Promise<void> {
  const { server, drainTimeoutMs, handOver, logger } = options;
  // The framework refuses new jobs from here on; how long it waits is decided below.
  server.drain(1).catch(() => undefined);
  const untilNone = async (limitMs: number) => {
    const endsAt = performance.now() + limitMs;
    while (server.activeJobs.length > 0 && performance.now() < endsAt && !isHurried()) {
      await delay(POLL_MS);
    }
  };
  await untilNone(drainTimeoutMs);
  if (server.activeJobs.length === 0 || isHurried()) return;
  const handedOver = server.activeJobs.length;
  logger.info({ calls: handedOver }, 'calls are handed over to other workers');
  handOver().catch((error) => logger.error({ err: error }, 'jobs could not be told to hand over'));
  await untilNone(HAND_OVER_MS_MAX + handedOver * HAND_OVER_GAP_MS);
  const calls = server.activeJobs.length;
  if (calls > 0 && !isHurried()) logger.warn({ calls }, 'calls were still here; they are ended');
}
