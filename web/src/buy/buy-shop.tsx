// The choice on the page that sells: time cards, promo code, what it comes to, and the way to pay.
import { Link } from 'wouter';
import { Button, buttonClass } from '../components/button.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { buyCopy, summaryCopy } from '../copy/buy.ts';
import { shellCopy } from '../copy/shell.ts';
import { OrderSummary } from './order-summary.tsx';
import { PackRadio } from './pack-radio.tsx';
import { PayButtons } from './pay-buttons.tsx';
import { PromoField } from './promo-field.tsx';
import { PurchaseNotice } from './purchase-notice.tsx';
import { buyFailureText } from './purchase-text.ts';
import { type Choice, useChoice } from './use-choice.ts';
import { usePurchase } from './use-purchase.ts';

type BuyShopProps = {
  /** Chosen at first when it is on sale. */
  firstSlug: string | null;
  /** The promo code a person brings along. */
  firstCode: string | null;
};

/** The shop. */
export function BuyShop({ firstSlug, firstCode }: BuyShopProps) {
  const choice = useChoice(firstSlug, firstCode);
  const { packages, error, item, choose, isLocked, refresh } = choice;
  const load = {
    data: packages,
    error: packages === null ? error : null,
    isLoading: packages === null,
    reload: () => void refresh(),
  };
  return (
    <Loaded load={load}>
      {(onSale) =>
        onSale.length === 0 ? (
          <Notice>{buyCopy.nothingOnSale}</Notice>
        ) : (
          <>
            <PackRadio
              packages={onSale}
              chosenSlug={item?.slug ?? ''}
              onChoose={choose}
              isLocked={isLocked}
            />
            <div className="buy-columns">
              <div className="buy-promo">
                <PromoField
                  item={item}
                  appliedCode={choice.promoCode}
                  failureCode={choice.promoFailureCode}
                  isLocked={isLocked}
                  onApply={choice.applyPromo}
                />
              </div>
              <div className="buy-order">
                <Order choice={choice} />
              </div>
              <Aside />
            </div>
          </>
        )
      }
    </Loaded>
  );
}

function Order({ choice }: { choice: Choice }) {
  const { state } = usePurchase();
  const { quote, shownQuote, quoteError, reloadQuote, card } = choice;
  return (
    <section aria-labelledby="order-title" className="order">
      <h2 id="order-title" className="text-lg font-bold">
        {summaryCopy.title}
      </h2>
      {shownQuote && <OrderSummary quote={shownQuote} />}
      <PurchaseNotice state={state} />
      {quoteError ? (
        <Notice
          tone="failure"
          isAlert
          action={<Button onClick={reloadQuote}>{shellCopy.tryAgain}</Button>}
        >
          {buyFailureText(quoteError.code)}
        </Notice>
      ) : (
        <div className="order-buttons">
          <PayButtons quote={quote} card={card} />
        </div>
      )}
    </section>
  );
}

function Aside() {
  return (
    <div className="buy-aside">
      <section>
        <h2 className="font-bold">{buyCopy.billedTitle}</h2>
        <p className="mt-1 text-muted">{buyCopy.billed}</p>
      </section>
      <section>
        <h2 className="font-bold">{buyCopy.notBilledTitle}</h2>
        <p className="mt-1 text-muted">{buyCopy.notBilled}</p>
      </section>
      <Link href="/account#auto-top-up" className={buttonClass('quiet', '-ms-4 text-start')}>
        {buyCopy.autoTopUp}
      </Link>
    </div>
  );
}
