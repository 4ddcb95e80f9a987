// Hands every screen the few things that reach outside the page, so that a preview can replace them.
import type { MindbotClient, PublicConfig } from '@mindbot/sdk';
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import type { Auth } from './auth/auth.ts';
import type { BalanceStore } from './balance/balance-store.ts';
import type { CallStore } from './call/call-store.ts';

/** What reaches outside the page. */
export type Services = {
  config: PublicConfig;
  auth: Auth;
  client: MindbotClient;
  balance: BalanceStore;
  call: CallStore;
};

const ServicesContext = createContext<Services | null>(null);

/** Gives the services to everything below it. */
export function ServicesProvider(props: { services: Services; children: ReactNode }) {
  return (
    <ServicesContext.Provider value={props.services}>{props.children}</ServicesContext.Provider>
  );
}

/**
 * The services of the page.
 * @throws {Error} outside a {@link ServicesProvider}.
 */
export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error('Services are used outside their provider');
  return services;
}

/** Whether someone is signed in; follows signing in and out. */
export function useIsSignedIn(): boolean {
  const { auth } = useServices();
  return useSyncExternalStore(auth.subscribe, auth.getState) === 'signed_in';
}
