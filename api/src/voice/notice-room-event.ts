// Takes an event of LiveKit as a hint: an agent that left wakes the watcher of that call at once.
import type { Logger } from '@mindbot/platform/logging';
import type { LivekitEvent } from '../ledger-types.ts';
import type { AgentReplacer } from './agent-replacer.ts';

const eventsOfLeaving = new Set(['participant_left', 'participant_connection_aborted']);
const roomPattern = /^call-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** Looks after the call an agent left, in the background: LiveKit does not wait for us. */
export function noticeRoomEvent(
  agentReplacer: Pick<AgentReplacer, 'check'>,
  event: LivekitEvent,
  logger: Logger,
): void {
  const [, voiceSessionId] = roomPattern.exec(event.roomName) ?? [];
  const hasAgentLeft = eventsOfLeaving.has(event.type) && event.participant?.isAgent === true;
  if (!voiceSessionId || !hasAgentLeft) return;
  agentReplacer.check(voiceSessionId).catch((error: unknown) => {
    logger.warn({ err: error, voiceSessionId }, 'a call could not be looked after');
  });
}
