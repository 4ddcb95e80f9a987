// The end of a call whose time is up: what was said stays, and the ways on are two.
import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import { Button, buttonClass } from '../components/button.tsx';
import { LoadingLines } from '../components/loaded.tsx';
import { usePageTitle } from '../components/page.tsx';
import { MAIN_ID } from '../components/skip-link.tsx';
import { callCopy } from '../copy/call.ts';
import { endActionCopy, receiptCopy } from '../copy/receipt.ts';
import { RingArc } from '../ring/ring-arc.tsx';
import type { CallState } from './call-state.ts';
import { Captions, NO_TURNS } from './captions.tsx';
import { loadTopUpBody } from './low-time-sheet.tsx';

const TopUpBody = lazy(loadTopUpBody);

/** Less than this begins no call. */
const LEAST_CALL_MS = 1000;

type OutOfTimeProps = { state: CallState; agentName: string; onTalkAgain: () => void };

/** The screen after the goodbye. */
export default function OutOfTime({ state, agentName, onTalkAgain }: OutOfTimeProps) {
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
          {voiceSessionId && (
            <Link href={`/calls/${voiceSessionId}`} className={buttonClass()}>
              {receiptCopy.seeReceipt}
            </Link>
          )}
        </div>
      </section>
      <section className="out-of-time-talk">
        <section aria-label={callCopy.addTime} className="out-of-time-shop">
          <Suspense fallback={<LoadingLines />}>
            <TopUpBody
              // Time bought in the call and used up in it is not news any more.
              isFresh={(state.snapshot?.ended?.balanceMs ?? 0) < LEAST_CALL_MS}
              addedAction={
                <Button look="primary" onClick={onTalkAgain}>
                  {endActionCopy.talk_again}
                </Button>
              }
            />
          </Suspense>
        </section>
        <Captions
          turns={state.snapshot?.transcript ?? NO_TURNS}
          notes={state.notes}
          agentName={agentName}
        />
      </section>
    </main>
  );
}
