// Misses the agent of a headless call as the sdk does: tells the caller, and asks the api for another.
import type { MindbotClient } from '@mindbot/sdk';
import {
  type AgentWatchEvent,
  startAgentWatch,
  watchAgent,
} from '../../sdk/src/voice/agent-watch.ts';
import type { CallOccurrences } from './call-log.ts';
import type { HeadlessCall } from './headless-call.ts';

/** As often as the sdk looks. */
const TICK_MS = 250;
/** What of a call's log the watch is told, and as what. */
const HEARD = new Map<keyof CallOccurrences, 'time' | 'joined' | 'left'>([
  ['time', 'time'],
  ['agentJoined', 'joined'],
  ['agentLeft', 'left'],
]);

/**
 * Follows a joined call until it is over; notes in its log what the caller is told.
 * @param client asks for another agent; null for a caller whose client does not ask.
 */
export function missAgent(call: HeadlessCall, client: MindbotClient | null): void {
  const { log, voiceSession } = call;
  let watch = startAgentWatch(performance.now());
  const request = async () => {
    if (!client) return;
    const { data, error } = await client.voiceSessions.requestAgent(voiceSession.id);
    log.add('agentRequested', { outcome: data?.outcome ?? error?.code ?? 'unknown' });
  };
  const take = (event: AgentWatchEvent) => {
    const { state, actions } = watchAgent(watch, event);
    watch = state;
    for (const action of actions) {
      if (action === 'request') void request();
      else if (action === 'found') log.add('agentFound', {});
      else log.add('agentLost', { reason: action === 'lost_left' ? 'left' : 'silent' });
    }
  };
  const timer = setInterval(() => {
    take({ type: 'tick', now: performance.now(), isConnected: call.room.isConnected });
  }, TICK_MS);
  for (const { name, at } of log.entries) {
    const type = HEARD.get(name);
    if (type) take({ type, now: at });
  }
  const unfollow = log.follow(({ name, at }) => {
    const type = HEARD.get(name);
    if (type) take({ type, now: at });
    if (name !== 'disconnected') return;
    clearInterval(timer);
    unfollow();
  });
}
