// Gives a component the purchase of the page.
import { useSyncExternalStore } from 'react';
import { type Services, useServices } from '../services.tsx';
import { createPurchaseStore, type PurchaseStore } from './purchase-store.ts';

// Beside the services and not among them: only who buys loads it.
const stores = new WeakMap<Services, PurchaseStore>();

/** The purchase store of the page's services; always the same object for the same services. */
export function purchaseOf(services: Services): PurchaseStore {
  const known = stores.get(services);
  if (known) return known;
  const made = createPurchaseStore(services);
  stores.set(services, made);
  return made;
}

/** The purchase and what can be done; the component is drawn again whenever it changes. */
export function usePurchase() {
  const store = purchaseOf(useServices());
  const state = useSyncExternalStore(store.subscribe, store.getState);
  return { store, state };
}
