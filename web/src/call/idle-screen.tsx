// The talk page before a call: how much time there is, whom to call, and one button.
import type { Assistant } from '@mindbot/sdk';
import { Keyboard, Mic } from 'lucide-react';
import { useLocation } from 'wouter';
import { Button } from '../components/button.tsx';
import { usePageTitle } from '../components/page.tsx';
import { MAIN_ID } from '../components/skip-link.tsx';
import { callCopy } from '../copy/call.ts';
import { TimeRing } from '../ring/time-ring.tsx';
import { AssistantPicker } from './assistant-picker.tsx';
import type { CallState, CallStateKey } from './call-state.ts';
import { LazyMicrophoneHelp } from './lazy-microphone-help.tsx';
import { LiveCallNotice } from './live-call-notice.tsx';
import { MicrophoneCheck } from './microphone-check.tsx';
import { isMicrophoneProblem } from './microphone-problem.ts';
import { RecentCalls } from './recent-calls.tsx';
import { lineOf } from './state-line.ts';
import { StateWord } from './state-word.tsx';

type IdleScreenProps = {
  state: CallState;
  /** Time a new call may use; null while it is not known. */
  availableMs: number | null;
  assistants: readonly Assistant[];
  chosenSlug: string;
  onChoose: (slug: string) => void;
  onStart: (isTypedOnly: boolean) => void;
};

const noLevel = () => 0;

/** The start of every call, and where failures to start are explained. */
export function IdleScreen(props: IdleScreenProps) {
  const { state, availableMs } = props;
  const headingRef = usePageTitle(callCopy.talkTitle);
  const hasNoTime = availableMs !== null && availableMs < 1000;
  const key: CallStateKey = hasNoTime ? 'idle_no_time' : state.key;
  return (
    <main id={MAIN_ID} tabIndex={-1} className="idle">
      <LiveCallNotice />
      <div className="idle-center">
        <h1 ref={headingRef} tabIndex={-1} className="sr-only">
          {callCopy.talkTitle}
        </h1>
        <AssistantPicker {...props} />
        <TimeRing
          remainingMs={availableMs ?? 0}
          mode={availableMs === null ? 'outline' : 'solid'}
          note="left"
          timerMode="minute"
          word={<StateWord stateKey={key} />}
          source="quiet"
          getLevel={noLevel}
        />
        <p className="status-line" data-state={key}>
          {lineOf({ ...state, key })}
        </p>
        <StartButtons {...props} hasNoTime={key === 'idle_no_time'} />
        {isMicrophoneProblem(key) && <LazyMicrophoneHelp problem={key} />}
        {key !== 'idle_no_time' && <MicrophoneCheck />}
        <p className="record-note">
          {callCopy.recordNote} {callCopy.headphonesNote}
        </p>
      </div>
      <RecentCalls />
    </main>
  );
}

function StartButtons({ state, onStart, hasNoTime }: IdleScreenProps & { hasNoTime: boolean }) {
  const [, navigate] = useLocation();
  if (hasNoTime) {
    return (
      <button type="button" className="talk-button" onClick={() => navigate('/buy')}>
        {callCopy.buyTime}
      </button>
    );
  }
  const hasFailed = state.key !== 'idle';
  return (
    <div className="grid w-full justify-items-center gap-3">
      <button
        type="button"
        className="talk-button"
        data-testid="talk-button"
        onClick={() => onStart(state.key === 'failed' && state.isTypedOnly)}
      >
        <Mic className="size-6" aria-hidden="true" />
        {hasFailed ? callCopy.tryAgain : callCopy.talk}
      </button>
      <Button look="quiet" onClick={() => onStart(true)}>
        <Keyboard className="size-5" aria-hidden="true" />
        {callCopy.typeInstead}
      </Button>
    </div>
  );
}
