// A leak shows in the figures, and what only fills caches does not.
import { expect, test } from 'vitest';
import { describeGrowth } from './short-calls.ts';

const MB = 1e6;

test('tells a steady leak by its size', () => {
  const bytes = Array.from({ length: 200 }, (_, call) => 100 * MB + call * 0.5 * MB);
  expect(describeGrowth('worker', bytes)).toEqual({
    process: 'worker',
    earlyMb: 137,
    lateMb: 187,
    kilobytesPerCall: 500,
  });
});

test('does not take the filling of caches in the first quarter for a leak', () => {
  const bytes = Array.from({ length: 200 }, (_, call) => Math.min(call, 50) * MB + 100 * MB);
  expect(describeGrowth('worker', bytes)).toMatchObject({ earlyMb: 150, kilobytesPerCall: 0 });
});

test('knows nothing without calls', () => {
  expect(describeGrowth('worker', [])).toMatchObject({ earlyMb: null, kilobytesPerCall: null });
});
