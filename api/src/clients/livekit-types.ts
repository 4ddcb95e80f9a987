// What we ask of a LiveKit server, and its answers in our words.
import type { AgentDispatch, ParticipantInfo } from 'livekit-server-sdk';

/** Someone in a room. */
export interface RoomParticipant {
  identity: string;
  isAgent: boolean;
  /** Fully connected, as far as LiveKit has noticed: a killed agent stays so for 20 s. */
  isActive: boolean;
}

/** What an agent's job says of itself. A job that was killed says `running` for ever. */
export type JobStatus = 'pending' | 'running' | 'succeeded' | 'failed';

/** A dispatch and the jobs made for it; LiveKit lists them some time after they began. */
export interface DispatchState {
  id: string;
  jobs: JobStatus[];
}

/** LiveKit was not reached, took too long, or failed by itself. */
export class LiveKitUnavailableError extends Error {
  override name = 'LiveKitUnavailableError';
}

/** What we ask of a LiveKit server. Every method throws {@link LiveKitUnavailableError}. */
export interface LiveKitClient {
  /** Makes the room of a call; one that exists already is left as it is. */
  createRoom(roomName: string): Promise<void>;
  /** Ends the room for all in it; one that is gone already is fine. */
  deleteRoom(roomName: string): Promise<void>;
  /** Sends an agent to the room and returns the dispatch id. */
  createDispatch(roomName: string, agentName: string, metadata: string): Promise<string>;
  /** Takes a dispatch back and ends its jobs; one that is gone already is fine. */
  deleteDispatch(roomName: string, dispatchId: string): Promise<void>;
  /** A dispatch and its jobs; null when the server does not know it. */
  getDispatch(roomName: string, dispatchId: string): Promise<DispatchState | null>;
  /** The names of all rooms there are. */
  listRooms(): Promise<string[]>;
  /** Who is in the room; nobody when there is no such room. */
  listParticipants(roomName: string): Promise<RoomParticipant[]>;
  /** Makes a participant leave; one that is gone already is fine. */
  removeParticipant(roomName: string, identity: string): Promise<void>;
  /** Whether the participant's process shows a sign of life within the timeout. */
  pingParticipant(roomName: string, identity: string, timeoutMs: number): Promise<boolean>;
  /** Asks the server whether it works, with our key. */
  check(): Promise<void>;
}

/** Where the server is, and our key. */
export interface LiveKitOptions {
  apiUrl: string;
  apiKey: string;
  apiSecret: string;
}

// Numbers of LiveKit's protocol, whose enums the SDK does not export.
const AGENT_KIND = 4;
const ACTIVE_STATE = 2;
const jobStatuses: readonly JobStatus[] = ['pending', 'running', 'succeeded', 'failed'];

/** The participant in our words. */
export function toParticipant(participant: ParticipantInfo): RoomParticipant {
  return {
    identity: participant.identity,
    isAgent: Number(participant.kind) === AGENT_KIND,
    isActive: Number(participant.state) === ACTIVE_STATE,
  };
}

/** The dispatch in our words. */
export function toDispatch(dispatch: AgentDispatch): DispatchState {
  return {
    id: dispatch.id,
    jobs: (dispatch.state?.jobs ?? []).map(
      (job) => jobStatuses[Number(job.state?.status ?? 0)] ?? 'pending',
    ),
  };
}
