// Decides, without doing it, whether a failed request is worth another try and how long to wait.
import type { MindbotError } from './errors.ts';

/** First wait, in milliseconds; doubled for each further one. */
const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 4_000;
/** A server that asks for a longer wait gets none of ours: the caller is told instead. */
const MAX_RETRY_AFTER_MS = 10_000;

/** Answers of gateways in front of the api, which say that it may be back in a moment. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * How long to wait before try number `attempt + 1`; null when trying again would not help.
 * @param attempt 1 after the first try.
 * @param random from 0 to 1; spreads callers who failed together over time.
 */
export function retryDelayMs(error: MindbotError, attempt: number, random: number): number | null {
  if (!isPassing(error)) return null;
  const backoffMs = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), MAX_DELAY_MS);
  const spreadMs = Math.round(backoffMs * (0.5 + random / 2));
  const askedMs = 'retryAfterMs' in error ? error.retryAfterMs : null;
  if (askedMs === null) return spreadMs;
  return askedMs <= MAX_RETRY_AFTER_MS ? Math.max(askedMs, spreadMs) : null;
}

function isPassing(error: MindbotError): boolean {
  switch (error.code) {
    case 'network_error':
    case 'timeout':
    case 'rate_limited':
    case 'voice_unavailable':
    case 'payments_unavailable':
    case 'service_unavailable':
      return true;
    case 'unexpected_response':
      return PASSING_STATUSES.has(error.status);
    default:
      return false;
  }
}

/** Waits, or returns at once when `signal` is aborted. */
export function wait(durationMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const stop = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, durationMs);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
