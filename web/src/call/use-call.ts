// Gives a component the state of the page's call.
import { useSyncExternalStore } from 'react';
import { useServices } from '../services.tsx';
import type { CallState } from './call-state.ts';

/** The state of the call; the component is drawn again whenever it changes. */
export function useCall(): CallState {
  const { call } = useServices();
  return useSyncExternalStore(call.subscribe, call.getState);
}
