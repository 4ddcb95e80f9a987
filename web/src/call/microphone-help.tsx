// Says, step by step and for this very browser, how to get a microphone to work.
import { microphoneCopy } from '../copy/call.ts';
import { browserKind } from './browser-kind.ts';
import type { CallStateKey } from './call-state.ts';

/** States in which the microphone could not be had. */
export type MicrophoneProblem = 'mic_denied' | 'mic_missing' | 'mic_busy' | 'mic_unsupported';

/** Whether a state is about the microphone. */
export function isMicrophoneProblem(key: CallStateKey): key is MicrophoneProblem {
  return key.startsWith('mic_');
}

/** The steps for one problem. */
export function MicrophoneHelp({ problem }: { problem: MicrophoneProblem }) {
  return (
    <section className="card p-4 text-start" aria-labelledby="microphone-help">
      <h2 id="microphone-help" className="text-sm font-bold">
        {microphoneCopy.stepsTitle}
      </h2>
      <ol className="mt-2 grid list-decimal gap-1 ps-5 text-sm">
        {stepsOf(problem).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </section>
  );
}

function stepsOf(problem: MicrophoneProblem): readonly string[] {
  switch (problem) {
    case 'mic_denied':
      return microphoneCopy[browserKind(navigator.userAgent, navigator.maxTouchPoints)];
    case 'mic_missing':
      return microphoneCopy.missing;
    case 'mic_busy':
      return microphoneCopy.busy;
    case 'mic_unsupported':
      return microphoneCopy.unsupported;
  }
}
