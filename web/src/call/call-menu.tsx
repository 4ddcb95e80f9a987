// The menu of a call: how the time is shown, which microphone is used, and more time on phones.
import { DropdownMenu } from 'radix-ui';
import type { MenuProps } from '../components/lazy-menu.tsx';
import { MenuItem, MenuLabel, MenuPanel, MenuRadio } from '../components/menu.tsx';
import { callCopy, microphoneCopy, timeCopy } from '../copy/call.ts';
import { useServices } from '../services.tsx';
import { changeSettings, type TimerMode, useSettings } from '../settings.ts';
import { useMicrophones } from './microphone-devices.ts';

const timerModes: [TimerMode, string][] = [
  ['second', timeCopy.everySecond],
  ['minute', timeCopy.everyMinute],
  ['low', timeCopy.lowOnly],
];

/** What the menu of a call needs to know. */
export type CallMenuProps = { hasMicrophone: boolean; onAddTime: () => void };

/** The menu behind the button at the call's upper end. */
export default function CallMenu(props: MenuProps & CallMenuProps) {
  const { icon, label, isOpenAtFirst, hasMicrophone, onAddTime } = props;
  const { call } = useServices();
  const { timerMode, microphoneId } = useSettings();
  const microphones = useMicrophones();
  const chooseMicrophone = (id: string) => {
    changeSettings({ microphoneId: id });
    call.switchMicrophone(id);
  };
  return (
    // Not modal: its scroll lock would need an inline style, and the call must stay in reach.
    <DropdownMenu.Root modal={false} defaultOpen={isOpenAtFirst}>
      <DropdownMenu.Trigger className="icon-button" aria-label={label}>
        {icon}
      </DropdownMenu.Trigger>
      <MenuPanel>
        <MenuLabel>{timeCopy.timerMenu}</MenuLabel>
        <DropdownMenu.RadioGroup
          aria-label={timeCopy.timerMenu}
          value={timerMode}
          onValueChange={(mode) => changeSettings({ timerMode: mode as TimerMode })}
        >
          {timerModes.map(([mode, label]) => (
            <MenuRadio key={mode} value={mode}>
              {label}
            </MenuRadio>
          ))}
        </DropdownMenu.RadioGroup>
        {hasMicrophone && (
          <>
            <MenuLabel>{microphoneCopy.label}</MenuLabel>
            <DropdownMenu.RadioGroup
              aria-label={microphoneCopy.label}
              value={microphoneId || microphones[0]?.id}
              onValueChange={chooseMicrophone}
            >
              {microphones.map(({ id, name }) => (
                <MenuRadio key={id} value={id}>
                  {name}
                </MenuRadio>
              ))}
            </DropdownMenu.RadioGroup>
          </>
        )}
        <DropdownMenu.Separator className="my-1 h-px bg-line" />
        <MenuItem onSelect={onAddTime}>{callCopy.addTime}</MenuItem>
      </MenuPanel>
    </DropdownMenu.Root>
  );
}
