// Guards the verdict: one missed part misses its goal, and goals nobody measured are not claimed.
import { expect, test } from 'vitest';
import { goalLines } from './print-goals.ts';

test('a goal of which one part is missed counts as missed, once', () => {
  const { lines, missed } = goalLines([
    { id: 'P5', figure: 'median 700 ms', baseline: 'starter 300 ms', isHeld: false },
    { id: 'P5', figure: 'p95 720 ms', baseline: null, isHeld: false },
    { id: 'P1', figure: '37 %', baseline: null, isHeld: true },
    { id: 'P1', figure: '9 %', baseline: null, isHeld: true },
  ]);
  expect(missed).toBe(1);
  expect(lines[0]).toMatch(/^P1 .*held/);
  expect(lines[3]).toMatch(/^P5 .*MISSED/);
  expect(lines).toHaveLength(6);
});
