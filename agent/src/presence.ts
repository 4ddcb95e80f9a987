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

/** Being heard of takes a moment more than being there, this much at most when nothing is late. */
const SETTLING_MS = 150;

/** Where presence is watched and whom it is told. */
export interface PresenceOptions {
  room: Room;
  userIdentity: string;
  clock: CallClock;
  logger: Logger;
  /** The time of day, to be compared with the server's. */
  wallMs?: () => number;
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
  private readonly createdAtMs: number;
  private agentSinceMs: number | null = null;
  /** The agent's join by our clock and by the server's, to turn the server's times into ours. */
  private agentJoin: { atMs: number; serverMs: number } | null = null;
  private userSinceMs: number | null = null;
  private isQualityLost = false;
  private listener: ((event: PresenceEvent) => void) | null = null;
  private earlyEnd: PresenceEvent | null = null;

  constructor(options: PresenceOptions) {
    this.options = options;
    this.createdAtMs = options.clock.nowMs();
    const { room } = options;
    room.on(RoomEvent.ParticipantConnected, this.onConnected);
    room.on(RoomEvent.ParticipantDisconnected, this.onDisconnected);
    room.on(RoomEvent.ConnectionQualityChanged, this.onQuality);
    room.on(RoomEvent.Reconnecting, () => this.tell({ type: 'agent_lost' }));
    room.on(RoomEvent.Reconnected, this.onAgentReturned);
    room.on(RoomEvent.Disconnected, this.onRoomClosed);
  }

  /** Notes that the agent itself is in the room: since the server says so, in doubt since now. */
  agentJoined(): void {
    const { room, userIdentity, clock, wallMs = Date.now } = this.options;
    const nowMs = clock.nowMs();
    const serverMs = joinedAtOf(room.localParticipant);
    let atMs = nowMs;
    if (serverMs !== null) {
      // Clocks may differ; the agent joined after it was told to, and before it knew, all the same.
      atMs = Math.max(this.createdAtMs, nowMs - Math.max(0, wallMs() - serverMs));
      this.agentJoin = { atMs, serverMs };
    }
    this.agentSinceMs = settledAt(atMs, nowMs);
    if (room.remoteParticipants.has(userIdentity)) this.userSinceMs ??= this.agentSinceMs;
  }

  /** Since when a participant of whom we just heard is there: LiveKit may tell seconds later. */
  private sinceMsOf(participant: RemoteParticipant): number {
    const nowMs = this.options.clock.nowMs();
    const serverMs = joinedAtOf(participant);
    if (this.agentJoin === null || serverMs === null) return nowMs;
    const atMs = this.agentJoin.atMs + serverMs - this.agentJoin.serverMs;
    return settledAt(Math.min(atMs, nowMs), nowMs);
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
    this.userSinceMs = this.sinceMsOf(participant);
    this.isQualityLost = false;
    this.tell({ type: 'user_joined', sinceMs: this.bothSinceMs ?? this.userSinceMs });
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
    const sinceMs = this.options.clock.nowMs();
    this.tell(isLost ? { type: 'user_lost' } : { type: 'user_joined', sinceMs });
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

/** When a participant's join reached the server, in its milliseconds; null when it does not say. */
function joinedAtOf(participant: Participant | undefined): number | null {
  const joinedAtMs = Number(participant?.info?.joinedAt ?? 0);
  return joinedAtMs > 0 ? joinedAtMs : null;
}

/** When somebody was connected who began to join at `joinedAtMs` and of whom we hear now. */
const settledAt = (joinedAtMs: number, nowMs: number): number =>
  joinedAtMs + Math.min((nowMs - joinedAtMs) / 2, SETTLING_MS);
