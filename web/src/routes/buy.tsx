// The page that sells time: what there is, what it costs, paying for it, and what came of that.
import { useEffect } from 'react';
import { Link, useSearch } from 'wouter';
import { useBalance } from '../balance/use-balance.ts';
import { BuyShop } from '../buy/buy-shop.tsx';
import { CheckoutPanel } from '../buy/checkout-panel.tsx';
import { OrderSummary } from '../buy/order-summary.tsx';
import { PurchaseNotice } from '../buy/purchase-notice.tsx';
import { canChoose, isPurchaseOver } from '../buy/purchase-state.ts';
import { usePurchase } from '../buy/use-purchase.ts';
import { CallStrip } from '../call/call-strip.tsx';
import { isCallRunning } from '../call/is-call-running.ts';
import { useCall } from '../call/use-call.ts';
import { Button, buttonClass } from '../components/button.tsx';
import { Page } from '../components/page.tsx';
import { buyCopy, purchaseCopy, summaryCopy } from '../copy/buy.ts';
import { formatBalance, formatDay } from '../format.ts';
import { fillMessage } from '../message.ts';

/** `/buy`; with `?payment=<id>` that payment, as the pages of gateways lead back to. */
export default function Buy() {
  const { state, store } = usePurchase();
  const search = new URLSearchParams(useSearch());
  const paymentId = search.get('payment');
  useEffect(() => {
    const isKnown = paymentId !== null && store.getState().payment?.id === paymentId;
    // What came of the last one was seen where it was made.
    if (!isKnown && isPurchaseOver(store.getState())) store.close();
    if (paymentId !== null && !isKnown) void store.follow(paymentId);
    return () => {
      if (isPurchaseOver(store.getState())) store.close();
    };
  }, [paymentId, store]);
  return (
    <Page title={buyCopy.title}>
      <CallStrip />
      <div className="buy">
        <Facts />
        {canChoose(state) || state.step === 'ordering' ? (
          <BuyShop firstSlug={search.get('package')} firstCode={search.get('promo')} />
        ) : (
          <Outcome />
        )}
      </div>
    </Page>
  );
}

/** What is left, and until when. */
function Facts() {
  const { balance } = useBalance();
  const call = useCall();
  const liveMs = isCallRunning(call) ? call.snapshot?.time?.remainingMs : undefined;
  const leftMs = liveMs ?? balance?.remainingMs;
  const nextExpiryAt = balance?.nextExpiryAt ?? null;
  return (
    <dl className="buy-facts">
      <div>
        <dt>{buyCopy.balance}</dt>
        <dd data-testid="buy-balance">{leftMs === undefined ? '…' : formatBalance(leftMs)}</dd>
      </div>
      <div>
        <dt>{buyCopy.nextExpiry}</dt>
        <dd>{nextExpiryAt ? formatDay(nextExpiryAt) : buyCopy.noExpiry}</dd>
      </div>
    </dl>
  );
}

/** The form with what it is for, or what came of it. */
function Outcome() {
  const { state, store } = usePurchase();
  const { balance } = useBalance();
  const { step, quote, payment } = state;
  if (step === 'form' || step === 'bank') {
    return (
      <div className="buy-paying">
        {quote && (
          <section aria-label={summaryCopy.title} className="order">
            <OrderSummary quote={quote} />
          </section>
        )}
        <CheckoutPanel />
      </div>
    );
  }
  const left = formatBalance(balance?.remainingMs ?? 0);
  return (
    <PurchaseNotice
      state={state}
      extra={
        step === 'added' && (
          <>
            <p className="text-sm">{fillMessage(purchaseCopy.addedText, { left })}</p>
            {payment?.receiptUrl && (
              <p>
                <a
                  href={payment.receiptUrl}
                  target="_blank"
                  rel="noreferrer"
                  className="link text-sm"
                >
                  {purchaseCopy.receipt}
                </a>
              </p>
            )}
          </>
        )
      }
    >
      {step === 'added' && <WaysOn />}
      {(['added', 'unsettled', 'review'].includes(step) || payment?.status === 'processing') && (
        <Button onClick={store.close}>
          {step === 'unsettled' ? purchaseCopy.startOver : buyCopy.buyMore}
        </Button>
      )}
    </PurchaseNotice>
  );
}

function WaysOn() {
  const isInCall = isCallRunning(useCall());
  // The strip above leads back to a call.
  if (isInCall) return null;
  return (
    <Link href="/talk" className={buttonClass('primary')}>
      {purchaseCopy.talk}
    </Link>
  );
}
