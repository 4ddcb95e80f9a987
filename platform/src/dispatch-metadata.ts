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
});

export type DispatchMetadata = z.infer<typeof dispatchMetadataSchema>;

/** The LiveKit room name of a voice session. */
export const roomNameOf = (voiceSessionId: string): string => `call-${voiceSessionId}`;

/** The LiveKit identity of a user; a second tab with it replaces the first. */
export const userIdentityOf = (userId: string): string => `user-${userId}`;
