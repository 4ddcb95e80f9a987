// Guards the reading of Retry-After, which comes as seconds, as a date, or as nonsense.
import { expect, test } from 'vitest';
import { parseRetryAfterMs } from './problem.ts';

const NOW_MS = Date.parse('2026-11-21T09:30:00Z');

test.each([
  [null, null],
  ['', null],
  ['soon', null],
  ['0', 0],
  ['1.5', 1_500],
  ['-3', 0],
  ['Sat, 21 Nov 2026 09:30:04 GMT', 4_000],
  ['Sat, 21 Nov 2026 09:29:00 GMT', 0],
])('Retry-After %o is %o milliseconds', (header, expected) => {
  expect(parseRetryAfterMs(header, NOW_MS)).toBe(expected);
});
