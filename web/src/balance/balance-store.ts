// Holds the last known balance for every part of the page that shows it.
import type { Balance, MindbotClient, MindbotError } from '@mindbot/sdk';

/** The balance as last heard of; both null before the first answer. */
export type BalanceState = { balance: Balance | null; error: MindbotError | null };

/** A balance to be shown in many places and asked for in one. */
export type BalanceStore = {
  getState(): BalanceState;
  subscribe(listener: () => void): () => void;
  /** Asks the api again; the old balance stays shown meanwhile, and stays when asking fails. */
  refresh(): Promise<void>;
  /** Forgets the balance, at signing out. */
  clear(): void;
};

const EMPTY: BalanceState = { balance: null, error: null };

/** Makes the store; it asks nothing until {@link BalanceStore.refresh} is called. */
export function createBalanceStore(client: MindbotClient): BalanceStore {
  const listeners = new Set<() => void>();
  let state = EMPTY;
  let latestRequest = 0;
  const setState = (next: BalanceState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async refresh() {
      latestRequest += 1;
      const request = latestRequest;
      const { data, error } = await client.balance.get();
      // An answer overtaken by a later question would show an older balance.
      if (request !== latestRequest) return;
      setState(error ? { balance: state.balance, error } : { balance: data, error: null });
    },
    clear() {
      latestRequest += 1;
      setState(EMPTY);
    },
  };
}
