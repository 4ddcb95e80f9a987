// Recognizes the shortcuts of a call by the key's place, which Alt does not change.

/** What a shortcut does. */
export type Shortcut = 'mute' | 'interrupt' | 'say_time';

const shortcuts: Record<string, Shortcut> = { KeyM: 'mute', KeyI: 'interrupt', KeyT: 'say_time' };

/** The shortcut of a pressed key; null for every other key. Single keys never are one. */
export function shortcutOf(
  event: Pick<KeyboardEvent, 'code' | 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'repeat'>,
): Shortcut | null {
  const hasModifiers = event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey;
  return hasModifiers && !event.repeat ? (shortcuts[event.code] ?? null) : null;
}
