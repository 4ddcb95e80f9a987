// Watches a room unseen, and so knows from the server itself who was present when.
import {
  ConnectionQuality,
  type Participant,
  ParticipantKind,
  Room,
  RoomEvent,
} from '@livekit/rtc-node';
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';

/** How to reach the voice server. */
export interface LivekitAccess {
  livekitUrl: string;
  livekitApiKey: string;
  livekitApiSecret: string;
}

/** Somebody's time in a room. */
export interface Stay {
  isAgent: boolean;
  identity: string;
  /** A reading of `performance.now()`. */
  from: number;
  /** Null while present. */
  to: number | null;
}

/** Watches one room. */
export class RoomObserver {
  readonly #room = new Room();
  readonly #stays: Stay[] = [];
  readonly #service: RoomServiceClient;
  readonly #roomName: string;

  private constructor(access: LivekitAccess, roomName: string) {
    const { livekitUrl, livekitApiKey, livekitApiSecret } = access;
    const serviceUrl = livekitUrl.replace(/^ws/, 'http');
    this.#service = new RoomServiceClient(serviceUrl, livekitApiKey, livekitApiSecret);
    this.#roomName = roomName;
  }

  /** Joins a room that exists, hidden from everybody in it. */
  static async join(access: LivekitAccess, roomName: string): Promise<RoomObserver> {
    const observer = new RoomObserver(access, roomName);
    const room = observer.#room;
    const identity = `observer-${crypto.randomUUID()}`;
    const token = new AccessToken(access.livekitApiKey, access.livekitApiSecret, { identity });
    token.addGrant({ roomJoin: true, room: roomName, hidden: true, canPublish: false });
    room.on(RoomEvent.ParticipantConnected, (participant) => observer.#enter(participant));
    room.on(RoomEvent.ParticipantDisconnected, (participant) => observer.#leave(participant));
    room.on(RoomEvent.ConnectionQualityChanged, (quality, participant) => {
      if (participant.identity === identity) return;
      if (quality === ConnectionQuality.QUALITY_LOST) observer.#leave(participant);
      else observer.#enter(participant);
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
    const stay: Stay = { isAgent, identity, from: performance.now(), to: null };
    const isBack = this.#stays.some((other) => other.identity === identity);
    this.#stays.push(stay);
    if (!isBack) void this.#correctBegin(stay);
  }

  /** The server's own note of who joined when is exact, our hearing of it late on a busy machine. */
  async #correctBegin(stay: Stay): Promise<void> {
    const participants = await this.#service.listParticipants(this.#roomName).catch(() => []);
    const joinedAtMs = participants.find(({ identity }) => identity === stay.identity)?.joinedAtMs;
    if (!joinedAtMs) return;
    stay.from = Math.min(stay.from, Number(joinedAtMs) - performance.timeOrigin);
  }

  #leave({ identity }: Participant): void {
    const stay = this.#stays.findLast((one) => one.identity === identity && one.to === null);
    if (stay) stay.to = performance.now();
  }

  #closeAll(): void {
    for (const stay of this.#stays) stay.to ??= performance.now();
  }
}

/** How long, until `now`, at least one agent and one caller were present together. */
export function overlapMs(stays: readonly Stay[], now: number): number {
  const endOf = (stay: Stay) => stay.to ?? now;
  const isIn = (isAgent: boolean, at: number) =>
    stays.some((stay) => stay.isAgent === isAgent && stay.from <= at && endOf(stay) > at);
  const moments = stays.flatMap((stay) => [stay.from, endOf(stay)]).sort((a, b) => a - b);
  let totalMs = 0;
  for (const [index, from] of moments.entries()) {
    const to = moments[index + 1] ?? from;
    if (isIn(true, from) && isIn(false, from)) totalMs += to - from;
  }
  return totalMs;
}
