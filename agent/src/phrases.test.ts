// Durations are said as people say them.
import { expect, test } from 'vitest';
import { exactDuration, phrases, roughDuration } from './phrases.ts';

test.each([
  [0, '0 seconds'],
  [1_999, '1 second'],
  [59_999, '59 seconds'],
  [60_000, '1 minute'],
  [545_000, '9 minutes and 5 seconds'],
  [-5, '0 seconds'],
])('%i ms is exactly %j', (durationMs, said) => {
  expect(exactDuration(durationMs)).toBe(said);
});

test.each([
  [119_900, 'about 2 minutes'],
  [75_000, 'about one minute'],
  [29_900, 'about 30 seconds'],
  [18_000, 'about 20 seconds'],
  [900, 'about 5 seconds'],
])('%i ms is roughly %j', (durationMs, said) => {
  expect(roughDuration(durationMs)).toBe(said);
});

test('every goodbye is short enough to be worth its time', () => {
  for (const text of Object.values(phrases.goodbye)) expect(text.length).toBeLessThan(80);
});
