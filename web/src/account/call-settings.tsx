// How calls look and sound for this person; each change counts at once.
import { settingsCopy } from '../copy/account.ts';
import { changeSettings, type Settings, useSettings } from '../settings.ts';
import { ChoiceSetting } from './choice-setting.tsx';
import { SwitchSetting } from './switch-setting.tsx';

const themes: [Settings['theme'], string][] = [
  ['system', settingsCopy.system],
  ['light', settingsCopy.light],
  ['dark', settingsCopy.dark],
];
const sizes: [Settings['captionSize'], string][] = [
  ['normal', settingsCopy.normal],
  ['large', settingsCopy.large],
  ['larger', settingsCopy.larger],
];

/** Theme, captions, microphone, shortcuts and motion. */
export function CallSettings() {
  const settings = useSettings();
  return (
    <div className="grid gap-2">
      <ChoiceSetting
        label={settingsCopy.theme}
        value={settings.theme}
        choices={themes}
        onChange={(theme) => changeSettings({ theme })}
      />
      <ChoiceSetting
        label={settingsCopy.captionSize}
        value={settings.captionSize}
        choices={sizes}
        onChange={(captionSize) => changeSettings({ captionSize })}
      />
      <SwitchSetting
        label={settingsCopy.holdToTalk}
        hint={settingsCopy.holdToTalkHint}
        isOn={settings.isHoldToTalk}
        onChange={(isHoldToTalk) => changeSettings({ isHoldToTalk })}
      />
      <SwitchSetting
        label={settingsCopy.announceCaptions}
        hint={settingsCopy.announceCaptionsHint}
        isOn={settings.areCaptionsAnnounced}
        onChange={(areCaptionsAnnounced) => changeSettings({ areCaptionsAnnounced })}
      />
      <SwitchSetting
        label={settingsCopy.shortcuts}
        hint={settingsCopy.shortcutsHint}
        isOn={settings.areShortcutsOn}
        onChange={(areShortcutsOn) => changeSettings({ areShortcutsOn })}
      />
      <SwitchSetting
        label={settingsCopy.motion}
        hint={settingsCopy.motionHint}
        isOn={settings.motion === 'reduced'}
        onChange={(isOn) => changeSettings({ motion: isOn ? 'reduced' : 'system' })}
      />
      <p className="mt-2 text-sm text-muted">{settingsCopy.keptHere}</p>
    </div>
  );
}
