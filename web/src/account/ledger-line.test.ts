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
  [{ reason: 'reversal', amountMs: -60_000, balanceAfterMs: 0 }, 'Taken back', '−1 min'],
  [{ reason: 'reversal', amountMs: 60_000, balanceAfterMs: 60_000 }, 'Given back', '+1 min'],
  [
    { reason: 'reversal', amountMs: -60_000, balanceAfterMs: 0, note: 'granted twice' },
    'Taken back: granted twice',
    '−1 min',
  ],
  [{ reason: 'refund', amountMs: -720_000, balanceAfterMs: 0 }, 'Refunded', '−12 min'],
  [
    { reason: 'refund', amountMs: 720_000, balanceAfterMs: 720_000 },
    'Refund failed, time given back',
    '+12 min',
  ],
  [
    { reason: 'freeze', amountMs: -1_800_000, balanceAfterMs: 0 },
    'Paused: payment disputed',
    '−30 min',
  ],
  [{ reason: 'restore', amountMs: 1_800_000, balanceAfterMs: 1_800_000 }, 'Dispute won', '+30 min'],
  [
    { reason: 'grant', source: 'subscription', amountMs: 3_600_000, balanceAfterMs: 3_600_000 },
    'Subscription',
    '+1 h',
  ],
  [
    { reason: 'grant', source: 'referral', amountMs: 600_000, balanceAfterMs: 600_000 },
    'Invitation',
    '+10 min',
  ],
  [
    { reason: 'grant', source: 'promo', amountMs: 600_000, balanceAfterMs: 600_000 },
    'Promotion',
    '+10 min',
  ],
  [
    { reason: 'grant', source: 'manual', amountMs: 600_000, balanceAfterMs: 600_000 },
    'Given by MindBot',
    '+10 min',
  ],
  [
    { reason: 'not_known_yet', amountMs: -60_000, balanceAfterMs: 0 },
    'Changed by MindBot',
    '−1 min',
  ],
] as unknown as [Partial<LedgerEntry>, string, string][])(
  '%o reads "%s %s"',
  (change, what, amount) => {
    expect(ledgerLine({ ...entry, ...change })).toMatchObject({ what, change: amount });
  },
);
