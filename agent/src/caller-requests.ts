// What a caller's client may ask of the agent by LiveKit's remote procedure calls, and nobody else.
import type { Room } from '@livekit/rtc-node';
import {
  CLIENT_TIMINGS_RPC_METHOD,
  INTERRUPT_RPC_METHOD,
  RECHECK_TIME_RPC_METHOD,
} from '@mindbot/platform/call-events';

/** What is done about each request; each gets the payload, which anybody may have written. */
export interface CallerRequests {
  onInterrupt: () => void;
  onRecheckTime: () => void;
  onTimings: (payload: string) => void;
}

/** Listens in the room to the caller of this identity. */
export function acceptCallerRequests(
  room: Room,
  userIdentity: string,
  { onInterrupt, onRecheckTime, onTimings }: CallerRequests,
): void {
  const accept = (method: string, act: (payload: string) => void) =>
    room.localParticipant?.registerRpcMethod(method, async ({ callerIdentity, payload }) => {
      if (callerIdentity === userIdentity) act(payload);
      return '';
    });
  accept(INTERRUPT_RPC_METHOD, onInterrupt);
  accept(RECHECK_TIME_RPC_METHOD, onRecheckTime);
  accept(CLIENT_TIMINGS_RPC_METHOD, onTimings);
}
