// Puts one line of the ledger into plain words and whole seconds.
import type { LedgerEntry } from '@mindbot/sdk';
import { ledgerCopy } from '../copy/account.ts';
import { unitsCopy } from '../copy/units.ts';
import { formatDay, formatSeconds, wholeSeconds } from '../format.ts';
import { fillMessage } from '../message.ts';

/** A ledger entry as shown. */
export type LedgerLine = { what: string; change: string; isAdded: boolean; balance: string };

/** The words of an entry; its change is the difference of the balances shown, so that they add up. */
export function ledgerLine(entry: LedgerEntry): LedgerLine {
  const afterSeconds = wholeSeconds(entry.balanceAfterMs);
  const beforeSeconds = wholeSeconds(entry.balanceAfterMs - entry.amountMs);
  const amount = formatSeconds(Math.abs(afterSeconds - beforeSeconds));
  const isAdded = entry.amountMs > 0;
  return {
    what: whatHappened(entry),
    change: fillMessage(isAdded ? unitsCopy.added : unitsCopy.taken, { amount }),
    isAdded,
    balance: formatSeconds(afterSeconds),
  };
}

function whatHappened({ reason, source, amountMs, note, createdAt }: LedgerEntry): string {
  const isBack = amountMs > 0;
  switch (reason) {
    case 'grant':
      return ledgerCopy.granted[source ?? 'manual'];
    case 'capture':
      return fillMessage(ledgerCopy.capture, { day: formatDay(createdAt) });
    case 'reversal': {
      if (!note) return isBack ? ledgerCopy.givenBack : ledgerCopy.takenBack;
      return fillMessage(isBack ? ledgerCopy.givenBackNote : ledgerCopy.takenBackNote, { note });
    }
    case 'refund':
      return isBack ? ledgerCopy.refundFailed : ledgerCopy.refund;
    case 'expiry':
    case 'freeze':
    case 'restore':
      return ledgerCopy[reason];
    default:
      // A newer service may know reasons that this page does not: the amount still counts.
      return ledgerCopy.other;
  }
}
