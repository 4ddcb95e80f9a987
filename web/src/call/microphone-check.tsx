// Lets a person choose and try the microphone before any time runs.
import { lazy, Suspense, useState } from 'react';
import { Button } from '../components/button.tsx';
import { microphoneCopy } from '../copy/call.ts';
import { useSettings } from '../settings.ts';
import { MicrophonePicker } from './microphone-picker.tsx';

const MicrophoneTest = lazy(() => import('./microphone-test.tsx'));

/** The microphone list with its test, which listens only while it is wanted. */
export function MicrophoneCheck() {
  const { microphoneId } = useSettings();
  const [isTesting, setTesting] = useState(false);
  return (
    <div className="grid w-full gap-3">
      <div className="flex flex-wrap items-center justify-center gap-2">
        <MicrophonePicker deviceId={microphoneId} className="flex-1 basis-40" />
        <Button look="quiet" onClick={() => setTesting(!isTesting)}>
          {isTesting ? microphoneCopy.stopTest : microphoneCopy.test}
        </Button>
      </div>
      {isTesting && (
        <Suspense fallback={null}>
          <MicrophoneTest key={microphoneId} deviceId={microphoneId} />
        </Suspense>
      )}
    </div>
  );
}
