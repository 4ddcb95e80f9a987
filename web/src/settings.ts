// What a person chose about how calls look and sound; kept in this browser only.
import { useSyncExternalStore } from 'react';

/** How often the shown time changes. */
export type TimerMode = 'second' | 'minute' | 'low';

/** Every setting of the client. */
export type Settings = {
  theme: 'system' | 'light' | 'dark';
  motion: 'system' | 'reduced';
  captionSize: 'normal' | 'large' | 'larger';
  timerMode: TimerMode;
  isHoldToTalk: boolean;
  areCaptionsAnnounced: boolean;
  areShortcutsOn: boolean;
  microphoneId: string;
};

const STORAGE_KEY = 'mindbot.settings';

const defaults: Settings = {
  theme: 'system',
  motion: 'system',
  captionSize: 'normal',
  timerMode: 'second',
  isHoldToTalk: false,
  areCaptionsAnnounced: false,
  areShortcutsOn: true,
  microphoneId: '',
};

let current: Settings = readSettings();
const listeners = new Set<() => void>();

/** The settings now. */
export function getSettings(): Settings {
  return current;
}

/** Changes some settings, keeps them, and applies theme and motion to the page at once. */
export function changeSettings(change: Partial<Settings>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(current));
  } catch {
    // Storage can be blocked; the choice then lasts until the page is left.
  }
  applySettings();
  for (const listener of listeners) listener();
}

/** The settings as a hook. */
export function useSettings(): Settings {
  return useSyncExternalStore(subscribe, getSettings);
}

/** Puts theme and motion on the root element, where the stylesheet reads them. */
export function applySettings(): void {
  const { dataset } = document.documentElement;
  if (current.theme === 'system') delete dataset.theme;
  else dataset.theme = current.theme;
  if (current.motion === 'system') delete dataset.motion;
  else dataset.motion = current.motion;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function readSettings(): Settings {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}');
    return { ...defaults, ...(stored as Partial<Settings>) };
  } catch {
    return defaults;
  }
}
