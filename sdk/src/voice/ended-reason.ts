// Says why a call ended: in the server's words where it spoke, else by how LiveKit let go of us.
import type { EndedReason, VoiceSession } from '../types.ts';
import type { CallEnd } from './types.ts';

const ENDED_REASONS: Record<EndedReason, true> = {
  user_hung_up: true,
  agent_ended: true,
  out_of_time: true,
  idle: true,
  max_length: true,
  connection_lost: true,
  no_agent: true,
  agent_failed: true,
  moved: true,
  closed_by_admin: true,
  shutdown: true,
};

/** Whether a word is one of the closed list. */
export const isEndedReason = (word: unknown): word is EndedReason =>
  typeof word === 'string' && Object.hasOwn(ENDED_REASONS, word);

/** LiveKit's `DisconnectReason`, by its numbers on the wire. */
const DISCONNECT = {
  clientInitiated: 1,
  duplicateIdentity: 2,
  serverShutdown: 3,
  participantRemoved: 4,
  roomDeleted: 5,
  roomClosed: 10,
} as const;

/** The likeliest reason when only LiveKit's is known. */
export function reasonOfDisconnect(disconnectReason: number | undefined): EndedReason {
  switch (disconnectReason) {
    case DISCONNECT.clientInitiated:
      return 'user_hung_up';
    case DISCONNECT.duplicateIdentity:
      return 'moved';
    case DISCONNECT.serverShutdown:
      return 'shutdown';
    case DISCONNECT.participantRemoved:
      return 'closed_by_admin';
    case DISCONNECT.roomDeleted:
    case DISCONNECT.roomClosed:
      return 'agent_ended';
    default:
      return 'connection_lost';
  }
}

/** The end as a settled voice session tells it; null while it is not settled. */
export function endOf(voiceSession: VoiceSession): CallEnd | null {
  if (voiceSession.status !== 'ended' || voiceSession.endedReason === null) return null;
  const { endedReason: reason, chargedMs, balanceAfterMs: balanceMs } = voiceSession;
  return { reason, chargedMs: chargedMs ?? null, balanceMs: balanceMs ?? null };
}
