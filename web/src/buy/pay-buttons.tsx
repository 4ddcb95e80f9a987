// The buttons that begin a payment: one press for a saved card, or the form.
import type { PaymentMethod, PriceQuote } from '@mindbot/sdk';
import { cardName } from '../account/card-name.ts';
import { Button } from '../components/button.tsx';
import { summaryCopy, topUpCopy } from '../copy/buy.ts';
import { formatMoney } from '../format.ts';
import { fillMessage } from '../message.ts';
import { usePurchase } from './use-purchase.ts';

type PayButtonsProps = {
  /** Null while the price is asked for: nothing can be bought at a price nobody has seen. */
  quote: PriceQuote | null;
  card: PaymentMethod | null;
  /** Short words, for beside a call. */
  isCompact?: boolean;
};

/** The one or two ways to pay. */
export function PayButtons({ quote, card, isCompact = false }: PayButtonsProps) {
  const { state, store } = usePurchase();
  const isBusy = state.step === 'ordering';
  const isFree = quote?.amountMinor === 0;
  const canPress = quote !== null && !isBusy;
  const payByCard = () => canPress && void store.payBySavedCard(quote);
  const openForm = () => canPress && void store.openForm(quote);
  const texts = textsOf(quote, card);
  if (isFree || card === null) {
    return (
      <Button look="primary" aria-disabled={!canPress} onClick={openForm} data-testid="pay">
        {isBusy ? summaryCopy.working : isCompact ? texts.add : texts.go}
      </Button>
    );
  }
  return (
    <>
      <Button look="primary" aria-disabled={!canPress} onClick={payByCard} data-testid="pay">
        {isBusy ? summaryCopy.working : isCompact ? texts.add : texts.payWith}
      </Button>
      {!isCompact && (
        <Button look="quiet" aria-disabled={!canPress} onClick={openForm}>
          {summaryCopy.otherWay}
        </Button>
      )}
    </>
  );
}

function textsOf(quote: PriceQuote | null, card: PaymentMethod | null) {
  if (quote === null) {
    const { working } = summaryCopy;
    return { add: working, go: working, payWith: working };
  }
  const price = formatMoney(quote.amountMinor, quote.currency);
  const isFree = quote.amountMinor === 0;
  return {
    add: isFree ? topUpCopy.addFree : fillMessage(topUpCopy.add, { price }),
    go: isFree ? summaryCopy.free : summaryCopy.continue,
    payWith: card ? fillMessage(summaryCopy.payWith, { price, card: cardName(card) }) : '',
  };
}
