// Turns what LiveKit reports about the caller's and the agent's connection into the meter's events.
import {
  ConnectionQuality,
  DisconnectReason,
  type Participant,
  type RemoteParticipant,
  type Room,
  RoomEvent,
} from '@livekit/rtc-node';
import type { Logger } from '@mindbot/platform/logging';
import type { CallClock } from './call-clock.ts';
import type { UnstampedMeterEvent } from './meter-types.ts';

/** Where presence is watched and whom it is told. */
export interface PresenceOptions {
  room: Room;
  userIdentity: string;
  clock: CallClock;
  logger: Logger;
}

/** The events presence can bring about. */
export type PresenceEvent = Extract<
  UnstampedMeterEvent,
  { type: 'user_joined' | 'user_lost' | 'agent_lost' | 'agent_returned' | 'end_requested' }
>;

/** Why the caller's leaving ends the call; null when they may come back. */
export function endOfUserLeaving(
  reason: DisconnectReason | undefined,
): 'user_hung_up' | 'closed_by_admin' | null {
  switch (reason) {
    case DisconnectReason.CLIENT_INITIATED:
    case DisconnectReason.USER_REJECTED:
      return 'user_hung_up';
    // Whoever deletes a room through the api has told the ledger why; its word wins.
    case DisconnectReason.ROOM_DELETED:
    case DisconnectReason.PARTICIPANT_REMOVED:
      return 'closed_by_admin';
    default:
      return null;
  }
}

/** Watches a room from before it is connected until the job ends. */
export class Presence {
  private readonly options: PresenceOptions;
  private agentSinceMs: number | null = null;
  private userSinceMs: number | null = null;
  private isQualityLost = false;
  private listener: ((event: PresenceEvent) => void) | null = null;
  private earlyEnd: PresenceEvent | null = null;

  constructor(options: PresenceOptions) {
    this.options = options;
    const { room } = options;
    room.on(RoomEvent.ParticipantConnected, this.onConnected);
    room.on(RoomEvent.ParticipantDisconnected, this.onDisconnected);
    room.on(RoomEvent.ConnectionQualityChanged, this.onQuality);
    room.on(RoomEvent.Reconnecting, () => this.tell({ type: 'agent_lost' }));
    room.on(RoomEvent.Reconnected, this.onAgentReturned);
    room.on(RoomEvent.Disconnected, this.onRoomClosed);
  }

  /** Notes that the agent itself is in the room now. */
  agentJoined(): void {
    this.agentSinceMs ??= this.options.clock.nowMs();
    if (this.isUserInRoom()) this.userSinceMs ??= this.agentSinceMs;
  }

  /** Since when both are in the room, null while the caller is not. */
  get bothSinceMs(): number | null {
    if (this.agentSinceMs === null || this.userSinceMs === null) return null;
    return Math.max(this.agentSinceMs, this.userSinceMs);
  }

  /**
   * From now on the listener is told. Of what happened before, it is told at once of an end;
   * who is present stands in {@link bothSinceMs}.
   */
  listen(listener: (event: PresenceEvent) => void): void {
    this.listener = listener;
    if (this.earlyEnd !== null) listener(this.earlyEnd);
  }

  private tell(event: PresenceEvent): void {
    if (this.listener) this.listener(event);
    else if (event.type === 'end_requested') this.earlyEnd = event;
  }

  private isUserInRoom(): boolean {
    return this.options.room.remoteParticipants.has(this.options.userIdentity);
  }

  private onConnected = (participant: RemoteParticipant): void => {
    if (participant.identity !== this.options.userIdentity) return;
    this.userSinceMs = this.options.clock.nowMs();
    this.isQualityLost = false;
    this.tell({ type: 'user_joined' });
  };

  private onDisconnected = (participant: RemoteParticipant): void => {
    if (participant.identity !== this.options.userIdentity) return;
    const { disconnectReason } = participant;
    this.options.logger.debug({ disconnectReason }, 'caller left the room');
    this.userSinceMs = null;
    const reason = endOfUserLeaving(disconnectReason);
    // Another tab of the same caller is in the room already: the call goes on there.
    if (reason === null && this.isUserInRoom()) return;
    this.tell(reason === null ? { type: 'user_lost' } : { type: 'end_requested', reason });
  };

  private onQuality = (quality: ConnectionQuality, participant: Participant): void => {
    if (participant.identity !== this.options.userIdentity) return;
    const isLost = quality === ConnectionQuality.QUALITY_LOST;
    if (isLost === this.isQualityLost) return;
    this.isQualityLost = isLost;
    this.tell({ type: isLost ? 'user_lost' : 'user_joined' });
  };

  private onAgentReturned = (): void => {
    this.tell({ type: 'agent_returned' });
    if (!this.isUserInRoom()) this.tell({ type: 'user_lost' });
  };

  private onRoomClosed = (reason: DisconnectReason): void => {
    this.options.logger.debug({ disconnectReason: reason }, 'agent left the room');
    const isDeleted =
      reason === DisconnectReason.ROOM_DELETED || reason === DisconnectReason.PARTICIPANT_REMOVED;
    this.tell({
      type: 'end_requested',
      reason: isDeleted ? 'closed_by_admin' : 'connection_lost',
    });
  };
}
