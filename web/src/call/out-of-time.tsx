// The end of a call whose time is up: what was said stays, and the ways on are two.
import { Link } from 'wouter';
import { buttonClass } from '../components/button.tsx';
import { usePageTitle } from '../components/page.tsx';
import { MAIN_ID } from '../components/skip-link.tsx';
import { callCopy } from '../copy/call.ts';
import { receiptCopy } from '../copy/receipt.ts';
import { RingArc } from '../ring/ring-arc.tsx';
import type { CallState } from './call-state.ts';
import { Captions, NO_TURNS } from './captions.tsx';

/** The screen after the goodbye. */
export default function OutOfTime({ state, agentName }: { state: CallState; agentName: string }) {
  const headingRef = usePageTitle(receiptCopy.outOfTimeTitle);
  const voiceSessionId = state.snapshot?.voiceSessionId;
  return (
    <main id={MAIN_ID} tabIndex={-1} className="call out-of-time">
      <section className="call-ring">
        <div className="time-ring">
          <RingArc seconds={0} mode="solid" level="empty" motion="jump" />
          <div className="ring-inside">
            <h1 ref={headingRef} tabIndex={-1} className="text-xl font-bold">
              {receiptCopy.outOfTimeTitle}
            </h1>
          </div>
        </div>
        <p className="status-line">{receiptCopy.goodbyeLine}</p>
        <div className="flex flex-wrap justify-center gap-3">
          <Link href="/buy" className={buttonClass('primary')}>
            {callCopy.buyTime}
          </Link>
          {voiceSessionId && (
            <Link href={`/calls/${voiceSessionId}`} className={buttonClass()}>
              {receiptCopy.seeReceipt}
            </Link>
          )}
        </div>
      </section>
      <section className="call-talk">
        <Captions
          turns={state.snapshot?.transcript ?? NO_TURNS}
          notes={state.notes}
          agentName={agentName}
        />
      </section>
    </main>
  );
}
