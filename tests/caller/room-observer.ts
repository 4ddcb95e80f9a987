// Watches a room unseen, and so knows from the server itself who was present when.
import {
  ConnectionQuality,
  type Participant,
  ParticipantKind,
  Room,
  RoomEvent,
} from '@livekit/rtc-node';
import { AccessToken } from 'livekit-server-sdk';
import { overlapMs, type Stay } from './presence.ts';

/** How to reach the voice server. */
export interface LivekitAccess {
  livekitUrl: string;
  livekitApiKey: string;
  livekitApiSecret: string;
}

/** Watches one room. */
export class RoomObserver {
  readonly #room = new Room();
  readonly #stays: Stay[] = [];
  /** Moments at which the server called a connection lost. */
  readonly losses: { identity: string; at: number }[] = [];

  /** Joins a room that exists, hidden from everybody in it. */
  static async join(access: LivekitAccess, roomName: string): Promise<RoomObserver> {
    const observer = new RoomObserver();
    const room = observer.#room;
    const identity = `observer-${crypto.randomUUID()}`;
    const token = new AccessToken(access.livekitApiKey, access.livekitApiSecret, { identity });
    token.addGrant({ roomJoin: true, room: roomName, hidden: true, canPublish: false });
    room.on(RoomEvent.ParticipantConnected, (participant) => observer.#enter(participant));
    room.on(RoomEvent.ParticipantDisconnected, (participant) => observer.#leave(participant));
    room.on(RoomEvent.ConnectionQualityChanged, (quality, participant) => {
      if (participant.identity === identity) return;
      if (quality !== ConnectionQuality.QUALITY_LOST) return observer.#enter(participant);
      observer.losses.push({ identity: participant.identity, at: performance.now() });
      observer.#leave(participant);
    });
    room.on(RoomEvent.Disconnected, () => observer.#closeAll());
    await room.connect(access.livekitUrl, await token.toJwt(), {
      // The server tells of the connection of those one listens to, and of no others.
      autoSubscribe: true,
      dynacast: false,
    });
    for (const participant of room.remoteParticipants.values()) observer.#enter(participant);
    return observer;
  }

  /**
   * How long a caller and an agent were both in the room, in milliseconds. Somebody whose connection
   * the server calls lost is not there.
   */
  presentMs(now = performance.now()): number {
    return overlapMs(this.#stays, now);
  }

  /** Stops watching. */
  async leave(): Promise<void> {
    await this.#room.disconnect();
  }

  #enter(participant: Participant): void {
    const isAgent = participant.kind === ParticipantKind.AGENT;
    const { identity } = participant;
    if (this.#stays.some((stay) => stay.identity === identity && stay.to === null)) return;
    this.#stays.push({ isAgent, identity, from: performance.now(), to: null });
  }

  #leave({ identity }: Participant): void {
    const stay = this.#stays.findLast((one) => one.identity === identity && one.to === null);
    if (stay) stay.to = performance.now();
  }

  #closeAll(): void {
    for (const stay of this.#stays) stay.to ??= performance.now();
  }
}
