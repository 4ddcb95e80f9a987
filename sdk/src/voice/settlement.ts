// Waits until the server has settled an ended call, so that the receipt shows what was charged.
import { wait } from '../retry.ts';
import { startTimeLimit } from '../time-limit.ts';
import type { CallApi } from './call-api.ts';
import { endOf } from './ended-reason.ts';
import type { CallEnd } from './types.ts';

const POLL_INTERVAL_MS = 500;

/** Asks once: how the call ended, or null when it has not, or when the api did not answer. */
export async function findEnd(
  api: CallApi,
  voiceSessionId: string,
  signal: AbortSignal,
): Promise<CallEnd | null> {
  const { data } = await api.get(voiceSessionId, { signal });
  return data && endOf(data);
}

/**
 * Asks until the call is settled; null when it is not within `limitMs`.
 * Aborting `signal` stops asking.
 */
export async function waitForSettlement(
  api: CallApi,
  voiceSessionId: string,
  limitMs: number,
  signal: AbortSignal,
): Promise<CallEnd | null> {
  const limit = startTimeLimit(limitMs, signal);
  try {
    while (!limit.signal.aborted) {
      const end = await findEnd(api, voiceSessionId, limit.signal);
      if (end) return end;
      await wait(POLL_INTERVAL_MS, limit.signal);
    }
    return null;
  } finally {
    limit.clear();
  }
}
