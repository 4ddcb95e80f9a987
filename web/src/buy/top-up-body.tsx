// Buying beside a call, or right after one: the choice, the form and what came of it, in little room.
import { Button } from '../components/button.tsx';
import { Loaded, LoadingLines } from '../components/loaded.tsx';
import { buyCopy, purchaseCopy } from '../copy/buy.ts';
import { CheckoutPanel } from './checkout-panel.tsx';
import { PackRadio } from './pack-radio.tsx';
import { PayButtons } from './pay-buttons.tsx';
import { PurchaseNotice } from './purchase-notice.tsx';
import { canChoose } from './purchase-state.ts';
import { buyFailureText } from './purchase-text.ts';
import { SavedCardLine } from './saved-card-line.tsx';
import { type Choice, useChoice } from './use-choice.ts';
import { usePurchase } from './use-purchase.ts';

/** What the body can do besides buying. */
export type TopUpBodyProps = {
  /** Puts the choice away; without it there is no such button. */
  onLater?: () => void;
  laterText?: string;
  /** Puts the form aside and goes back to the call; without it the form can only be canceled. */
  onHide?: () => void;
  /** What follows once time was added. */
  addedAction?: React.ReactNode;
};

/** The body of every place that sells in little room. */
export default function TopUpBody(props: TopUpBodyProps) {
  const { state, store } = usePurchase();
  if (state.step === 'form' || state.step === 'bank') {
    return <CheckoutPanel onHide={props.onHide} />;
  }
  if (canChoose(state) || state.step === 'ordering') return <TopUpChoice {...props} />;
  return (
    <PurchaseNotice state={state}>
      {state.step === 'added' && props.addedAction}
      {state.step === 'unsettled' && (
        <Button onClick={store.close}>{purchaseCopy.startOver}</Button>
      )}
    </PurchaseNotice>
  );
}

function TopUpChoice({ onLater, laterText }: TopUpBodyProps) {
  const { state } = usePurchase();
  const choice = useChoice();
  return (
    <div className="top-up" data-testid="top-up">
      <PurchaseNotice state={state} />
      <Packs choice={choice} />
      {choice.quoteError && (
        <p role="alert" className="text-sm text-brick">
          {buyFailureText(choice.quoteError.code)}
        </p>
      )}
      {choice.card && <SavedCardLine card={choice.card} />}
      <div className="top-up-buttons">
        {choice.item && <PayButtons quote={choice.quote} card={choice.card} isCompact />}
        {onLater && <Button onClick={onLater}>{laterText}</Button>}
      </div>
    </div>
  );
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
