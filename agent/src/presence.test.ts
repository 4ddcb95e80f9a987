// What LiveKit reports becomes what the meter is told.
import { EventEmitter } from 'node:events';
import { ConnectionQuality, DisconnectReason, RoomEvent } from '@livekit/rtc-node';
import { beforeEach, describe, expect, test } from 'vitest';
import { endOfUserLeaving, Presence, type PresenceEvent } from './presence.ts';
import { quietLogger } from './quiet-logger.ts';
import { SimulatedClock } from './simulated-clock.ts';

class FakeRoom extends EventEmitter {
  remoteParticipants = new Map<string, { identity: string }>();

  join(identity: string) {
    const participant = { identity };
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

let room: FakeRoom;
let clock: SimulatedClock;
let presence: Presence;
let told: PresenceEvent[];

beforeEach(() => {
  room = new FakeRoom();
  clock = new SimulatedClock();
  told = [];
  presence = new Presence({
    room: room as never,
    userIdentity: 'user-1',
    clock,
    logger: quietLogger().logger,
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
    expect(told).toEqual([{ type: 'user_lost' }, { type: 'user_joined' }]);
  });

  test('whose connection is lost and found is told once each', () => {
    room.quality('user-1', ConnectionQuality.QUALITY_POOR);
    room.quality('user-1', ConnectionQuality.QUALITY_LOST);
    room.quality('user-1', ConnectionQuality.QUALITY_LOST);
    room.quality('user-1', ConnectionQuality.QUALITY_GOOD);
    room.quality('stranger', ConnectionQuality.QUALITY_LOST);
    expect(told).toEqual([{ type: 'user_lost' }, { type: 'user_joined' }]);
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
