// Holds the notice of an ending card to whole days.
import { expect, test } from 'vitest';
import { daysUntil } from './expiry.ts';

test('counts started days, and none once it is past', () => {
  const nowMs = Date.parse('2026-11-21T12:00:00Z');
  expect(daysUntil('2026-11-28T12:00:00Z', nowMs)).toBe(7);
  expect(daysUntil('2026-11-21T12:00:01Z', nowMs)).toBe(1);
  expect(daysUntil('2026-11-20T12:00:00Z', nowMs)).toBe(0);
});
