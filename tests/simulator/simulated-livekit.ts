// Rooms in a simulated world: who is in them, who is told, and what a killed agent looks like.
import {
  type DispatchState,
  type JobStatus,
  type LiveKitClient,
  LiveKitUnavailableError,
  type RoomParticipant,
} from '../../api/src/clients/livekit-types.ts';
import type { SimulatedProcess } from './schedule.ts';

/** What a participant hears of its room. */
export type RoomListener = {
  onJoined: (identity: string) => void;
  /** `isLost`: the connection broke; otherwise they left on purpose. */
  onLeft: (identity: string, isLost: boolean) => void;
  /** The room was deleted, or this participant removed from it. */
  onClosed: () => void;
};

type Participant = {
  identity: string;
  isAgent: boolean;
  process: SimulatedProcess;
  listener: RoomListener;
};
type Room = {
  name: string;
  participants: Map<string, Participant>;
  dispatches: Map<string, { id: string; jobs: JobStatus[] }>;
};

/** The server all rooms live on. Its own state changes only here. */
export class SimulatedLiveKit {
  isAway = false;
  private readonly rooms = new Map<string, Room>();
  private dispatchCount = 0;
  private readonly onDispatch: (metadata: string, job: { status: JobStatus }) => void;

  constructor(onDispatch: (metadata: string, job: { status: JobStatus }) => void) {
    this.onDispatch = onDispatch;
  }

  /** Joins a room as its token allows; false when there is none. A second of the same name replaces. */
  join(roomName: string, participant: Participant): boolean {
    const room = this.rooms.get(roomName);
    if (room === undefined || this.isAway) return false;
    const replaced = room.participants.get(participant.identity);
    room.participants.set(participant.identity, participant);
    replaced?.listener.onClosed();
    if (replaced === undefined)
      this.tell(room, participant, (l) => l.onJoined(participant.identity));
    return true;
  }

  /** Somebody leaves, or is lost. Nothing happens when they were not there any more. */
  leave(roomName: string, participant: Participant, isLost: boolean): void {
    const room = this.rooms.get(roomName);
    if (room?.participants.get(participant.identity) !== participant) return;
    room.participants.delete(participant.identity);
    this.tell(room, participant, (l) => l.onLeft(participant.identity, isLost));
  }

  has(roomName: string, identity: string): boolean {
    return this.rooms.get(roomName)?.participants.has(identity) ?? false;
  }

  delete(roomName: string): void {
    const room = this.rooms.get(roomName);
    this.rooms.delete(roomName);
    for (const { process, listener } of room?.participants.values() ?? []) {
      if (process.isAlive) process.after(0, listener.onClosed);
    }
  }

  private tell(room: Room, about: Participant, news: (listener: RoomListener) => void): void {
    for (const participant of room.participants.values()) {
      if (participant === about || !participant.process.isAlive) continue;
      participant.process.after(0, () => news(participant.listener));
    }
  }

  /** The client one api process has; each request takes it a moment, in which it may die. */
  clientFor(process: SimulatedProcess): LiveKitClient {
    const ask = async <Answer>(answer: () => Answer): Promise<Answer> => {
      await process.sleep(2);
      if (this.isAway) throw new LiveKitUnavailableError('LiveKit: away');
      const result = answer();
      await process.sleep(2);
      return result;
    };
    const requireRoom = (roomName: string): Room => {
      const room = this.rooms.get(roomName);
      if (room === undefined) throw new LiveKitUnavailableError('LiveKit: no such room');
      return room;
    };
    return {
      createRoom: (name) =>
        ask(() => {
          if (this.rooms.has(name)) return;
          this.rooms.set(name, { name, participants: new Map(), dispatches: new Map() });
        }),
      deleteRoom: (roomName) => ask(() => this.delete(roomName)),
      createDispatch: (roomName, _agentName, metadata) =>
        ask(() => {
          this.dispatchCount += 1;
          const dispatch = { id: `AD_${this.dispatchCount}`, jobs: [] as JobStatus[] };
          requireRoom(roomName).dispatches.set(dispatch.id, dispatch);
          const job = {
            get status(): JobStatus {
              return dispatch.jobs[0] ?? 'pending';
            },
            set status(status: JobStatus) {
              dispatch.jobs[0] = status;
            },
          };
          this.onDispatch(metadata, job);
          return dispatch.id;
        }),
      deleteDispatch: (roomName, id) =>
        ask(() => void this.rooms.get(roomName)?.dispatches.delete(id)),
      getDispatch: (roomName, id) =>
        ask((): DispatchState | null => this.rooms.get(roomName)?.dispatches.get(id) ?? null),
      listRooms: () => ask(() => [...this.rooms.keys()]),
      listParticipants: (roomName) =>
        ask((): RoomParticipant[] =>
          [...(this.rooms.get(roomName)?.participants.values() ?? [])].map(
            ({ identity, isAgent }) => ({ identity, isAgent, isActive: true }),
          ),
        ),
      removeParticipant: (roomName, identity) =>
        ask(() => {
          const room = this.rooms.get(roomName);
          const removed = room?.participants.get(identity);
          if (room === undefined || removed === undefined) return;
          this.leave(roomName, removed, true);
          if (removed.process.isAlive) removed.process.after(0, removed.listener.onClosed);
        }),
      pingParticipant: (roomName, identity) =>
        ask(() => this.rooms.get(roomName)?.participants.get(identity)?.process.isRunning ?? false),
      check: () => ask(() => {}),
    };
  }
}
