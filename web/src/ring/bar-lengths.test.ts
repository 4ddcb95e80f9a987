// Holds the bars and the meter to what is heard.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BAR_COUNT, barLengths, levelStep, smoothLevel } from './bar-lengths.ts';

test('silence is flat and no loudness leaves the ring', () => {
  expect(barLengths(0, 1234)).toEqual(new Array(BAR_COUNT).fill(0));
  fc.assert(
    fc.property(fc.double({ min: -1, max: 3, noNaN: true }), fc.nat(), (level, atMs) => {
      for (const length of barLengths(level, atMs)) {
        expect(length).toBeGreaterThanOrEqual(0);
        expect(length).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('the meter has five steps, and none for silence', () => {
  expect(levelStep(0)).toBe(0);
  expect(levelStep(0.01)).toBe(0);
  expect(levelStep(1)).toBe(5);
  expect(levelStep(7)).toBe(5);
});

test('a shown level rises faster than it falls', () => {
  expect(smoothLevel(0, 1)).toBeGreaterThan(1 - smoothLevel(1, 0));
});
