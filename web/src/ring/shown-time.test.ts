// Holds the shown time to how often the caller wants it to change.
import { expect, test } from 'vitest';
import { shownTime } from './shown-time.ts';

test('every second shows the second, and says it in words', () => {
  expect(shownTime(401_999, 'second', false)).toEqual({
    digits: '6:41',
    spoken: '6 minutes 41 seconds left',
  });
});

test('every minute changes nothing within a minute', () => {
  expect(shownTime(419_000, 'minute', false)).toEqual(shownTime(361_000, 'minute', false));
  expect(shownTime(361_000, 'minute', false)?.digits).toBe('6 min');
  expect(shownTime(45_000, 'minute', false)?.digits).toBe('40 s');
});

test('low only hides the time until it is low', () => {
  expect(shownTime(121_000, 'low', false)).toBeNull();
  expect(shownTime(120_999, 'low', false)?.digits).toBe('2:00');
});

test('an unsure time is never shown to the second', () => {
  expect(shownTime(401_000, 'second', true)?.digits).toBe('~6:40');
});
