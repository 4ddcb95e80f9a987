// What a call takes from its surroundings; replaced in tests.

/** The library that carries the sound. */
export type Livekit = typeof import('livekit-client');

/** What a call takes from its surroundings. */
export interface CallSurroundings {
  /** Loaded only when a call is made: it is heavy, and only this entry needs it. */
  loadLivekit: () => Promise<Livekit>;
  /** A monotonic clock, in milliseconds. */
  now: () => number;
}
