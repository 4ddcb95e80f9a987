// The screen of a running call: the ring, what is said, a field to type in, and the way out.
import { Captions as CaptionsIcon, SlidersHorizontal } from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { LazyMenu } from '../components/lazy-menu.tsx';
import { usePageTitle } from '../components/page.tsx';
import { MAIN_ID } from '../components/skip-link.tsx';
import { callCopy, timeCopy } from '../copy/call.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';
import { CallControls } from './call-controls.tsx';
import { CallRing } from './call-ring.tsx';
import type { CallState } from './call-state.ts';
import { Captions, NO_TURNS } from './captions.tsx';
import { Composer } from './composer.tsx';
import { LowTimeSheet } from './low-time-sheet.tsx';
import { SoundBlockedSheet } from './sound-blocked-sheet.tsx';
import { StatusLine } from './status-line.tsx';
import { useCallShortcuts } from './use-call-shortcuts.ts';

const CallMenu = lazy(() => import('./call-menu.tsx'));
const NoticeLine = lazy(() => import('../notices/notice-line.tsx'));

type CallScreenProps = { state: CallState; agentName: string; startMs: number };

/** Everything between pressing Talk and the end of the call. */
export function CallScreen({ state, agentName, startMs }: CallScreenProps) {
  const { call } = useServices();
  const [hasMoreCaptions, setMoreCaptions] = useState(false);
  const title = fillMessage(callCopy.inCallWith, { name: agentName });
  // Who chose to type is led to the field instead.
  const headingRef = usePageTitle(title, !state.isTypedOnly);
  useCallShortcuts(state);
  const addTime = useCallback(() => call.dispatch({ type: 'add_time_opened' }), [call]);
  const isConnected = state.snapshot?.connectionState === 'connected';
  const isWithAgent = isConnected && !['waiting', 'agent_lost'].includes(state.key);
  const microphone = state.snapshot?.microphone ?? 'off';
  const isMicrophoneOn = microphone === 'on' || microphone === 'muted';

  return (
    <main
      id={MAIN_ID}
      tabIndex={-1}
      className="call"
      data-captions={hasMoreCaptions ? 'more' : 'some'}
    >
      <header className="call-header">
        <h1 ref={headingRef} tabIndex={-1} className="truncate text-lg font-bold">
          {agentName}
        </h1>
        {isWithAgent && <p className="transcribing">{callCopy.transcribing}</p>}
        <button
          type="button"
          className="icon-button ms-auto md:hidden"
          aria-pressed={hasMoreCaptions}
          aria-label={callCopy.moreCaptions}
          onClick={() => setMoreCaptions(!hasMoreCaptions)}
        >
          <CaptionsIcon className="size-5" aria-hidden="true" />
        </button>
        <LazyMenu
          icon={<SlidersHorizontal className="size-5" aria-hidden="true" />}
          label={timeCopy.callMenu}
          Menu={CallMenu}
          rest={{ hasMicrophone: isMicrophoneOn, onAddTime: addTime }}
        />
      </header>
      <section className="call-ring">
        <CallRing state={state} startMs={startMs} />
        <StatusLine state={state} />
      </section>
      <section className="call-talk">
        <Captions
          turns={state.snapshot?.transcript ?? NO_TURNS}
          notes={state.notes}
          agentName={agentName}
        />
        {state.snapshot?.isAudioBlocked && <SoundBlockedSheet />}
        <Suspense fallback={null}>
          <NoticeLine />
        </Suspense>
        <LowTimeSheet state={state} />
        <Composer agentName={agentName} isReady={isWithAgent} shouldTakeFocus={state.isTypedOnly} />
      </section>
      <CallControls
        stateKey={state.key}
        microphone={microphone}
        isConnected={isConnected}
        onAddTime={addTime}
      />
    </main>
  );
}
