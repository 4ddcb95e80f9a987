// Warns that time runs low beside the call: a region, not a dialog, so that it takes no focus.
import { CircleAlert, CircleCheck, Hourglass } from 'lucide-react';
import { Button } from '../components/button.tsx';
import { callCopy, timeCopy } from '../copy/call.ts';
import { shellCopy } from '../copy/shell.ts';
import { formatBalance } from '../format.ts';
import { fillMessage } from '../message.ts';
import { CRITICAL_MS, LOW_MS } from '../ring/ring-state.ts';
import { useServices } from '../services.tsx';
import { thresholdText } from './announce.ts';
import type { CallState, TopUp } from './call-state.ts';

type SheetProps = { state: CallState; onAddTime: () => void };

/** The warning, or what came of buying; nothing while there is plenty of time. */
export function LowTimeSheet({ state, onAddTime }: SheetProps) {
  const { call } = useServices();
  if (state.isGoodbye) return <GoodbyeSheet onAddTime={onAddTime} />;
  if (state.topUp) return <TopUpSheet topUp={state.topUp} onAddTime={onAddTime} />;
  if (!state.isLowSheetOpen) return null;
  const isCritical = state.level === 'critical';
  const Icon = isCritical ? CircleAlert : Hourglass;
  return (
    <section aria-labelledby="low-time-title" className="low-sheet" data-level={state.level}>
      <Icon className="low-sheet-icon" aria-hidden="true" />
      <div className="min-w-0 flex-1 basis-40">
        <h2 id="low-time-title" className="font-bold">
          {titleOf(state)}
        </h2>
        <p className="text-sm">{timeCopy.lowText}</p>
      </div>
      <div className="flex gap-2">
        <Button look="primary" onClick={onAddTime}>
          {callCopy.addTime}
        </Button>
        <Button onClick={() => call.dispatch({ type: 'low_sheet_closed' })}>
          {timeCopy.later}
        </Button>
      </div>
    </section>
  );
}

// The title names the threshold and stands still: the ring is what counts.
function titleOf({ level, snapshot }: CallState): string {
  const isCritical = level === 'critical';
  const thresholdMs = isCritical ? CRITICAL_MS : LOW_MS;
  const title = isCritical ? timeCopy.criticalTitle : timeCopy.lowTitle;
  const wasJoinedLate = (snapshot?.time?.usedMs ?? 0) < 1000;
  return wasJoinedLate
    ? thresholdText(snapshot?.time?.remainingMs ?? 0, thresholdMs, title)
    : title;
}

function GoodbyeSheet({ onAddTime }: { onAddTime: () => void }) {
  return (
    <section aria-label={timeCopy.timeIsUp} className="low-sheet" data-level="critical">
      <CircleAlert className="low-sheet-icon" aria-hidden="true" />
      <p className="min-w-0 flex-1 basis-40 font-bold">{timeCopy.timeIsUp}</p>
      <Button look="primary" onClick={onAddTime}>
        {callCopy.addTime}
      </Button>
    </section>
  );
}

function TopUpSheet({ topUp, onAddTime }: { topUp: TopUp; onAddTime: () => void }) {
  const { call } = useServices();
  const close = () => call.dispatch({ type: 'top_up_closed' });
  const texts = {
    pending: timeCopy.toppingUp,
    added: fillMessage(timeCopy.added, { time: formatBalance(topUp.addedMs) }),
    failed: timeCopy.topUpFailed,
  };
  const Icon = { pending: Hourglass, added: CircleCheck, failed: CircleAlert }[topUp.status];
  return (
    <section aria-label={callCopy.addTime} className="low-sheet" data-status={topUp.status}>
      <Icon className="low-sheet-icon" aria-hidden="true" />
      <p className="min-w-0 flex-1 basis-40 font-medium">{texts[topUp.status]}</p>
      {topUp.status === 'failed' && (
        <Button look="primary" onClick={onAddTime}>
          {shellCopy.tryAgain}
        </Button>
      )}
      <Button onClick={close}>
        {topUp.status === 'pending' ? shellCopy.backToCall : shellCopy.close}
      </Button>
    </section>
  );
}
