// The talk page: before, during and at the end of a call.
import { lazy, useEffect, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useBalance } from '../balance/use-balance.ts';
import { CallScreen } from '../call/call-screen.tsx';
import { IdleScreen } from '../call/idle-screen.tsx';
import { isCallRunning } from '../call/is-call-running.ts';
import { loadTopUpBody } from '../call/low-time-sheet.tsx';
import { useCall } from '../call/use-call.ts';
import { callCopy } from '../copy/call.ts';
import { useServices } from '../services.tsx';
import { useLoad } from '../use-load.ts';

const loadEndNotice = () => import('../call/end-notice.tsx');
const loadOutOfTime = () => import('../call/out-of-time.tsx');
const loadReceipt = () => import('./receipt.tsx');
const EndNotice = lazy(loadEndNotice);
const OutOfTime = lazy(loadOutOfTime);

/** The page of the call. Leaving it does not end the call; see the top bar. */
export default function Talk() {
  const { call, client } = useServices();
  const state = useCall();
  const { balance } = useBalance();
  const [, navigate] = useLocation();
  const wanted = new URLSearchParams(useSearch()).get('assistant');
  const [chosenSlug, setChosenSlug] = useState(wanted);
  const load = useLoad('assistants', (signal) => client.assistants.list({ signal }));
  const assistants = load.data?.items ?? [];
  const standard = assistants.find(({ isDefault }) => isDefault) ?? assistants[0];
  const assistant = assistants.find(({ slug }) => slug === chosenSlug) ?? standard;
  const { snapshot } = state;
  const end = snapshot?.ended ?? null;
  const isForReceipt =
    end !== null && !['out_of_time', 'moved', 'closed_by_admin'].includes(end.reason);

  useEffect(() => {
    // Its download then overlaps with choosing, and pressing Talk needs only the room library.
    void import('@mindbot/sdk/voice').catch(() => {});
  }, []);
  useEffect(
    () => () => {
      // How the last call ended has been seen here; coming back begins anew.
      if (call.getState().key === 'ended') call.dispatch({ type: 'reset' });
    },
    [call],
  );
  const isRunning = isCallRunning(state);
  useEffect(() => {
    if (!isRunning) return;
    // A call may end because the network did; how it ended must be at hand by then.
    for (const load of [loadEndNotice, loadOutOfTime, loadReceipt, loadTopUpBody]) {
      void load().catch(() => {});
    }
  }, [isRunning]);
  useEffect(() => {
    if (!isForReceipt) return;
    navigate(snapshot?.voiceSessionId ? `/calls/${snapshot.voiceSessionId}` : '/history');
    call.dispatch({ type: 'reset' });
  }, [isForReceipt, snapshot, navigate, call]);

  const agentName = assistant?.name ?? callCopy.chooseAgent;
  if (isForReceipt) return null;
  const start = (isTypedOnly: boolean) =>
    void call.start({ assistant: assistant?.slug, isTypedOnly });
  if (end?.reason === 'out_of_time') {
    const talkAgain = () => start(state.isTypedOnly);
    return <OutOfTime state={state} agentName={agentName} onTalkAgain={talkAgain} />;
  }
  if (end !== null) return <EndNotice state={state} />;
  if (isRunning) {
    const startMs = balance?.availableMs ?? 0;
    return <CallScreen state={state} agentName={agentName} startMs={startMs} />;
  }
  return (
    <IdleScreen
      state={state}
      availableMs={balance?.availableMs ?? null}
      assistants={assistants}
      chosenSlug={assistant?.slug ?? ''}
      onChoose={setChosenSlug}
      onStart={start}
    />
  );
}
