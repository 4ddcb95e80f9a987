// Holds shortcuts to never being a single key.
import { expect, test } from 'vitest';
import { shortcutOf } from './shortcut.ts';

const key = (code: string, change = {}) => ({
  code,
  altKey: true,
  shiftKey: true,
  ctrlKey: false,
  metaKey: false,
  repeat: false,
  ...change,
});

test('Alt+Shift with M, I and T are the shortcuts', () => {
  expect(['KeyM', 'KeyI', 'KeyT', 'KeyX'].map((code) => shortcutOf(key(code)))).toEqual([
    'mute',
    'interrupt',
    'say_time',
    null,
  ]);
});

test.each([
  { altKey: false },
  { shiftKey: false },
  { ctrlKey: true },
  { metaKey: true },
  { repeat: true },
])('with %o it is an ordinary key', (change) => {
  expect(shortcutOf(key('KeyM', change))).toBeNull();
});
