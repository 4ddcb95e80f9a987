// Lets a person choose and try the microphone before any time runs.
import { Button } from '../components/button.tsx';
import { callStateCopy, microphoneCopy } from '../copy/call.ts';
import { LevelMeter } from '../ring/level-meter.tsx';
import { useSettings } from '../settings.ts';
import { MicrophoneHelp } from './microphone-help.tsx';
import { MicrophonePicker } from './microphone-picker.tsx';
import { useLevelTest } from './use-level-test.ts';

/** The microphone list with its test. */
export function MicrophoneCheck() {
  const { microphoneId } = useSettings();
  const { isRunning, problem, start, stop, getLevel } = useLevelTest();
  const restart = (deviceId: string) => void (isRunning && start(deviceId));
  const toggle = () => (isRunning ? stop() : void start(microphoneId));
  return (
    <div className="grid w-full gap-3">
      <div className="flex flex-wrap items-center justify-center gap-2">
        <MicrophonePicker deviceId={microphoneId} onChange={restart} className="flex-1 basis-40" />
        <Button look="quiet" onClick={toggle}>
          {isRunning ? microphoneCopy.stopTest : microphoneCopy.test}
        </Button>
      </div>
      {isRunning && (
        <div className="flex items-center justify-center gap-3 text-sm text-muted">
          <LevelMeter getLevel={getLevel} />
          {microphoneCopy.testing}
        </div>
      )}
      {problem && (
        <div role="alert" className="grid gap-2">
          <p className="text-sm text-brick">{callStateCopy[problem].line}</p>
          <MicrophoneHelp problem={problem} />
        </div>
      )}
    </div>
  );
}
