// Warns that time runs low and sells more, beside the call: a region, not a dialog, so it takes no focus.
import { CircleAlert, CircleCheck, Hourglass, Plus } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { Button } from '../components/button.tsx';
import { LoadingLines } from '../components/loaded.tsx';
import { callCopy, timeCopy } from '../copy/call.ts';
import { shellCopy } from '../copy/shell.ts';
import { formatBalance } from '../format.ts';
import { fillMessage } from '../message.ts';
import { CRITICAL_MS, LOW_MS } from '../ring/ring-state.ts';
import { useServices } from '../services.tsx';
import { thresholdText } from './announce.ts';
import type { CallState, TopUp } from './call-state.ts';

/** Loads what sells. A call must survive that it cannot be had: then there is the page for it. */
export const loadTopUpBody = () =>
  import('../buy/top-up-body.tsx').catch(() => import('./buy-link.tsx'));
const TopUpBody = lazy(loadTopUpBody);

type Kind = 'goodbye' | TopUp['status'] | 'low' | 'open';

/** The warning, the choice, or what came of buying; nothing while there is plenty of time. */
export function LowTimeSheet({ state }: { state: CallState }) {
  const { call } = useServices();
  const kind = kindOf(state);
  const titleRef = useRef<HTMLHeadingElement>(null);
  const wasAskedFor = state.topUpView === 'open';
  useEffect(() => {
    // Only a press of Add time brings the focus here; a warning never does.
    if (wasAskedFor) titleRef.current?.focus();
  }, [wasAskedFor]);
  if (kind === null) return null;
  const { title, text, Icon } = headOf(kind, state);
  const close = () => call.dispatch({ type: 'top_up_closed' });
  const hide = () => call.dispatch({ type: 'top_up_hidden' });
  const later = () => call.dispatch({ type: 'low_sheet_closed' });
  return (
    <section
      aria-labelledby="low-time-title"
      className="low-sheet"
      data-level={state.level}
      data-status={state.topUp?.status}
      data-kind={kind}
      data-testid="low-time-sheet"
    >
      <div className="low-sheet-head">
        <Icon className="low-sheet-icon" aria-hidden="true" />
        <div className="min-w-0 flex-1">
          <h2 ref={titleRef} tabIndex={-1} id="low-time-title" className="font-bold">
            {title}
          </h2>
          {text && <p className="text-sm">{text}</p>}
        </div>
        {kind === 'added' && <Button onClick={close}>{shellCopy.close}</Button>}
        {kind === 'pending' && <Button onClick={hide}>{shellCopy.backToCall}</Button>}
      </div>
      {kind !== 'added' && (
        <Suspense fallback={<LoadingLines />}>
          <TopUpBody
            isTitled
            isFresh={kind === 'low' || kind === 'open' || kind === 'goodbye'}
            onLater={kind === 'goodbye' || kind === 'pending' ? undefined : later}
            laterText={kind === 'low' ? timeCopy.later : shellCopy.close}
          />
        </Suspense>
      )}
    </section>
  );
}

/** Which of its faces the sheet shows; null for none. */
function kindOf({ topUp, topUpView, isGoodbye, isLowSheetOpen }: CallState): Kind | null {
  if (topUp?.status === 'added') return 'added';
  if (topUpView === 'hidden') return null;
  if (topUp) return topUp.status;
  if (isGoodbye) return 'goodbye';
  if (topUpView === 'open') return 'open';
  return isLowSheetOpen ? 'low' : null;
}

function headOf(kind: Kind, state: CallState) {
  switch (kind) {
    case 'goodbye':
      return { title: timeCopy.timeIsUp, text: null, Icon: CircleAlert };
    case 'low': {
      const Icon = state.level === 'critical' ? CircleAlert : Hourglass;
      return { title: lowTitleOf(state), text: timeCopy.lowText, Icon };
    }
    case 'open':
      return { title: callCopy.addTime, text: timeCopy.addText, Icon: Plus };
    default:
      return { title: topUpTitleOf(state.topUp), text: null, Icon: topUpIcons[kind] };
  }
}

const topUpIcons = {
  pending: Hourglass,
  added: CircleCheck,
  failed: CircleAlert,
  unsure: CircleAlert,
};

function topUpTitleOf(topUp: TopUp | null): string {
  switch (topUp?.status) {
    case 'added':
      return fillMessage(timeCopy.added, { time: formatBalance(topUp.addedMs) });
    case 'failed':
      return timeCopy.topUpFailed;
    case 'unsure':
      return timeCopy.topUpUnsure;
    default:
      return timeCopy.toppingUp;
  }
}

// The title names the threshold and stands still: the ring is what counts.
function lowTitleOf({ level, snapshot }: CallState): string {
  const isCritical = level === 'critical';
  const thresholdMs = isCritical ? CRITICAL_MS : LOW_MS;
  const title = isCritical ? timeCopy.criticalTitle : timeCopy.lowTitle;
  const wasJoinedLate = (snapshot?.time?.usedMs ?? 0) < 1000;
  return wasJoinedLate
    ? thresholdText(snapshot?.time?.remainingMs ?? 0, thresholdMs, title)
    : title;
}
