// What LiveKit reports becomes what the meter is told.
import { EventEmitter } from 'node:events';
import { ConnectionQuality, DisconnectReason, RoomEvent } from '@livekit/rtc-node';
import { beforeEach, describe, expect, test } from 'vitest';
import { endOfUserLeaving, Presence, type PresenceEvent } from './presence.ts';
import { quietLogger } from './quiet-logger.ts';
import { SimulatedClock } from './simulated-clock.ts';

/** The server's clock runs ahead of ours by this much. */
const SERVER_AHEAD_MS = 7_000;

interface FakeParticipant {
  identity: string;
  info?: { joinedAt: bigint };
}

class FakeRoom extends EventEmitter {
  remoteParticipants = new Map<string, FakeParticipant>();
  localParticipant: FakeParticipant | undefined;

  join(identity: string, joinedAtMs?: number) {
    const participant: FakeParticipant = { identity };
    if (joinedAtMs !== undefined) participant.info = serverInfo(joinedAtMs);
    this.remoteParticipants.set(identity, participant);
    this.emit(RoomEvent.ParticipantConnected, participant);
  }

  drop(identity: string, disconnectReason: DisconnectReason) {
    this.remoteParticipants.delete(identity);
    this.emit(RoomEvent.ParticipantDisconnected, { identity, disconnectReason });
  }

  quality(identity: string, quality: ConnectionQuality) {
    this.emit(RoomEvent.ConnectionQualityChanged, quality, { identity });
  }
}

/** What the server says of somebody who joined at this moment of our clock. */
const serverInfo = (atMs: number) => ({
  joinedAt: BigInt(Math.round(1e12 + SERVER_AHEAD_MS + atMs)),
});

let room: FakeRoom;
let clock: SimulatedClock;
let presence: Presence;
let told: PresenceEvent[];
/** How far our time of day is off, so that it may or may not agree with the server's. */
let wallErrorMs: number;

beforeEach(() => {
  room = new FakeRoom();
  clock = new SimulatedClock();
  told = [];
  wallErrorMs = SERVER_AHEAD_MS;
  presence = new Presence({
    room: room as never,
    userIdentity: 'user-1',
    clock,
    logger: quietLogger().logger,
    wallMs: () => 1e12 + wallErrorMs + clock.nowMs(),
  });
});

const listen = () => presence.listen((event) => told.push(event));

describe('since when both are present', () => {
  test("is the agent's join when the caller waited", async () => {
    room.remoteParticipants.set('user-1', { identity: 'user-1' });
    await clock.advance(300);
    presence.agentJoined();
    expect(presence.bothSinceMs).toBe(300);
  });

  test("is the caller's join when the agent waited", async () => {
    presence.agentJoined();
    expect(presence.bothSinceMs).toBeNull();
    await clock.advance(700);
    room.join('user-1');
    expect(presence.bothSinceMs).toBe(700);
  });

  test.each([
    ['soon', 100, 140, 120],
    ['late', 100, 900, 250],
  ])('follows the server when the agent hears %s that it has joined', async (...times) => {
    const [, joinedAtMs, heardAtMs, sinceMs] = times;
    room.localParticipant = { identity: 'agent-1', info: serverInfo(joinedAtMs) };
    room.join('user-1');
    await clock.advance(heardAtMs);
    presence.agentJoined();
    expect(presence.bothSinceMs).toBe(sinceMs);
  });

  test.each([
    ['behind', -60_000, 600],
    ['ahead', 60_000, 150],
  ])('lies within the join when the clocks differ, ours %s', async (_how, errorMs, sinceMs) => {
    wallErrorMs = SERVER_AHEAD_MS + errorMs;
    room.localParticipant = { identity: 'agent-1', info: serverInfo(300) };
    room.remoteParticipants.set('user-1', { identity: 'user-1' });
    await clock.advance(600);
    presence.agentJoined();
    expect(presence.bothSinceMs).toBe(sinceMs);
  });

  test('is when the caller joined, though LiveKit tells seconds later', async () => {
    room.localParticipant = { identity: 'agent-1', info: serverInfo(0) };
    presence.agentJoined();
    listen();
    await clock.advance(4_000);
    room.join('user-1', 2_000);
    expect(told).toEqual([{ type: 'user_joined', sinceMs: 2_150 }]);
    expect(presence.bothSinceMs).toBe(2_150);
  });

  test('is nothing to a stranger in the room', () => {
    presence.agentJoined();
    room.join('stranger');
    expect(presence.bothSinceMs).toBeNull();
  });
});

describe('the caller', () => {
  beforeEach(() => {
    presence.agentJoined();
    room.join('user-1');
    listen();
  });

  test.each([
    [DisconnectReason.CLIENT_INITIATED, 'user_hung_up'],
    [DisconnectReason.USER_REJECTED, 'user_hung_up'],
    [DisconnectReason.ROOM_DELETED, 'closed_by_admin'],
    [DisconnectReason.PARTICIPANT_REMOVED, 'closed_by_admin'],
  ])('who leaves with reason %s ends the call as %s', (reason, ended) => {
    room.drop('user-1', reason);
    expect(told).toEqual([{ type: 'end_requested', reason: ended }]);
  });

  test.each([
    DisconnectReason.SIGNAL_CLOSE,
    DisconnectReason.CONNECTION_TIMEOUT,
    DisconnectReason.DUPLICATE_IDENTITY,
    DisconnectReason.STATE_MISMATCH,
    DisconnectReason.UNKNOWN_REASON,
  ])('lost with reason %s may come back', (reason) => {
    expect(endOfUserLeaving(reason)).toBeNull();
    room.drop('user-1', reason);
    room.join('user-1');
    expect(told).toEqual([{ type: 'user_lost' }, { type: 'user_joined', sinceMs: 0 }]);
  });

  test('whose connection is lost and found is told once each', () => {
    room.quality('user-1', ConnectionQuality.QUALITY_POOR);
    room.quality('user-1', ConnectionQuality.QUALITY_LOST);
    room.quality('user-1', ConnectionQuality.QUALITY_LOST);
    room.quality('user-1', ConnectionQuality.QUALITY_GOOD);
    room.quality('stranger', ConnectionQuality.QUALITY_LOST);
    expect(told).toEqual([{ type: 'user_lost' }, { type: 'user_joined', sinceMs: 0 }]);
  });
});

test('a caller who hung up before anybody listened is not waited for', () => {
  presence.agentJoined();
  room.join('user-1');
  room.drop('user-1', DisconnectReason.CLIENT_INITIATED);
  listen();
  expect(told).toEqual([{ type: 'end_requested', reason: 'user_hung_up' }]);
});

describe("the agent's own connection", () => {
  beforeEach(() => {
    presence.agentJoined();
    room.join('user-1');
    listen();
  });

  test('pauses while it is away, and looks who is there when it is back', () => {
    room.emit(RoomEvent.Reconnecting);
    room.remoteParticipants.delete('user-1');
    room.emit(RoomEvent.Reconnected);
    expect(told.map(({ type }) => type)).toEqual(['agent_lost', 'agent_returned', 'user_lost']);
  });

  test('ends the call when the room is deleted or the server stops', () => {
    room.emit(RoomEvent.Disconnected, DisconnectReason.ROOM_DELETED);
    room.emit(RoomEvent.Disconnected, DisconnectReason.SERVER_SHUTDOWN);
    expect(told).toEqual([
      { type: 'end_requested', reason: 'closed_by_admin' },
      { type: 'end_requested', reason: 'connection_lost' },
    ]);
  });
});
