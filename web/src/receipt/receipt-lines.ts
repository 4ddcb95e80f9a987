// Turns what a call cost into lines whose seconds add up: before − talk time = left.
import type { VoiceSession } from '@mindbot/sdk';
import { receiptCopy } from '../copy/receipt.ts';
import { formatSeconds, formatUsage, splitBalance } from '../format.ts';

/** One line of a receipt. */
export type ReceiptLine = { label: string; value: string; isTotal?: boolean; hint?: string };

type SettledCall = Pick<
  VoiceSession,
  'chargedMs' | 'unbilledMs' | 'balanceBeforeMs' | 'balanceAfterMs'
>;

/** The lines of a receipt; those whose amounts are not known are left out. */
export function receiptLines(call: SettledCall): ReceiptLine[] {
  const notBilled: ReceiptLine = {
    label: receiptCopy.notBilled,
    value: formatUsage(call.unbilledMs ?? 0),
    hint: receiptCopy.notBilledHint,
  };
  if (call.balanceBeforeMs === null || call.balanceAfterMs === null) {
    return [{ label: receiptCopy.talk, value: formatUsage(call.chargedMs ?? 0) }, notBilled];
  }
  const amounts = splitBalance(call.balanceBeforeMs, call.balanceAfterMs);
  return [
    { label: receiptCopy.before, value: formatSeconds(amounts.beforeSeconds) },
    { label: receiptCopy.talk, value: formatSeconds(amounts.usedSeconds) },
    notBilled,
    { label: receiptCopy.left, value: formatSeconds(amounts.leftSeconds), isTotal: true },
  ];
}
