// Decides what a screen reader hears of a purchase outside a call; a call has words of its own.
import type { Announcement } from '../call/announce.ts';
import { checkoutCopy, purchaseCopy } from '../copy/buy.ts';
import { formatSpokenBalance } from '../format.ts';
import { fillMessage } from '../message.ts';
import type { PurchaseState } from './purchase-state.ts';

/** What to say when a purchase goes from one state to the next; mostly nothing. */
export function announcePurchase(
  previous: PurchaseState,
  next: PurchaseState,
): Announcement | null {
  if (next.step === previous.step) return null;
  const polite = (text: string): Announcement => ({ text, politeness: 'polite' });
  const urgent = (text: string): Announcement => ({ text, politeness: 'assertive' });
  switch (next.step) {
    case 'bank':
      return polite(checkoutCopy.bankText);
    case 'waiting':
      return polite(
        next.payment?.status === 'processing' ? purchaseCopy.processing : purchaseCopy.waiting,
      );
    case 'added':
      return polite(fillMessage(purchaseCopy.added, { time: formatSpokenBalance(next.timeMs) }));
    case 'declined':
      return urgent(purchaseCopy.declined);
    case 'canceled':
    case 'expired':
    case 'review':
      return polite(purchaseCopy[next.step]);
    case 'unknown':
      return urgent(purchaseCopy.unknown);
    default:
      // Forms take the focus, and a refusal is an alert where it is shown.
      return null;
  }
}
