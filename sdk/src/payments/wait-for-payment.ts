// Waits for one payment: told of changes by the event stream, and asking by itself in case it is not.
import type { MindbotError, MindbotResult } from '../errors.ts';
import type { EventHub } from '../events/event-hub.ts';
import { wait } from '../retry.ts';
import type { RequestOptions } from '../transport.ts';
import type { Payment } from '../types.ts';
import type { WaitForPaymentOptions } from './payments.ts';

/** How often to ask while events come: in case one was lost. */
const CALM_POLL_MS = 15_000;
/** How often to ask without events; each time a little later. */
const FIRST_POLL_MS = 1_500;
const MAX_POLL_MS = 10_000;

/** What waiting is made of. */
interface WaitSettings {
  id: string;
  get: (options: RequestOptions) => Promise<MindbotResult<Payment>>;
  events: EventHub;
  options: WaitForPaymentOptions;
  /** How a pause is spent; replaced in tests. */
  pause?: typeof wait;
}

/** Whether nothing more happens to a payment by itself: settled, or in the hands of a person. */
export function isPaymentFinal({ status, isUnderReview }: Payment): boolean {
  return isUnderReview || !['pending', 'processing'].includes(status);
}

/** See {@link Payments.waitFor}. */
export async function waitForPayment(settings: WaitSettings): Promise<MindbotResult<Payment>> {
  const { id, get, events, options, pause = wait } = settings;
  const { signal, timeoutMs, until = isPaymentFinal, onChange } = options;
  let isLive = false;
  let wake = new AbortController();
  const subscription = events.subscribe({
    onEvent: (event) => {
      const isAboutIt = event.type === 'payment_changed' && event.paymentId === id;
      // What happened while the stream was away is not told again.
      if (isAboutIt || event.type === 'ready') wake.abort();
    },
    onStateChange: (state) => {
      isLive = state === 'open';
    },
  });
  let seen = '';
  try {
    for (let count = 0; ; count += 1) {
      wake = new AbortController();
      const result = await get({ signal, timeoutMs });
      if (result.error) {
        if (!isWorthWaiting(result.error)) return result;
      } else {
        const text = JSON.stringify(result.data);
        if (text !== seen) onChange?.(result.data);
        seen = text;
        if (until(result.data)) return result;
      }
      const askAgainMs = Math.min(FIRST_POLL_MS * 1.3 ** count, MAX_POLL_MS);
      await pause(isLive ? CALM_POLL_MS : askAgainMs, anyOf(wake.signal, signal));
      if (signal?.aborted) return { data: null, error: { code: 'aborted', message: ABORTED } };
    }
  } finally {
    subscription.close();
  }
}

const ABORTED = 'The caller stopped waiting for the payment.';

/** A payment that exists is not lost by an outage; one that cannot be read will not become readable. */
function isWorthWaiting({ code }: MindbotError): boolean {
  return !['aborted', 'not_found', 'unauthenticated', 'validation_failed'].includes(code);
}

/** `AbortSignal.any` came to browsers late. */
function anyOf(own: AbortSignal, given: AbortSignal | undefined): AbortSignal {
  if (!given) return own;
  const both = new AbortController();
  for (const signal of [own, given]) {
    if (signal.aborted) both.abort();
    else signal.addEventListener('abort', () => both.abort(), { once: true, signal: both.signal });
  }
  return both.signal;
}
