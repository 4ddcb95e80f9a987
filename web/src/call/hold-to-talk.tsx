// The microphone for those who want to be heard only while they press: nothing else gets in.
import { Mic } from 'lucide-react';
import { type KeyboardEvent, useEffect } from 'react';
import { callCopy } from '../copy/call.ts';

type HoldToTalkProps = { isMuted: boolean; setMuted: (isMuted: boolean) => void };

/** A button that opens the microphone while it is held, by pointer, Space or Enter. */
export function HoldToTalk({ isMuted, setMuted }: HoldToTalkProps) {
  // Letting go outside the button, or of the whole window, must close the microphone too.
  useEffect(() => {
    if (isMuted) return;
    const release = () => setMuted(true);
    const events = ['pointerup', 'pointercancel', 'blur'] as const;
    for (const event of events) addEventListener(event, release);
    return () => {
      for (const event of events) removeEventListener(event, release);
    };
  }, [isMuted, setMuted]);
  const isHoldKey = ({ key }: KeyboardEvent) => key === ' ' || key === 'Enter';

  return (
    <button
      type="button"
      className="call-button call-mute touch-none select-none"
      data-held={!isMuted}
      onPointerDown={() => setMuted(false)}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => isHoldKey(event) && !event.repeat && setMuted(false)}
      onKeyUp={(event) => isHoldKey(event) && setMuted(true)}
      onBlur={() => setMuted(true)}
    >
      <Mic aria-hidden="true" />
      {callCopy.holdToTalk}
    </button>
  );
}
