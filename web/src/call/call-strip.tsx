// The running call in one line, for pages where something else is done while it goes on.
import { Phone, PhoneOff } from 'lucide-react';
import { Link } from 'wouter';
import { buttonClass } from '../components/button.tsx';
import { callCopy, timeCopy } from '../copy/call.ts';
import { shellCopy } from '../copy/shell.ts';
import { formatClock, formatSpokenClock } from '../format.ts';
import { fillMessage } from '../message.ts';
import { timeLevel } from '../ring/ring-state.ts';
import { useServices } from '../services.tsx';
import { isCallRunning } from './is-call-running.ts';
import { useCall } from './use-call.ts';

/** Time left, the way back and the way out; nothing without a call. */
export function CallStrip() {
  const { call } = useServices();
  const state = useCall();
  if (!isCallRunning(state)) return null;
  const remainingMs = state.snapshot?.time?.remainingMs ?? null;
  return (
    <section aria-label={callCopy.callGoesOn} className="call-strip">
      <Phone className="size-4 flex-none" aria-hidden="true" />
      <p className="min-w-0">
        {callCopy.callGoesOn}
        {remainingMs !== null && (
          <span role="timer" aria-label={timeCopy.timerLabel} data-level={timeLevel(remainingMs)}>
            <span className="tabular" aria-hidden="true">
              {formatClock(remainingMs)}
            </span>
            <span className="sr-only">
              {fillMessage(timeCopy.spokenLeft, { time: formatSpokenClock(remainingMs) })}
            </span>
          </span>
        )}
      </p>
      <Link href="/talk" className={buttonClass()}>
        {shellCopy.backToCall}
      </Link>
      <button
        type="button"
        className={buttonClass('danger')}
        aria-disabled={state.key === 'ending'}
        onClick={call.end}
      >
        <PhoneOff className="size-4" aria-hidden="true" />
        {callCopy.end}
      </button>
    </section>
  );
}
