// Gives a component the balance and keeps it fresh while the page is looked at.
import { useEffect, useSyncExternalStore } from 'react';
import { useServices } from '../services.tsx';
import type { BalanceState } from './balance-store.ts';

/** The last known balance. Ask for news with {@link useFreshBalance}. */
export function useBalance(): BalanceState {
  const { balance } = useServices();
  return useSyncExternalStore(balance.subscribe, balance.getState);
}

/** Asks for the balance now and whenever the person comes back to the page. Used once, by the shell. */
export function useFreshBalance(isSignedIn: boolean): void {
  const { balance } = useServices();
  useEffect(() => {
    if (!isSignedIn) {
      balance.clear();
      return;
    }
    const refresh = () => {
      if (document.visibilityState === 'visible') void balance.refresh();
    };
    refresh();
    document.addEventListener('visibilitychange', refresh);
    return () => document.removeEventListener('visibilitychange', refresh);
  }, [balance, isSignedIn]);
}
