// Tells whether a call goes on, for whatever must not be done behind its back.
import type { CallState } from './call-state.ts';

/** Whether a call is going on or being set up. */
export function isCallRunning({ snapshot, key }: CallState): boolean {
  if (key === 'idle') return false;
  return snapshot === null || (snapshot.ended === null && snapshot.failure === null);
}
