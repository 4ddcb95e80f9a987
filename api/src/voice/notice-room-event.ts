// Takes an event of LiveKit as a hint: an agent that left wakes the watcher of that call at once.
import { voiceSessionIdOf } from '@mindbot/platform/dispatch-metadata';
import type { Logger } from '@mindbot/platform/logging';
import type { LivekitEvent } from '../ledger-types.ts';
import type { AgentReplacer } from './agent-replacer.ts';

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
  agentReplacer.check(voiceSessionId).catch((error: unknown) => {
    logger.warn({ err: error, voiceSessionId }, 'a call could not be looked after');
  });
}
