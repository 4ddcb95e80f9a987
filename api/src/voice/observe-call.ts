// Looks at a call's room as LiveKit sees it, for the judge.
import { userIdentityOf } from '@mindbot/platform/dispatch-metadata';
import type { JobStatus, LiveKitClient } from '../clients/livekit-types.ts';
import type { WatchedCall } from '../ledger-types.ts';
import type { AgentEvidence } from './judge-agent.ts';

/** What was seen, and which agents are in the room, alive or not. */
export interface Observation {
  evidence: AgentEvidence;
  agentIdentities: string[];
}

/** How long an agent may take to show a sign of life; on one machine it takes 5 ms. */
const PING_TIMEOUT_MS = 1_500;

/**
 * Looks at the room, the agents in it and the dispatch.
 * @throws {LiveKitUnavailableError} when LiveKit cannot be asked: then nothing is known.
 */
export async function observeCall(livekit: LiveKitClient, call: WatchedCall): Promise<Observation> {
  const [participants, jobs] = await Promise.all([
    livekit.listParticipants(call.roomName),
    listJobs(livekit, call),
  ]);
  const agents = participants.filter((participant) => participant.isAgent);
  const signsOfLife = await Promise.all(
    agents.map(
      (agent) =>
        // An agent that gives its call away is about to leave: the next one must not wait for it.
        !call.isHandedOver &&
        agent.isActive &&
        livekit.pingParticipant(call.roomName, agent.identity, PING_TIMEOUT_MS),
    ),
  );
  const callerIdentity = userIdentityOf(call.userId);
  return {
    agentIdentities: agents.map((agent) => agent.identity),
    evidence: {
      epoch: call.epoch,
      excusedDispatches: call.excusedDispatches,
      isHandedOver: call.isHandedOver,
      hasAgent: call.hasAgent,
      silentMs: call.silentMs,
      isAgentAlive: signsOfLife.includes(true),
      isCallerPresent: participants.some(({ identity }) => identity === callerIdentity),
      jobs,
      isActive: call.status === 'active',
    },
  };
}

/** The jobs of a dispatch whose agent has not taken the call. */
async function listJobs(livekit: LiveKitClient, call: WatchedCall): Promise<JobStatus[]> {
  if (call.hasAgent || !call.dispatchId) return [];
  // A restarted server has lost the room, and asked for its dispatches would keep us waiting.
  await livekit.createRoom(call.roomName);
  const dispatch = await livekit.getDispatch(call.roomName, call.dispatchId);
  return dispatch?.jobs ?? [];
}
