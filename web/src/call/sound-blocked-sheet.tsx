// Offers the one press that a browser wants before it lets an agent be heard.
import { VolumeX } from 'lucide-react';
import { Button } from '../components/button.tsx';
import { callCopy } from '../copy/call.ts';
import { useServices } from '../services.tsx';

/** The sheet with its button; it leaves by itself when there is sound. */
export function SoundBlockedSheet() {
  const { call } = useServices();
  return (
    <section aria-label={callCopy.soundBlocked} className="low-sheet sound-sheet">
      <VolumeX className="low-sheet-icon" aria-hidden="true" />
      <p className="min-w-0 flex-1 basis-40 font-medium">{callCopy.soundBlocked}</p>
      <Button look="primary" onClick={call.startAudio}>
        {callCopy.turnOnSound}
      </Button>
    </section>
  );
}
