// The little a call needs of the api client, and of its surroundings; both are replaced in tests.
import type { VoiceSessions } from '../voice-sessions/voice-sessions.ts';

/** The operations a call uses. */
export type CallApi = Pick<
  VoiceSessions,
  'create' | 'get' | 'end' | 'createToken' | 'requestAgent'
>;

/** A client that can hold calls: what `createMindbotClient` makes. */
export interface VoiceClient {
  readonly voiceSessions: CallApi;
}

/** The library that carries the sound. */
export type Livekit = typeof import('livekit-client');

/** What a call takes from its surroundings. */
export interface CallSurroundings {
  /** Loaded only when a call is made: it is heavy, and only this entry needs it. */
  loadLivekit: () => Promise<Livekit>;
  /** A monotonic clock, in milliseconds. */
  now: () => number;
}
