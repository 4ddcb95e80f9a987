// Buying beside a call, or right after one: the choice, the form and what came of it, in little room.
import { useEffect } from 'react';
import { Button } from '../components/button.tsx';
import { Loaded, LoadingLines } from '../components/loaded.tsx';
import { buyCopy, purchaseCopy } from '../copy/buy.ts';
import { CheckoutPanel } from './checkout-panel.tsx';
import { PackRadio } from './pack-radio.tsx';
import { PayButtons } from './pay-buttons.tsx';
import { PurchaseNotice } from './purchase-notice.tsx';
import { canChoose, isPurchaseOver, type PurchaseState } from './purchase-state.ts';
import { buyFailureText, purchaseText } from './purchase-text.ts';
import { SavedCardLine } from './saved-card-line.tsx';
import { type Choice, useChoice } from './use-choice.ts';
import { usePurchase } from './use-purchase.ts';

/** What the body can do besides buying. */
export type TopUpBodyProps = {
  /** A title above already says how the payment stands. */
  isTitled?: boolean;
  /** What came of the last purchase was seen already; this is about another one. */
  isFresh?: boolean;
  /** Puts the choice away; without it there is no such button. */
  onLater?: () => void;
  laterText?: string;
  /** What follows once time was added. */
  addedAction?: React.ReactNode;
};

/** The body of every place that sells in little room. */
export default function TopUpBody(props: TopUpBodyProps) {
  const { state, store } = usePurchase();
  const { isFresh = false } = props;
  useEffect(() => {
    if (isFresh && isPurchaseOver(store.getState())) store.close();
  }, [isFresh, store]);
  if (state.step === 'form' || state.step === 'bank') {
    return <CheckoutPanel isCompact />;
  }
  if (canChoose(state) || state.step === 'ordering') return <TopUpChoice {...props} />;
  if (props.isTitled && state.step !== 'unsettled') return <PurchaseDetail state={state} />;
  return (
    <PurchaseNotice state={state}>
      {state.step === 'added' && props.addedAction}
      {state.step === 'unsettled' && (
        <Button onClick={store.close}>{purchaseCopy.startOver}</Button>
      )}
    </PurchaseNotice>
  );
}

function TopUpChoice({ onLater, laterText, isTitled }: TopUpBodyProps) {
  const { state, store } = usePurchase();
  const choice = useChoice();
  const { quote, card, quoteError } = choice;
  return (
    <div className="top-up" data-testid="top-up">
      {isTitled ? <PurchaseDetail state={state} /> : <PurchaseNotice state={state} />}
      <Packs choice={choice} />
      {quoteError && (
        <p role="alert" className="text-sm text-brick">
          {buyFailureText(quoteError.code)}
        </p>
      )}
      {card && <SavedCardLine card={card} onOther={() => quote && void store.openForm(quote)} />}
      <div className="top-up-buttons">
        {choice.item && <PayButtons quote={quote} card={card} isCompact />}
        {onLater && <Button onClick={onLater}>{laterText}</Button>}
      </div>
    </div>
  );
}

/** What a title leaves to say. */
function PurchaseDetail({ state }: { state: PurchaseState }) {
  const words = purchaseText(state);
  if (words === null || state.step === 'added') return null;
  // Of a payment that waits, the title of the sheet says less than the purchase knows.
  const text = state.step === 'declined' ? words.text : (words.text ?? words.title);
  return <p className="text-sm">{text}</p>;
}

function Packs({ choice }: { choice: Choice }) {
  const { packages, error, item, choose, isLocked, refresh } = choice;
  if (packages === null && error === null) return <LoadingLines />;
  if (packages === null) {
    const load = { data: null, error, isLoading: false, reload: () => void refresh() };
    return <Loaded load={load}>{() => null}</Loaded>;
  }
  if (packages.length === 0) return <p>{buyCopy.nothingOnSale}</p>;
  return (
    <PackRadio
      packages={packages}
      chosenSlug={item?.slug ?? ''}
      onChoose={choose}
      isLocked={isLocked}
      isCompact
    />
  );
}
