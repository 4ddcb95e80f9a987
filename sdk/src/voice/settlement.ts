// Waits until the server has settled an ended call, so that the receipt shows what was charged.
import { wait } from '../retry.ts';
import type { CallApi } from './call-api.ts';
import { endOf } from './ended-reason.ts';
import type { CallEnd } from './types.ts';

const POLL_INTERVAL_MS = 500;

/**
 * Asks for the voice session until it is settled; null when it is not within `limitMs`.
 * Aborting `signal` stops asking.
 */
export async function waitForSettlement(
  api: CallApi,
  voiceSessionId: string,
  limitMs: number,
  signal: AbortSignal,
): Promise<CallEnd | null> {
  const attempts = Math.max(1, Math.ceil(limitMs / POLL_INTERVAL_MS));
  for (let count = 1; count <= attempts && !signal.aborted; count += 1) {
    const { data } = await api.get(voiceSessionId, { signal });
    const end = data && endOf(data);
    if (end) return end;
    if (count < attempts) await wait(POLL_INTERVAL_MS, signal);
  }
  return null;
}
