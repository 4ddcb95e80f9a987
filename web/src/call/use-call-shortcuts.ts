// Keys for a call that no browser, screen reader or text field needs: Alt+Shift with M, I or T.
import { useEffect } from 'react';
import { timeCopy } from '../copy/call.ts';
import { formatSpokenClock } from '../format.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';
import { useSettings } from '../settings.ts';
import type { CallState } from './call-state.ts';
import { type Shortcut, shortcutOf } from './shortcut.ts';

/** Mutes, interrupts or says the time left, while the settings allow shortcuts. */
export function useCallShortcuts(state: CallState): void {
  const { call } = useServices();
  const { areShortcutsOn } = useSettings();
  useEffect(() => {
    if (!areShortcutsOn) return;
    const act: Record<Shortcut, () => void> = {
      mute: () => call.setMuted(state.snapshot?.microphone === 'on'),
      interrupt: () => call.interrupt(),
      say_time: () => {
        const remainingMs = state.snapshot?.time?.remainingMs;
        if (remainingMs === undefined) return;
        const time = formatSpokenClock(remainingMs);
        call.say({ text: fillMessage(timeCopy.spokenLeft, { time }), politeness: 'polite' });
      },
    };
    const noteKey = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event);
      if (shortcut === null) return;
      event.preventDefault();
      act[shortcut]();
    };
    addEventListener('keydown', noteKey);
    return () => removeEventListener('keydown', noteKey);
  }, [areShortcutsOn, call, state]);
}
