// Holds the receipt to adding up.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cardLines, receiptLines } from './receipt-lines.ts';

const values = (lines: ReturnType<typeof receiptLines>) => lines.map(({ value }) => value);

test('shows before, talk time, what was not billed, and what is left', () => {
  const call = {
    chargedMs: 383_640,
    unbilledMs: 41_200,
    balanceBeforeMs: 600_000,
    balanceAfterMs: 216_360,
  };
  expect(values(receiptLines(call))).toEqual(['10 min', '6 min 24 s', '41 s', '3 min 36 s']);
});

test('a call without balances still says its talk time', () => {
  const call = { chargedMs: 0, unbilledMs: null, balanceBeforeMs: null, balanceAfterMs: null };
  expect(values(receiptLines(call))).toEqual(['0 s', '0 s']);
});

test('the talk time is within a second of what was charged', () => {
  fc.assert(
    fc.property(fc.nat(3_500_000), fc.nat(3_500_000), (chargedMs, balanceAfterMs) => {
      const balanceBeforeMs = chargedMs + balanceAfterMs;
      const [, talk] = receiptLines({ chargedMs, unbilledMs: 0, balanceBeforeMs, balanceAfterMs });
      const [, minutes = '0'] = talk?.value.match(/(\d+) min/) ?? [];
      const [, seconds = '0'] = talk?.value.match(/(\d+) s/) ?? [];
      const shownMs = (Number(minutes) * 60 + Number(seconds)) * 1000;
      expect(Math.abs(shownMs - chargedMs)).toBeLessThan(1000);
    }),
  );
});

test('what the cards paid adds up to the talk time', () => {
  const timeGrantsUsed = [
    { timeGrantId: 'a', source: 'promo' as const, amountMs: 1_300 },
    { timeGrantId: 'b', source: 'trial' as const, amountMs: 1_900 },
  ];
  const call = {
    chargedMs: 3_200,
    unbilledMs: 0,
    balanceBeforeMs: 600_000,
    balanceAfterMs: 596_800,
    timeGrantsUsed,
  };
  expect(values(receiptLines(call))[1]).toBe('4 s');
  expect(cardLines(call).map(({ value }) => value)).toEqual(['2 s', '2 s']);
});
