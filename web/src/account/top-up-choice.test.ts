// Holds automatic top-ups to choices the service accepts.
import type { AutoTopUp, Package } from '@mindbot/sdk';
import { expect, test } from 'vitest';
import {
  choiceOf,
  countChoices,
  isOtherChoice,
  packageChoices,
  thresholdChoices,
  withThreshold,
} from './top-up-choice.ts';

const MINUTE_MS = 60_000;
const card = (id: string, minutes: number) => ({ id, timeMs: minutes * MINUTE_MS }) as Package;
const packages = [card('half', 30), card('two', 120)];
const settings: AutoTopUp = {
  isEnabled: false,
  thresholdMs: 5 * MINUTE_MS,
  package: null,
  monthlyMaxCount: 2,
  usedThisMonthCount: 0,
  failedCount: 0,
  disabledReason: null,
  card: null,
};

test('what is set is always among the choices, in order', () => {
  expect(thresholdChoices(7 * MINUTE_MS).slice(0, 3)).toEqual([120_000, 300_000, 420_000]);
  expect(thresholdChoices(5 * MINUTE_MS)).toHaveLength(6);
  expect(countChoices(20).at(-1)).toBe(20);
});

test('only packages with more time than the threshold can be chosen', () => {
  expect(packageChoices(packages, 30 * MINUTE_MS).map(({ id }) => id)).toEqual(['two']);
  expect(packageChoices(packages, 120 * MINUTE_MS)).toEqual([]);
});

test('without a package the smallest that fits is proposed', () => {
  expect(choiceOf(settings, packages).packageId).toBe('half');
  expect(choiceOf({ ...settings, package: card('two', 120) }, packages).packageId).toBe('two');
  expect(choiceOf(settings, []).packageId).toBe('');
});

test('a higher threshold changes the package only where it must', () => {
  const choice = choiceOf(settings, packages);
  expect(withThreshold(choice, 10 * MINUTE_MS, packages).packageId).toBe('half');
  expect(withThreshold(choice, 30 * MINUTE_MS, packages).packageId).toBe('two');
  expect(withThreshold(choice, 120 * MINUTE_MS, packages).packageId).toBe('');
});

test('a choice differs by any of its three values', () => {
  const choice = choiceOf(settings, packages);
  expect(isOtherChoice(choice, { ...choice })).toBe(false);
  expect(isOtherChoice(choice, { ...choice, monthlyMaxCount: 3 })).toBe(true);
  expect(isOtherChoice(choice, { ...choice, packageId: 'two' })).toBe(true);
  expect(isOtherChoice(choice, { ...choice, thresholdMs: 0 })).toBe(true);
});
