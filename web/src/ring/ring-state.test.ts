// Holds the ring to its fixed scale and its thresholds.
import { expect, test } from 'vitest';
import { arcMotion, arcSeconds, litPips, timeLevel } from './ring-state.ts';

test.each([
  [1_450_000, 'plenty'],
  [121_000, 'plenty'],
  [120_999, 'low'],
  [31_000, 'low'],
  [30_999, 'critical'],
  [1_000, 'critical'],
  [999, 'empty'],
  [0, 'empty'],
])('%i ms are %s, as the shown second says', (ms, level) => {
  expect(timeLevel(ms)).toBe(level);
});

test('more than ten minutes keep the ring closed', () => {
  expect(arcSeconds(600_000, false)).toBe(600);
  expect(arcSeconds(24 * 60_000, false)).toBe(600);
});

test('the notches stand where the colours change', () => {
  expect(arcSeconds(120_000, false)).toBe(120);
  expect(arcSeconds(30_000, false)).toBe(30);
});

test('without motion the arc moves every ten seconds, and every second at the end', () => {
  expect(arcSeconds(400_000, true)).toBe(400);
  expect(arcSeconds(391_000, true)).toBe(400);
  expect(arcSeconds(390_000, true)).toBe(390);
  expect(arcSeconds(24_000, true)).toBe(24);
});

test('each pip is five seconds', () => {
  expect([30, 26, 25, 24, 5, 1].map((seconds) => litPips(seconds * 1000))).toEqual([
    6, 6, 5, 5, 1, 1,
  ]);
  expect(litPips(31_000)).toBe(0);
  expect(litPips(0)).toBe(0);
});

test('a tick glides, added time sweeps in, a correction jumps', () => {
  expect(arcMotion(400_000, 399_000, false)).toBe('tick');
  expect(arcMotion(98_000, 998_000, true)).toBe('refill');
  expect(arcMotion(400_000, 395_000, false)).toBe('jump');
  expect(arcMotion(395_000, 400_000, false)).toBe('jump');
  expect(arcMotion(998_000, 997_000, true)).toBe('tick');
});
