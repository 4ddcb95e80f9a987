// Lets a person choose the microphone, with the system's own list.
import { Mic } from 'lucide-react';
import { microphoneCopy } from '../copy/call.ts';
import { changeSettings } from '../settings.ts';
import { useMicrophones } from './microphone-devices.ts';

type MicrophonePickerProps = {
  deviceId: string;
  /** Called after the choice was kept in the settings. */
  onChange?: (deviceId: string) => void;
  className?: string;
};

/** A native list of microphones: the best one on every phone, and no script. */
export function MicrophonePicker({ deviceId, onChange, className = '' }: MicrophonePickerProps) {
  const microphones = useMicrophones();
  const isKnown = microphones.some(({ id }) => id === deviceId);
  const choose = (id: string) => {
    changeSettings({ microphoneId: id });
    onChange?.(id);
  };
  return (
    <label className={`select-box ${className}`}>
      <Mic className="size-4 flex-none text-muted" aria-hidden="true" />
      <span className="sr-only">{microphoneCopy.label}</span>
      <select
        value={isKnown ? deviceId : microphones[0]?.id}
        onChange={(event) => choose(event.target.value)}
      >
        {microphones.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
