// The ring of the running call: picks from the call's state what the TimeRing draws.
import { useCallback } from 'react';
import { TimeRing, type TimeRingProps } from '../ring/time-ring.tsx';
import type { VisualizerSource } from '../ring/visualizer.tsx';
import { useServices } from '../services.tsx';
import { useSettings } from '../settings.ts';
import type { CallState } from './call-state.ts';
import { pendingMsOf, ringLookOf } from './ring-look.ts';
import { StateWord } from './state-word.tsx';

type CallRingProps = { state: CallState; startMs: number };

/** The ring for a state of a call; `startMs` is the balance until the server's first report. */
export function CallRing({ state, startMs }: CallRingProps) {
  const { call } = useServices();
  const { timerMode } = useSettings();
  const source = sourceOf(state);
  const getLevel = useCallback(() => {
    const levels = call.getLevels();
    return source === 'agent' ? levels.agent : levels.user;
  }, [call, source]);
  const props: TimeRingProps = {
    remainingMs: remainingOf(state, startMs),
    ...ringLookOf(state),
    timerMode,
    word: <StateWord stateKey={state.key} />,
    source,
    getLevel,
    pendingMs: pendingMsOf(state),
    wasTimeAdded: state.topUp?.status === 'added',
  };
  return <TimeRing {...props} />;
}

function remainingOf(state: CallState, startMs: number): number {
  if (state.isGoodbye) return 0;
  return state.snapshot?.time?.remainingMs ?? startMs;
}

function sourceOf({ key, snapshot }: CallState): VisualizerSource {
  const isAgentHeard =
    key === 'speaking' || (key === 'goodbye' && snapshot?.agentState === 'speaking');
  if (isAgentHeard) return 'agent';
  const isHeard = key === 'listening' || key === 'interrupted';
  return isHeard && snapshot?.microphone === 'on' ? 'user' : 'quiet';
}
