// Holds the money copy to its rules: balances round down, and before − used = left, always.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatBalance,
  formatClock,
  formatMinutePrice,
  formatMoney,
  formatSeconds,
  formatSpokenClock,
  formatUsage,
  splitBalance,
} from './format.ts';

const minuteMs = 60_000;

test.each([
  [4_320_000, '1 h 12 min'],
  [3_600_000, '1 h'],
  [24 * minuteMs + 59_999, '24 min'],
  [45_999, '45 s'],
  [999, '0 s'],
  [-5, '0 s'],
])('a balance of %i ms is "%s"', (ms, text) => {
  expect(formatBalance(ms)).toBe(text);
});

test.each([
  [401_999, '6:41'],
  [59_000, '0:59'],
  [600_000, '10:00'],
  [3_599_999, '59:59'],
  [4_320_000, '1 h 12 min'],
])('%i ms left in a call are "%s"', (ms, text) => {
  expect(formatClock(ms)).toBe(text);
});

test.each([
  [401_000, '6 minutes 41 seconds'],
  [120_000, '2 minutes'],
  [61_000, '1 minute 1 second'],
  [1_000, '1 second'],
  [4_320_000, '1 hour 12 minutes'],
])('%i ms are spoken as "%s"', (ms, text) => {
  expect(formatSpokenClock(ms)).toBe(text);
});

test('usage is exact to the second', () => {
  expect(formatUsage(383_640)).toBe('6 min 24 s');
  expect(formatSeconds(3_605)).toBe('1 h 0 min 5 s');
  expect(formatSeconds(600)).toBe('10 min');
  expect(formatSeconds(0)).toBe('0 s');
});

test('before − used = left, for any two balances', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), fc.nat(10_000_000), (one, other) => {
      const split = splitBalance(Math.max(one, other), Math.min(one, other));
      expect(split.beforeSeconds - split.usedSeconds).toBe(split.leftSeconds);
      expect(split.usedSeconds).toBeGreaterThanOrEqual(0);
    }),
  );
});

test.each([
  [900, 'EUR', '€9.00'],
  [0, 'USD', /^(US)?\$0\.00$/],
  [1200, 'JPY', /^(JP)?¥1,200$/],
  [1234, 'KWD', /1\.234$/],
])('%i of the smallest unit of %s reads %s', (amountMinor, currency, text) => {
  expect(formatMoney(amountMinor, currency)).toMatch(text);
});

test('a minute costs its share, with one digit more where that does not come out even', () => {
  expect(formatMinutePrice(900, 60 * minuteMs, 'EUR')).toBe('€0.15');
  expect(formatMinutePrice(1700, 120 * minuteMs, 'EUR')).toBe('€0.142');
  expect(formatMinutePrice(500, 60 * minuteMs, 'JPY')).toMatch(/^(JP)?¥8\.3$/);
});
