// Loads the steps for a microphone only for those whose microphone does not work.
import { lazy, Suspense } from 'react';
import type { MicrophoneProblem } from './microphone-problem.ts';

const MicrophoneHelp = lazy(() => import('./microphone-help.tsx'));

/** The steps for one problem, once they are there. */
export function LazyMicrophoneHelp({ problem }: { problem: MicrophoneProblem }) {
  return (
    <Suspense fallback={null}>
      <MicrophoneHelp problem={problem} />
    </Suspense>
  );
}
