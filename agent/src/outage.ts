// Rides out a provider outage: stops the clock, says so if it can, tries again, goes on.
import type { voice } from '@livekit/agents';
import type { Logger } from '@mindbot/platform/logging';
import type { Announcer } from './announcer.ts';
import type { CallClock } from './call-clock.ts';
import { phrases } from './phrases.ts';
import type { ProviderHealth, ProviderPart } from './provider-health.ts';

const PROBE_MS = 3_000;
/** Said to find out whether there is a voice again. */
const PROBE_SENTENCE = phrases.recovered;

/** What riding out an outage needs. */
export interface OutageOptions {
  health: ProviderHealth;
  session: Pick<voice.AgentSession, 'generateReply'>;
  announcer: Announcer;
  clock: CallClock;
  logger: Logger;
  retryRecognition: () => Promise<unknown>;
  onDown: (part: ProviderPart, error: Error) => void;
  /** `isOver` once no part fails any more. */
  onUp: (part: ProviderPart, isOver: boolean) => void;
}

/**
 * Watches the providers from now on. How long an outage may last is the meter's to decide; until
 * then the failing part is tried again every few seconds.
 */
export function rideOutOutages(options: OutageOptions): { stop: () => void } {
  const { health, session, announcer, clock, logger } = options;
  let cancelProbe: (() => void) | null = null;
  let isStopped = false;

  async function probe(part: ProviderPart): Promise<void> {
    if (part === 'stt') await options.retryRecognition();
    // The caller's last words are still unanswered: trying again answers them.
    if (part === 'llm') session.generateReply();
    if (part === 'tts') await announcer.prepare(PROBE_SENTENCE).durationMs;
  }

  function probeSoon(): void {
    cancelProbe?.();
    cancelProbe = clock.setTimer(PROBE_MS, () => {
      if (isStopped || health.failingParts.size === 0) return;
      for (const part of health.failingParts) {
        probe(part).catch((error) => logger.debug({ err: error, part }, 'provider still fails'));
      }
      probeSoon();
    });
  }

  health.listen({
    down: (part, error) => {
      if (isStopped) return;
      logger.warn({ err: error, part }, 'a provider fails');
      options.onDown(part, error);
      if (part === 'llm') void announcer.say(phrases.troubleAnswering);
      if (part === 'stt') void announcer.say(phrases.troubleHearing);
      probeSoon();
    },
    up: (part) => {
      if (isStopped) return;
      logger.info({ part }, 'a provider works again');
      const isOver = health.failingParts.size === 0;
      options.onUp(part, isOver);
      if (!isOver) return;
      cancelProbe?.();
      if (part !== 'llm') void announcer.say(phrases.recovered);
    },
  });
  return {
    stop: () => {
      isStopped = true;
      cancelProbe?.();
    },
  };
}
