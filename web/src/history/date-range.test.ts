// Holds the date filter to whole days of the reader's own time zone.
import { expect, test } from 'vitest';
import { dateRange } from './date-range.ts';

const now = new Date(2026, 10, 21, 15, 30);
const at = (year: number, month: number, day: number) => new Date(year, month, day).toISOString();

test('any date asks for nothing', () => {
  expect(dateRange({ dates: 'any', from: '2026-01-01', to: '' }, now)).toEqual({});
});

test('the last seven days include today', () => {
  expect(dateRange({ dates: '7', from: '', to: '' }, now)).toEqual({ from: at(2026, 10, 15) });
});

test('both dates of one’s own are included, and either may be open', () => {
  expect(dateRange({ dates: 'custom', from: '2026-11-01', to: '2026-11-30' }, now)).toEqual({
    from: at(2026, 10, 1),
    to: at(2026, 11, 1),
  });
  expect(dateRange({ dates: 'custom', from: '', to: '2026-11-30' }, now)).toEqual({
    from: undefined,
    to: at(2026, 11, 1),
  });
});
