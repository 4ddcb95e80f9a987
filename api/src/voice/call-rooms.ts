// Brings a new call to life, or gives its time back at once when LiveKit cannot take it.
import type { Logger } from '@mindbot/platform/logging';
import { type LiveKitClient, LiveKitUnavailableError } from '../clients/livekit-types.ts';
import type { Ledger } from '../ledger.ts';
import type { AgentDispatcher, CallToAttend } from './agent-dispatcher.ts';
import { voiceUnavailable } from './refuse-call.ts';

/** Starts and closes calls. */
export interface CallRooms {
  /** @throws {ProblemError} `voice_unavailable`; the call's hold is released by then. */
  open(call: CallToAttend): Promise<void>;
  /** Ends the room; who is in it leaves and the agent settles. Failing is logged, not thrown. */
  close(voiceSessionId: string, roomName: string): Promise<void>;
}

/** Makes the starter of calls. */
export function createCallRooms(parts: {
  livekit: LiveKitClient;
  ledger: Pick<Ledger, 'releaseHold'>;
  agentDispatcher: AgentDispatcher;
  logger: Logger;
}): CallRooms {
  const { livekit, ledger, agentDispatcher, logger } = parts;

  async function close(voiceSessionId: string, roomName: string): Promise<void> {
    await livekit.deleteRoom(roomName).catch((error) => {
      logger.warn({ err: error, voiceSessionId }, 'a room could not be deleted');
    });
  }

  return {
    close,
    async open(call) {
      try {
        await agentDispatcher.dispatch(call);
      } catch (error) {
        if (!(error instanceof LiveKitUnavailableError)) throw error;
        logger.warn({ err: error, voiceSessionId: call.id }, 'a call could not be started');
        await ledger.releaseHold(call.id, 'no_agent');
        // Not awaited: the server that could not be reached would keep the caller waiting again.
        void close(call.id, call.roomName);
        throw voiceUnavailable(error);
      }
    },
  };
}
