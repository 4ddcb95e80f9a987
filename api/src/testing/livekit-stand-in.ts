// A LiveKit server in memory for tests of what the api does when LiveKit is well, slow to notice
// that somebody died, or away.
import { randomUUID } from 'node:crypto';
import {
  type DispatchState,
  type JobStatus,
  type LiveKitClient,
  LiveKitUnavailableError,
  type RoomParticipant,
} from '../clients/livekit-types.ts';

/** A participant as the stand-in knows it: a dead one stays listed until LiveKit notices. */
interface StandInParticipant extends RoomParticipant {
  isAlive: boolean;
}

interface StandInRoom {
  participants: Map<string, StandInParticipant>;
  dispatches: Map<string, StandInDispatch>;
}

/** A dispatch and what it carried. */
export interface StandInDispatch extends DispatchState {
  agentName: string;
  metadata: string;
  jobs: JobStatus[];
}

/** The stand-in: the client the api uses, and the hands of the test. */
export class LiveKitStandIn implements LiveKitClient {
  readonly rooms = new Map<string, StandInRoom>();
  /** Every dispatch ever made, in order. */
  readonly dispatched: (StandInDispatch & { roomName: string })[] = [];
  readonly deletedRooms: string[] = [];
  /** Methods that fail as if the server were away. */
  readonly broken = new Set<keyof LiveKitClient>();

  /** The whole server is away, or back. */
  setAway(isAway: boolean): void {
    this.broken.clear();
    if (!isAway) return;
    for (const name of Object.getOwnPropertyNames(LiveKitStandIn.prototype)) {
      this.broken.add(name as keyof LiveKitClient);
    }
  }

  /** Somebody joins. An agent takes the newest dispatch. */
  join(roomName: string, identity: string, options: { isAgent?: boolean } = {}): void {
    const room = this.requireRoom(roomName);
    const isAgent = options.isAgent ?? false;
    room.participants.set(identity, { identity, isAgent, isActive: true, isAlive: true });
    if (isAgent) [...room.dispatches.values()].at(-1)?.jobs.push('running');
  }

  /** A process is killed; LiveKit has not noticed yet. */
  kill(roomName: string, identity: string): void {
    const participant = this.requireRoom(roomName).participants.get(identity);
    if (participant) participant.isAlive = false;
  }

  /** Somebody leaves, and LiveKit knows. */
  leave(roomName: string, identity: string): void {
    this.requireRoom(roomName).participants.delete(identity);
  }

  async createRoom(roomName: string): Promise<void> {
    this.assertReached('createRoom');
    if (!this.rooms.has(roomName)) {
      this.rooms.set(roomName, { participants: new Map(), dispatches: new Map() });
    }
  }

  async deleteRoom(roomName: string): Promise<void> {
    this.assertReached('deleteRoom');
    this.deletedRooms.push(roomName);
    this.rooms.delete(roomName);
  }

  async createDispatch(roomName: string, agentName: string, metadata: string): Promise<string> {
    this.assertReached('createDispatch');
    const dispatch = { id: `AD_${randomUUID()}`, agentName, metadata, jobs: [] };
    this.requireRoom(roomName).dispatches.set(dispatch.id, dispatch);
    this.dispatched.push({ ...dispatch, roomName });
    return dispatch.id;
  }

  async deleteDispatch(roomName: string, dispatchId: string): Promise<void> {
    this.assertReached('deleteDispatch');
    this.rooms.get(roomName)?.dispatches.delete(dispatchId);
  }

  async getDispatch(roomName: string, dispatchId: string): Promise<DispatchState | null> {
    this.assertReached('getDispatch');
    return this.rooms.get(roomName)?.dispatches.get(dispatchId) ?? null;
  }

  async listRooms(): Promise<string[]> {
    this.assertReached('listRooms');
    return [...this.rooms.keys()];
  }

  async listParticipants(roomName: string): Promise<RoomParticipant[]> {
    this.assertReached('listParticipants');
    return [...(this.rooms.get(roomName)?.participants.values() ?? [])];
  }

  async removeParticipant(roomName: string, identity: string): Promise<void> {
    this.assertReached('removeParticipant');
    this.rooms.get(roomName)?.participants.delete(identity);
  }

  async pingParticipant(roomName: string, identity: string): Promise<boolean> {
    this.assertReached('pingParticipant');
    return this.rooms.get(roomName)?.participants.get(identity)?.isAlive ?? false;
  }

  async check(): Promise<void> {
    this.assertReached('check');
  }

  private assertReached(method: keyof LiveKitClient): void {
    if (this.broken.has(method)) throw new LiveKitUnavailableError(`LiveKit: ${method} is away`);
  }

  private requireRoom(roomName: string): StandInRoom {
    const room = this.rooms.get(roomName);
    if (!room) throw new LiveKitUnavailableError('LiveKit: there is no such room');
    return room;
  }
}
