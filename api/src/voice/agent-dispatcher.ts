// Sends an agent to a call: the room, the call's own token, the dispatch, and a note of it.
import type { DispatchMetadata } from '@mindbot/platform/dispatch-metadata';
import { userIdentityOf } from '@mindbot/platform/dispatch-metadata';
import { readLogContext } from '@mindbot/platform/log-context';
import type { Logger } from '@mindbot/platform/logging';
import { inSpan, traceparentOf } from '@mindbot/platform/tracing';
import type { LiveKitClient } from '../clients/livekit-types.ts';
import type { Ledger } from '../ledger.ts';
import type { VoiceTokens } from './voice-tokens.ts';

/** A call that needs an agent. */
export interface CallToAttend {
  id: string;
  roomName: string;
  userId: string;
  epoch: number;
  maxCallMs: number;
}

/** Sends agents. */
export interface AgentDispatcher {
  /** @throws {LiveKitUnavailableError} when the room or the dispatch could not be made. */
  dispatch(call: CallToAttend): Promise<void>;
}

/** Makes the dispatcher. */
export function createAgentDispatcher(parts: {
  livekit: LiveKitClient;
  ledger: Pick<Ledger, 'setVoiceSessionDispatch' | 'readCallOrigin'>;
  voiceTokens: VoiceTokens;
  agentName: string;
  logger: Logger;
}): AgentDispatcher {
  const { livekit, ledger, voiceTokens, agentName, logger } = parts;

  async function send(call: CallToAttend, requestId: string | undefined): Promise<void> {
    const [workerToken] = await Promise.all([
      voiceTokens.signWorkerToken({
        voiceSessionId: call.id,
        epoch: call.epoch,
        maxCallMs: call.maxCallMs,
      }),
      livekit.createRoom(call.roomName),
    ]);
    const metadata: DispatchMetadata = {
      voiceSessionId: call.id,
      epoch: call.epoch,
      workerToken,
      userIdentity: userIdentityOf(call.userId),
      requestId,
      traceparent: traceparentOf() ?? undefined,
    };
    const dispatchId = await livekit.createDispatch(
      call.roomName,
      agentName,
      JSON.stringify(metadata),
    );
    // The agent is on its way whether or not we can note it: a lost note costs a look later.
    await ledger.setVoiceSessionDispatch(call.id, call.epoch, dispatchId).catch((error) => {
      logger.warn({ err: error, voiceSessionId: call.id }, 'a dispatch could not be noted');
    });
  }

  return {
    async dispatch(call) {
      // An agent sent later belongs to the request and the trace that made the call, whoever sends it.
      const origin = call.epoch > 1 ? await ledger.readCallOrigin(call.id).catch(() => null) : null;
      const requestId = readLogContext().requestId ?? origin?.requestId ?? undefined;
      const attributes = {
        'mindbot.voice_session_id': call.id,
        'mindbot.epoch': call.epoch,
        'mindbot.agent_name': agentName,
      };
      await inSpan(
        'dispatch agent',
        { kind: 'producer', parent: origin?.traceparent ?? undefined, attributes },
        () => send(call, requestId),
      );
    },
  };
}
