// Shares one event stream among all who listen, because the api allows a user only a few.
import type { EventStreamState } from './event-connection.ts';
import type { LiveEvent } from './live-event.ts';

/** Who listens to the stream. */
export interface EventListener {
  onEvent: (event: LiveEvent) => void;
  /** Called at once with the state now, and with every later one. */
  onStateChange?: (state: EventStreamState) => void;
}

/** A listener's place; closing the last one closes the stream. */
export interface EventSubscription {
  close(): void;
}

/** The shared stream. */
export interface EventHub {
  subscribe(listener: EventListener): EventSubscription;
}

/** Runs a stream until the signal is aborted. */
type RunStream = (
  listener: Required<Pick<EventListener, 'onEvent' | 'onStateChange'>>,
  signal: AbortSignal,
) => Promise<void>;

/** Makes the hub; there is no stream while nobody listens. */
export function createEventHub(run: RunStream): EventHub {
  const listeners = new Set<EventListener>();
  let controller: AbortController | null = null;
  let state: EventStreamState = 'closed';

  const start = () => {
    const own = new AbortController();
    controller = own;
    const isOwn = () => controller === own;
    const onEvent = (event: LiveEvent) => {
      for (const listener of isOwn() ? [...listeners] : []) listener.onEvent(event);
    };
    const onStateChange = (next: EventStreamState) => {
      if (!isOwn() || next === state) return;
      state = next;
      for (const listener of [...listeners]) listener.onStateChange?.(next);
    };
    run({ onEvent, onStateChange }, own.signal).catch(() => {
      // Its code could not be loaded; the next listener tries again.
      onStateChange('closed');
      if (isOwn()) controller = null;
    });
  };
  const stop = () => {
    controller?.abort();
    controller = null;
    state = 'closed';
  };

  return {
    subscribe(given) {
      // A copy, so that one listener given twice has two places.
      const listener = { ...given };
      listeners.add(listener);
      if (controller === null) {
        state = 'connecting';
        start();
      }
      listener.onStateChange?.(state);
      return {
        close() {
          const wasListening = listeners.delete(listener);
          if (!wasListening) return;
          if (listeners.size === 0) stop();
          listener.onStateChange?.('closed');
        },
      };
    },
  };
}
