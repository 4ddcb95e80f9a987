// Holds the ledger to plain words whose amounts add up.
import type { LedgerEntry } from '@mindbot/sdk';
import { expect, test } from 'vitest';
import { ledgerLine } from './ledger-line.ts';

const entry: LedgerEntry = {
  id: '1',
  amountMs: -383_640,
  reason: 'capture',
  source: null,
  voiceSessionId: 'call',
  balanceAfterMs: 216_360,
  note: null,
  createdAt: '2026-11-21T12:00:00Z',
};

test('a call takes time', () => {
  expect(ledgerLine(entry)).toMatchObject({
    what: expect.stringMatching(/^Call on .*21/),
    change: '−6 min 24 s',
    isAdded: false,
    balance: '3 min 36 s',
  });
});

test.each([
  [
    { reason: 'grant', source: 'card', amountMs: 3_600_000, balanceAfterMs: 3_600_000 },
    'Bought',
    '+1 h',
  ],
  [
    { reason: 'grant', source: 'trial', amountMs: 600_000, balanceAfterMs: 600_000 },
    'Free trial',
    '+10 min',
  ],
  [{ reason: 'expiry', amountMs: -180_000, balanceAfterMs: 0 }, 'Expired', '−3 min'],
  [
    { reason: 'reversal', amountMs: 60_000, balanceAfterMs: 60_000, note: 'agent dropped' },
    'Given back: agent dropped',
    '+1 min',
  ],
  [{ reason: 'reversal', amountMs: -60_000, balanceAfterMs: 0 }, 'Refunded', '−1 min'],
] as [Partial<LedgerEntry>, string, string][])('%o reads "%s %s"', (change, what, amount) => {
  expect(ledgerLine({ ...entry, ...change })).toMatchObject({ what, change: amount });
});
