// A setting that is on or off.
import { Switch } from 'radix-ui';
import { useId } from 'react';

type SwitchSettingProps = {
  label: string;
  hint: string;
  isOn: boolean;
  isDisabled?: boolean;
  onChange: (isOn: boolean) => void;
};

/** A labelled switch with what it does. */
export function SwitchSetting({
  label,
  hint,
  isOn,
  isDisabled = false,
  onChange,
}: SwitchSettingProps) {
  const id = useId();
  return (
    <div className="setting">
      <div className="min-w-0 flex-1 basis-48">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      </div>
      <Switch.Root
        id={id}
        checked={isOn}
        disabled={isDisabled}
        onCheckedChange={onChange}
        aria-describedby={`${id}-hint`}
        className="switch"
      >
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
    </div>
  );
}
