// Turns what a call cost into lines whose seconds add up: before − talk time = left.
import type { VoiceSession } from '@mindbot/sdk';
import { receiptCopy } from '../copy/receipt.ts';
import { formatSeconds, formatUsage, splitBalance, splitSeconds } from '../format.ts';

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

/** What each card paid, in seconds that add up to the talk time. */
export function cardLines(call: SettledCall & Pick<VoiceSession, 'timeGrantsUsed'>) {
  const { chargedMs, balanceBeforeMs, balanceAfterMs, timeGrantsUsed } = call;
  const hasBalances = balanceBeforeMs !== null && balanceAfterMs !== null;
  const totalSeconds = hasBalances
    ? splitBalance(balanceBeforeMs, balanceAfterMs).usedSeconds
    : Math.round((chargedMs ?? 0) / 1000);
  const amountsMs = timeGrantsUsed.map(({ amountMs }) => amountMs);
  const seconds = splitSeconds(totalSeconds, amountsMs);
  return timeGrantsUsed.map(({ timeGrantId, source }, index) => ({
    id: timeGrantId,
    source,
    value: formatSeconds(seconds[index] ?? 0),
  }));
}
