// The word in the middle of the ring, with the icon that says the same without reading.
import { AudioLines, CircleAlert, Clock, Ear, Mic, MicOff, Pause, WifiOff } from 'lucide-react';
import { callStateCopy } from '../copy/call.ts';
import type { CallStateKey } from './call-state.ts';
import { CALL_STATES, type CallStateRow } from './call-states.ts';

const icons = {
  ear: Ear,
  wave: AudioLines,
  mic: Mic,
  mic_off: MicOff,
  pause: Pause,
  offline: WifiOff,
  alert: CircleAlert,
  clock: Clock,
} as const;

/** The word of a state with its icon; three dots for thinking. */
export function StateWord({ stateKey }: { stateKey: CallStateKey }) {
  return (
    <>
      <StateIcon icon={CALL_STATES[stateKey].icon} />
      <span>{callStateCopy[stateKey].word}</span>
    </>
  );
}

function StateIcon({ icon }: { icon: CallStateRow['icon'] }) {
  if (icon === 'none') return null;
  if (icon === 'dots') {
    return (
      <span className="thinking-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
    );
  }
  const Icon = icons[icon];
  return <Icon className="size-4" aria-hidden="true" />;
}
