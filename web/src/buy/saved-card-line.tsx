// Says which card one press charges, before it is pressed, and offers another.
import type { PaymentMethod } from '@mindbot/sdk';
import { CreditCard } from 'lucide-react';
import { cardName } from '../account/card-name.ts';
import { topUpCopy } from '../copy/buy.ts';
import { fillMessage } from '../message.ts';

type SavedCardLineProps = { card: PaymentMethod; onOther: () => void };

/** The saved card in a line, and the way to the form. */
export function SavedCardLine({ card, onOther }: SavedCardLineProps) {
  return (
    <p className="pay-card">
      <CreditCard className="size-4 flex-none" aria-hidden="true" />
      {fillMessage(topUpCopy.savedCard, { card: cardName(card) })}
      <button type="button" className="link" onClick={onOther}>
        {topUpCopy.otherCard}
      </button>
    </p>
  );
}
