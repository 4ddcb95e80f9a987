// Gives components the account's live events; the stream is open while a signed-in page is.
import type { LiveEvent } from '@mindbot/sdk';
import { useEffect, useRef } from 'react';
import { type Services, useServices } from '../services.tsx';
import { createLiveEvents, type LiveEvents } from './live-events.ts';

// Beside the services and not among them: visitors load neither this nor the stream's code.
const stores = new WeakMap<Services, LiveEvents>();

/** The live events of the page's services; always the same object for the same services. */
function liveEventsOf(services: Services): LiveEvents {
  const known = stores.get(services);
  if (known) return known;
  const made = createLiveEvents(services);
  stores.set(services, made);
  return made;
}

/** Browsers open few connections to one server: a tab nobody looks at gives its stream up. */
const HIDDEN_MS = 60_000;

/** Keeps the stream open while the page is looked at. Used once, by the shell of signed-in pages. */
export function useLiveEvents(): void {
  const services = useServices();
  useEffect(() => {
    const live = liveEventsOf(services);
    let stop: (() => void) | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const giveUp = () => {
      stop?.();
      stop = null;
    };
    const follow = () => {
      clearTimeout(timer);
      if (document.visibilityState === 'visible') stop ??= live.start();
      else timer = setTimeout(giveUp, HIDDEN_MS);
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      clearTimeout(timer);
      giveUp();
    };
  }, [services]);
}

/** Calls `handle` with every event while the component is shown; it may be a new function each time. */
export function useLiveEvent(handle: (event: LiveEvent) => void): void {
  const services = useServices();
  const latest = useRef(handle);
  useEffect(() => {
    latest.current = handle;
  });
  useEffect(() => liveEventsOf(services).on((event) => latest.current(event)), [services]);
}
