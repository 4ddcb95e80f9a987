// Guards how money and time are written in notices and mails.
import { expect, test } from 'vitest';
import { formatCard, formatDay, formatMoment, formatMoney, formatTime } from './words.ts';

test.each([
  [450, 'EUR', '€4.50'],
  [500, 'USD', '$5.00'],
  [0, 'EUR', '€0.00'],
  [1_000, 'JPY', '¥1,000'],
  [1_234_567, 'EUR', '€12,345.67'],
])('%i %s is %s', (amountMinor, currency, text) => {
  expect(formatMoney(amountMinor, currency)).toBe(text);
});

test.each([
  [0, '0 s'],
  [45_900, '45 s'],
  [60_000, '1 min'],
  [1_499_999, '24 min'],
  [3_600_000, '1 h'],
  [4_320_000, '1 h 12 min'],
  [36_000_000, '10 h'],
])('%i ms is %s', (ms, text) => {
  expect(formatTime(ms)).toBe(text);
});

test('a moment says where its clock stands', () => {
  const moment = new Date('2026-11-28T14:05:00Z');
  expect(formatDay(moment)).toBe('November 28, 2026');
  expect(formatMoment(moment)).toMatch(/^November 28, 2026 at 2:05\s?PM UTC$/u);
  expect(formatCard('visa', '1881')).toBe('Visa ··1881');
});
