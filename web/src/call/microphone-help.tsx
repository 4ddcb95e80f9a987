// Says, step by step and for this very browser, how to get a microphone to work.
import { microphoneHelpCopy } from '../copy/microphone-help.ts';
import { browserKind } from './browser-kind.ts';
import type { MicrophoneProblem } from './microphone-problem.ts';

/** The steps for one problem. */
export default function MicrophoneHelp({ problem }: { problem: MicrophoneProblem }) {
  return (
    <section className="card p-4 text-start" aria-labelledby="microphone-help">
      <h2 id="microphone-help" className="text-sm font-bold">
        {microphoneHelpCopy.stepsTitle}
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
      return microphoneHelpCopy[browserKind(navigator.userAgent, navigator.maxTouchPoints)];
    case 'mic_missing':
      return microphoneHelpCopy.missing;
    case 'mic_busy':
      return microphoneHelpCopy.busy;
    case 'mic_unsupported':
      return microphoneHelpCopy.unsupported;
  }
}
