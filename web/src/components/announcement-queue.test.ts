// Holds the announcer's queue to urgency and brevity.
import { expect, test } from 'vitest';
import type { Announcement } from '../call/announce.ts';
import { takeNext } from './announcement-queue.ts';

const polite = (text: string): Announcement => ({ text, politeness: 'polite' });
const assertive = (text: string): Announcement => ({ text, politeness: 'assertive' });

test('an urgent sentence drops the polite ones that wait', () => {
  expect(takeNext([polite('a'), assertive('b'), polite('c')], assertive('d'))).toEqual([
    assertive('b'),
    assertive('d'),
  ]);
});

test('nothing is said twice in a row', () => {
  expect(takeNext([polite('a')], polite('a'))).toEqual([polite('a')]);
});

test('at most four sentences wait', () => {
  const full = ['a', 'b', 'c', 'd'].map(polite);
  expect(takeNext(full, polite('e'))).toEqual(full);
});
