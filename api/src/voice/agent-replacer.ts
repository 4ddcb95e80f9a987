// Replaces an agent that never came or died: look, judge, fence, dispatch again; bounded.
import { withLogContext } from '@mindbot/platform/log-context';
import type { Logger } from '@mindbot/platform/logging';
import type { Database } from '../clients/database.ts';
import type { LiveKitClient } from '../clients/livekit-types.ts';
import type { Ledger } from '../ledger.ts';
import type { WatchedCall } from '../ledger-types.ts';
import type { ApiMetrics } from '../metrics.ts';
import { readWatchedCall } from '../reads/read-watched-calls.ts';
import type { AgentDispatcher } from './agent-dispatcher.ts';
import type { CallRooms } from './call-rooms.ts';
import { type AgentVerdict, judgeAgent } from './judge-agent.ts';
import { observeCall } from './observe-call.ts';

/** What came of looking after a call; the epoch is the current one. */
interface AgentCheck {
  outcome: 'dispatched' | 'agent_present' | 'ended' | 'too_soon';
  epoch: number;
}

/** Looks after calls. */
export interface AgentReplacer {
  /**
   * Looks after a call that was just read, or joins the look that is going on.
   * @throws {LiveKitUnavailableError} when LiveKit cannot be asked; nothing has changed then.
   */
  lookAfter(call: WatchedCall): Promise<AgentCheck>;
  /** Reads the call and looks after it; null when there is no such call. Throws as above. */
  check(voiceSessionId: string): Promise<AgentCheck | null>;
}

/** Makes the replacer. */
export function createAgentReplacer(parts: {
  database: Database;
  livekit: LiveKitClient;
  ledger: Pick<Ledger, 'fenceVoiceSession' | 'settleAsReported'>;
  agentDispatcher: AgentDispatcher;
  callRooms: CallRooms;
  metrics: Pick<ApiMetrics, 'redispatches' | 'callsEnded'>;
  logger: Logger;
}): AgentReplacer {
  const { database, livekit, ledger, agentDispatcher, callRooms, metrics, logger } = parts;
  const underWay = new Map<string, Promise<AgentCheck>>();

  async function observeAndAct(call: WatchedCall): Promise<AgentCheck> {
    if (call.status === 'ended' || call.isEndRequested) {
      return { outcome: 'ended', epoch: call.epoch };
    }
    const { evidence, agentIdentities } = await observeCall(livekit, call);
    const verdict = judgeAgent(evidence);
    switch (verdict.action) {
      case 'leave':
        return { outcome: verdict.why, epoch: call.epoch };
      case 'end':
        return end(call, verdict);
      case 'replace':
        return replace(call, agentIdentities);
    }
  }

  async function replace(call: WatchedCall, agentIdentities: string[]): Promise<AgentCheck> {
    const fenced = await ledger.fenceVoiceSession(call.id, call.epoch);
    if (fenced.outcome === 'stale') return { outcome: 'too_soon', epoch: fenced.epoch };
    if (fenced.outcome !== 'fenced') return { outcome: 'ended', epoch: call.epoch };
    const cause = call.isHandedOver ? 'handed_over' : call.hasAgent ? 'lost' : 'never_came';
    logger[call.isHandedOver ? 'info' : 'warn'](
      { voiceSessionId: call.id, epoch: fenced.epoch, silentMs: call.silentMs, cause },
      'the agent of a call is replaced',
    );
    metrics.redispatches.inc({ cause });
    // The old agent is fenced already; that it also leaves the room need not hold up the new one.
    const cleaning = removeOldAgents(call, agentIdentities);
    await agentDispatcher.dispatch({ ...call, epoch: fenced.epoch });
    await cleaning;
    return { outcome: 'dispatched', epoch: fenced.epoch };
  }

  async function removeOldAgents(call: WatchedCall, agentIdentities: string[]): Promise<void> {
    const results = await Promise.allSettled([
      ...agentIdentities.map((identity) => livekit.removeParticipant(call.roomName, identity)),
      ...(call.dispatchId ? [livekit.deleteDispatch(call.roomName, call.dispatchId)] : []),
    ]);
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      logger.warn(
        { err: result.reason, voiceSessionId: call.id },
        'a replaced agent could not be removed',
      );
    }
  }

  async function end(
    call: WatchedCall,
    { reason }: Extract<AgentVerdict, { action: 'end' }>,
  ): Promise<AgentCheck> {
    const settled = await ledger.settleAsReported(call.id, call.epoch, reason);
    if (settled.outcome === 'fenced') return { outcome: 'too_soon', epoch: call.epoch };
    if (settled.outcome === 'captured') {
      logger.warn({ voiceSessionId: call.id, reason }, 'a call without an agent is ended');
      metrics.callsEnded.inc({ reason: settled.ended_reason });
    }
    await callRooms.close(call.id, call.roomName);
    return { outcome: 'ended', epoch: call.epoch };
  }

  function lookAfter(call: WatchedCall): Promise<AgentCheck> {
    const going = underWay.get(call.id);
    if (going) return going;
    const look = withLogContext({ voiceSessionId: call.id }, () => observeAndAct(call)).finally(
      () => underWay.delete(call.id),
    );
    underWay.set(call.id, look);
    return look;
  }

  return {
    lookAfter,
    async check(voiceSessionId) {
      const going = underWay.get(voiceSessionId);
      if (going) return going;
      const call = await readWatchedCall(database, voiceSessionId);
      return call ? lookAfter(call) : null;
    },
  };
}
