// Takes an event of LiveKit as a hint: an agent that left wakes the watcher of that call at once.
import { voiceSessionIdOf } from '@mindbot/platform/dispatch-metadata';
import type { Logger } from '@mindbot/platform/logging';
import type { LivekitEvent } from '../ledger-types.ts';
import type { AgentReplacer } from './agent-replacer.ts';
import { JOIN_MS_MAX } from './judge-agent.ts';

const eventsOfLeaving = new Set(['participant_left', 'participant_connection_aborted']);

/** Looks after the call an agent left, in the background: LiveKit does not wait for us. */
export function noticeRoomEvent(
  agentReplacer: Pick<AgentReplacer, 'check'>,
  event: LivekitEvent,
  logger: Logger,
): void {
  const voiceSessionId = voiceSessionIdOf(event.roomName);
  const hasAgentLeft = eventsOfLeaving.has(event.type) && event.participant?.isAgent === true;
  if (!voiceSessionId || !hasAgentLeft) return;
  const look = async () => {
    const check = await agentReplacer.check(voiceSessionId);
    if (check?.outcome !== 'too_soon') return;
    // It had just said something: whether it is gone for good, or another is joining, shows soon.
    setTimeout(() => void agentReplacer.check(voiceSessionId).catch(failed), JOIN_MS_MAX).unref();
  };
  const failed = (error: unknown) =>
    logger.warn({ err: error, voiceSessionId }, 'a call could not be looked after');
  look().catch(failed);
}
