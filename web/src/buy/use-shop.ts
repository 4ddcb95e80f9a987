// Gives a component what can be bought.
import { useEffect, useSyncExternalStore } from 'react';
import { type Services, useServices } from '../services.tsx';
import { createShop, type Shop } from './shop.ts';

const shops = new WeakMap<Services, Shop>();

/** The shop of the page's services; always the same object for the same services. */
function shopOf(services: Services): Shop {
  const known = shops.get(services);
  if (known) return known;
  const made = createShop(services.client);
  shops.set(services, made);
  return made;
}

/** The shop, asked for anew whenever a screen that sells is opened. */
export function useShop() {
  const shop = shopOf(useServices());
  const state = useSyncExternalStore(shop.subscribe, shop.getState);
  useEffect(() => void shop.refresh(), [shop]);
  return { ...state, refresh: shop.refresh };
}
