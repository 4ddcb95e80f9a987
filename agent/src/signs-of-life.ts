// Asks the caller's client now and then whether it is there: LiveKit takes 10 to 15 s to notice that a network
// was lost, and by the last answer the meter knows since when.
import { type Room, RpcError } from '@livekit/rtc-node';
import type { CallClock } from './call-clock.ts';

const METHOD = 'mindbot.ping';
const PING_MS = 2_000;
const TIMEOUT_MS = 2_000;

/** What asking needs. */
export interface SignsOfLifeOptions {
  room: {
    isConnected: boolean;
    localParticipant?: Pick<NonNullable<Room['localParticipant']>, 'performRpc'>;
  };
  userIdentity: string;
  clock: CallClock;
  /** Told of every answer. */
  onSeen: () => void;
}

/**
 * Asks every two seconds from now on. Any client of LiveKit answers by itself, if only that it knows
 * no such method: so a client needs nothing of ours, and one that does not answer loses nothing.
 */
export function watchSignsOfLife(options: SignsOfLifeOptions): { stop: () => void } {
  const { room, userIdentity, clock, onSeen } = options;
  let isStopped = false;
  let cancel = () => {};

  async function ask(): Promise<void> {
    if (!room.isConnected || !room.localParticipant) return;
    try {
      await room.localParticipant.performRpc({
        destinationIdentity: userIdentity,
        method: METHOD,
        payload: '',
        responseTimeout: TIMEOUT_MS,
      });
    } catch (error) {
      if (!(error instanceof RpcError) || error.code !== RpcError.ErrorCode.UNSUPPORTED_METHOD) {
        return;
      }
    }
    if (!isStopped) onSeen();
  }

  function askSoon(): void {
    if (isStopped) return;
    cancel = clock.setTimer(PING_MS, askSoon);
    // Not awaited: an answer that takes its time must not hold up the next question.
    void ask();
  }

  askSoon();
  return {
    stop: () => {
      isStopped = true;
      cancel();
    },
  };
}
