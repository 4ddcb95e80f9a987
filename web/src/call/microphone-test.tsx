// Shows that a microphone hears something, or why it does not.
import { callStateCopy, microphoneCopy } from '../copy/call.ts';
import { LevelMeter } from '../ring/level-meter.tsx';
import MicrophoneHelp from './microphone-help.tsx';
import { useLevelTest } from './use-level-test.ts';

/** The running test of one microphone; it ends when this leaves the page. */
export default function MicrophoneTest({ deviceId }: { deviceId: string }) {
  const { problem, getLevel } = useLevelTest(deviceId);
  if (problem) {
    return (
      <div role="alert" className="grid gap-2">
        <p className="text-sm text-brick">{callStateCopy[problem].line}</p>
        <MicrophoneHelp problem={problem} />
      </div>
    );
  }
  return (
    <div className="flex items-center justify-center gap-3 text-sm text-muted">
      <LevelMeter getLevel={getLevel} />
      {microphoneCopy.testing}
    </div>
  );
}
