// Hears what changes on the account while the page is open, so that nothing shown needs a reload.
import type { EventSubscription, LiveEvent, MindbotClient } from '@mindbot/sdk';
import type { BalanceStore } from '../balance/balance-store.ts';
import type { CallStore } from '../call/call-store.ts';
import { isCallRunning } from '../call/is-call-running.ts';

/** What live events need. */
type LiveEventsOptions = {
  client: Pick<MindbotClient, 'events'>;
  balance: Pick<BalanceStore, 'refresh'>;
  call: Pick<CallStore, 'getState' | 'recheckTime'>;
};

/** The account's live events, shared by every screen. */
export type LiveEvents = {
  /** Begins to listen; returns how to stop. */
  start(): () => void;
  /** Hears every event; returns how to stop. `ready` asks for what is shown to be loaded anew. */
  on(listener: (event: LiveEvent) => void): () => void;
};

/** A call moves the balance every few seconds; asking each time would be noise. */
const CALM_MS = 2_000;
const IN_CALL_MS = 15_000;

/** Makes the store. The balance is refreshed by itself; the rest is for who listens. */
export function createLiveEvents({ client, balance, call }: LiveEventsOptions): LiveEvents {
  const listeners = new Set<(event: LiveEvent) => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStale = false;

  /** Asks at once, and then at most once in a while however much happens. */
  const refreshBalance = () => {
    isStale = timer !== undefined;
    if (isStale) return;
    void balance.refresh();
    const pauseMs = isCallRunning(call.getState()) ? IN_CALL_MS : CALM_MS;
    timer = setTimeout(() => {
      timer = undefined;
      if (isStale) refreshBalance();
    }, pauseMs);
  };
  const onEvent = (event: LiveEvent) => {
    if (event.type === 'ready' || event.type === 'balance_changed') refreshBalance();
    if (event.type === 'balance_changed' && isCallRunning(call.getState())) call.recheckTime();
    for (const listener of [...listeners]) listener(event);
  };

  return {
    start() {
      const subscription: EventSubscription = client.events.subscribe({ onEvent });
      return () => {
        subscription.close();
        clearTimeout(timer);
        timer = undefined;
        isStale = false;
      };
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
