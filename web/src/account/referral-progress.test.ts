// Holds the line about invitations to its plurals.
import { expect, test } from 'vitest';
import { referralProgress } from './referral-progress.ts';

test.each([
  [0, 0, 'Nobody has joined by your link yet.'],
  [1, 0, '1 friend has joined'],
  [2, 1, '3 friends have joined · 1 has bought · 15 min earned'],
  [0, 4, '4 friends have joined · 4 have bought · 1 h earned'],
])('%i waiting and %i rewarded', (pendingCount, rewardedCount, text) => {
  expect(referralProgress({ pendingCount, rewardedCount, rewardMs: 900_000 })).toBe(text);
});
