// Holds what one event stream has yet to write, in little room however slow its reader is.
import type { LiveEvent } from './live-event.ts';

/** Where events wait for one stream. */
export interface Mailbox {
  put(event: LiveEvent): void;
  /** What has come, after waiting for it at most so long; none after a quiet wait; null once closed. */
  take(waitMs: number): Promise<LiveEvent[] | null>;
  close(): void;
  /** Resolves when it is closed. */
  readonly closed: Promise<void>;
}

/** More than this many different events and their reader had better ask for everything anew. */
const EVENTS_MAX = 32;

/** Makes an empty mailbox. */
export function createMailbox(): Mailbox {
  // By its text: an event that waits already says all a second one could.
  const waiting = new Map<string, LiveEvent>();
  const { promise: closed, resolve: markClosed } = Promise.withResolvers<void>();
  let isClosed = false;
  let wake: () => void = () => {};

  return {
    closed,
    put(event) {
      if (isClosed) return;
      const ready: LiveEvent = { type: 'ready' };
      // To ask for everything includes asking for what else is said meanwhile.
      if (waiting.has(JSON.stringify(ready))) return;
      const kept = event.type !== 'ready' && waiting.size < EVENTS_MAX ? event : ready;
      if (kept.type === 'ready') waiting.clear();
      waiting.set(JSON.stringify(kept), kept);
      wake();
    },
    async take(waitMs) {
      if (waiting.size === 0 && !isClosed) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, waitMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      if (isClosed) return null;
      const events = [...waiting.values()];
      waiting.clear();
      return events;
    },
    close() {
      isClosed = true;
      markClosed();
      wake();
    },
  };
}
