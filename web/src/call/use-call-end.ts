// Does what the end of a call asks for on every page: a fresh balance, and word of it elsewhere.
import { useEffect } from 'react';
import { endedTitle } from '../receipt/ended-title.ts';
import { useServices } from '../services.tsx';
import { useCall } from './use-call.ts';

/** Used once, by the shell. On the talk page the focus tells of the end; elsewhere the announcer. */
export function useCallEnd(isTalkPage: boolean): void {
  const { balance, call } = useServices();
  const { snapshot } = useCall();
  const end = snapshot?.ended ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each end, wherever it is seen.
  useEffect(() => {
    if (end === null) return;
    void balance.refresh();
    if (isTalkPage) return;
    const { reason: endedReason, chargedMs } = end;
    const text = endedTitle({ endedReason, chargedMs, startedAt: null, endedAt: null });
    call.say({ text, politeness: 'polite' });
  }, [end]);
}
