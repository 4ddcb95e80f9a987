// How much time there is, on every page; during a call it leads back to it.
import { Hourglass, Phone, PhoneOff } from 'lucide-react';
import { Link, useRoute } from 'wouter';
import { useBalance } from '../balance/use-balance.ts';
import { isCallRunning } from '../call/is-call-running.ts';
import { useCall } from '../call/use-call.ts';
import { shellCopy } from '../copy/shell.ts';
import { formatBalance, formatClock } from '../format.ts';
import { fillMessage } from '../message.ts';
import { timeLevel } from '../ring/ring-state.ts';

/** The time left as a link: to buying, or back to the call. */
export function TimePill() {
  const { balance } = useBalance();
  const state = useCall();
  const [isTalkPage] = useRoute('/talk');
  if (isCallRunning(state)) {
    const remainingMs = state.snapshot?.time?.remainingMs ?? balance?.availableMs ?? 0;
    return (
      <Link href="/talk" className="time-pill" data-call="true">
        <Phone className="size-4" aria-hidden="true" />
        {shellCopy.backToCall}
        <span className="tabular" aria-hidden="true">
          {formatClock(remainingMs)}
        </span>
      </Link>
    );
  }
  if (state.key === 'ended' && !isTalkPage) {
    return (
      <Link href="/talk" className="time-pill" data-call="true">
        <PhoneOff className="size-4" aria-hidden="true" />
        {shellCopy.callEnded}
      </Link>
    );
  }
  if (balance === null) return <span className="time-pill" aria-hidden="true" />;
  return (
    <Link href="/buy" className="time-pill" data-level={timeLevel(balance.remainingMs)}>
      <Hourglass className="size-4" aria-hidden="true" />
      {fillMessage(shellCopy.timeLeft, { time: formatBalance(balance.remainingMs) })}
    </Link>
  );
}
