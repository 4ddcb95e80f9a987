// Says which card one press charges, before it is pressed.
import type { PaymentMethod } from '@mindbot/sdk';
import { CreditCard } from 'lucide-react';
import { cardName } from '../account/card-name.ts';
import { topUpCopy } from '../copy/buy.ts';
import { fillMessage } from '../message.ts';

/** The saved card in a line. */
export function SavedCardLine({ card }: { card: PaymentMethod }) {
  return (
    <p className="saved-card">
      <CreditCard className="size-4 flex-none" aria-hidden="true" />
      {fillMessage(topUpCopy.savedCard, { card: cardName(card) })}
    </p>
  );
}
