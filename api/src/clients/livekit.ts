// Speaks to the LiveKit server: rooms, participants and agent dispatches, with limits and timeouts.
import { inClientSpan } from '@mindbot/platform/tracing';
import { AgentDispatchClient, RoomServiceClient, ServerError } from 'livekit-server-sdk';
import { pingParticipant } from './livekit-ping.ts';
import {
  type LiveKitClient,
  type LiveKitOptions,
  LiveKitUnavailableError,
  toDispatch,
  toParticipant,
} from './livekit-types.ts';

/** Seconds a room waits for its first participant; longer than a call may stay pending. */
const EMPTY_TIMEOUT_SECONDS = 120;
/** Seconds a room outlives its last participant: the caller's grace to come back, and a little. */
const DEPARTURE_TIMEOUT_SECONDS = 30;
/** Caller and agent, and for a moment the next of each while they are replaced. */
const MAX_PARTICIPANTS = 4;
/** The server itself gives a room three seconds to answer before it says that there is none. */
const REQUEST_TIMEOUT_SECONDS = 4;
const CHECK_TIMEOUT_SECONDS = 1;

/** Makes the client of a LiveKit server. */
export function createLiveKitClient(options: LiveKitOptions): LiveKitClient {
  const { apiUrl, apiKey, apiSecret } = options;
  const limits = { requestTimeout: REQUEST_TIMEOUT_SECONDS, failover: false };
  const rooms = new RoomServiceClient(apiUrl, apiKey, apiSecret, limits);
  const dispatches = new AgentDispatchClient(apiUrl, apiKey, apiSecret, limits);
  const checks = new RoomServiceClient(apiUrl, apiKey, apiSecret, {
    requestTimeout: CHECK_TIMEOUT_SECONDS,
    failover: false,
  });

  return {
    async createRoom(roomName) {
      await ask('CreateRoom', () =>
        rooms.createRoom({
          name: roomName,
          emptyTimeout: EMPTY_TIMEOUT_SECONDS,
          departureTimeout: DEPARTURE_TIMEOUT_SECONDS,
          maxParticipants: MAX_PARTICIPANTS,
        }),
      );
    },
    async deleteRoom(roomName) {
      await askOrMissing('DeleteRoom', () => rooms.deleteRoom(roomName));
    },
    async createDispatch(roomName, agentName, metadata) {
      const dispatch = await ask('CreateDispatch', () =>
        dispatches.createDispatch(roomName, agentName, { metadata }),
      );
      return dispatch.id;
    },
    async deleteDispatch(roomName, dispatchId) {
      await askOrMissing('DeleteDispatch', () => dispatches.deleteDispatch(dispatchId, roomName));
    },
    async getDispatch(roomName, dispatchId) {
      const dispatch = await askOrMissing('ListDispatch', () =>
        dispatches.getDispatch(dispatchId, roomName),
      );
      return dispatch ? toDispatch(dispatch) : null;
    },
    async listRooms() {
      return (await ask('ListRooms', () => rooms.listRooms())).map(({ name }) => name);
    },
    async listParticipants(roomName) {
      const participants = await askOrMissing('ListParticipants', () =>
        rooms.listParticipants(roomName),
      );
      return (participants ?? []).map(toParticipant);
    },
    async removeParticipant(roomName, identity) {
      await askOrMissing('RemoveParticipant', () => rooms.removeParticipant(roomName, identity));
    },
    pingParticipant: (roomName, identity, timeoutMs) =>
      pingParticipant(options, roomName, identity, timeoutMs),
    async check() {
      await ask('ListRooms', () => checks.listRooms(['health-check']));
    },
  };
}

/** Makes a request of this name. */
function ask<Result>(method: string, request: () => Promise<Result>): Promise<Result> {
  return inClientSpan(
    `livekit ${method}`,
    { 'rpc.system': 'twirp', 'rpc.method': method },
    async () => {
      try {
        return await request();
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new LiveKitUnavailableError(`LiveKit: ${reason}`, { cause: error });
      }
    },
  );
}

/** As {@link ask}, but what is not there (a room, a dispatch) answers null. */
async function askOrMissing<Result>(
  method: string,
  request: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await ask(method, request);
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (cause instanceof ServerError && isMissing(cause)) return null;
    throw error;
  }
}

/** A room that is gone has nobody who could say so: the server waits, and finds no answer. */
function isMissing(error: ServerError): boolean {
  return (
    error.code === 'not_found' ||
    error.status === 404 ||
    error.message.includes('no response from servers')
  );
}
