// What the api hands an agent job when it dispatches it: the only thing the two exchange directly.
import { z } from 'zod';

/** The metadata of an agent dispatch, as JSON. `workerToken` is the call's own database token. */
export const dispatchMetadataSchema = z.object({
  voiceSessionId: z.uuid(),
  /** Fencing epoch: a job with a lower one may no longer meter this call. */
  epoch: z.int().min(1),
  /** JWT with role `voice_worker`, claims `voice_session_id` and `epoch`. */
  workerToken: z.string().min(1),
  /** LiveKit identity of the caller the meter watches. */
  userIdentity: z.string().min(1),
  /** The request that sent the agent, for the logs. */
  requestId: z.string().max(64).optional(),
  /** W3C trace context of the dispatch, when traces are kept. */
  traceparent: z.string().max(55).optional(),
});

export type DispatchMetadata = z.infer<typeof dispatchMetadataSchema>;

/** The LiveKit room name of a voice session. */
export const roomNameOf = (voiceSessionId: string): string => `call-${voiceSessionId}`;

const roomPattern = /^call-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The voice session of a LiveKit room; null for a room that is none of ours. */
export const voiceSessionIdOf = (roomName: string): string | null =>
  roomPattern.exec(roomName)?.[1] ?? null;

/** The LiveKit identity of a user; a second tab with it replaces the first. */
export const userIdentityOf = (userId: string): string => `user-${userId}`;
