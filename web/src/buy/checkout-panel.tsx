// The open form of payment, wherever on the page it stands, with the ways around it.
import { ExternalLink } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { isCallRunning } from '../call/is-call-running.ts';
import { useCall } from '../call/use-call.ts';
import { Button, buttonClass } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { checkoutCopy } from '../copy/buy.ts';
import { useServices } from '../services.tsx';
import { openTab } from './open-tab.ts';
import { PayFrame } from './pay-frame.tsx';
import type { PurchaseState } from './purchase-state.ts';
import { declineText } from './purchase-text.ts';
import { StripeBank } from './stripe-bank.tsx';
import { StripeForm } from './stripe-form.tsx';
import { usePurchase } from './use-purchase.ts';

/** Compact where something above already says that a payment is open. */
type CheckoutPanelProps = { isCompact?: boolean };

/** The form, or the bank's page; nothing while no purchase is being paid. */
export function CheckoutPanel({ isCompact = false }: CheckoutPanelProps) {
  const { config } = useServices();
  const { state, store } = usePurchase();
  const headingRef = useRef<HTMLHeadingElement>(null);
  const isOpen = state.step === 'form' || state.step === 'bank';
  useEffect(() => {
    // The button that opened it is gone, and what follows it is here.
    if (isOpen && document.activeElement === document.body) headingRef.current?.focus();
  }, [isOpen]);
  if (!isOpen) return null;
  const isBank = state.step === 'bank';
  const failure = state.payment?.failure ?? null;
  return (
    <section aria-labelledby="checkout-title" className="checkout" data-testid="checkout">
      <h2
        ref={headingRef}
        tabIndex={-1}
        id="checkout-title"
        className={isCompact ? 'sr-only' : 'text-lg font-bold'}
      >
        {isBank ? checkoutCopy.bank : checkoutCopy.title}
      </h2>
      {config.sandbox.payments && !isBank && (
        <p className="checkout-note text-sm text-muted">{checkoutCopy.sandbox}</p>
      )}
      {failure && !isBank && (
        <Notice tone="failure" isAlert>
          {declineText(failure)}
        </Notice>
      )}
      <Form state={state} onDone={store.noteSent} onClosed={store.close} />
      <div className="checkout-ways">
        <NewTab state={state} />
        <Button look="quiet" onClick={store.close}>
          {checkoutCopy.cancel}
        </Button>
      </div>
    </section>
  );
}

type FormProps = { state: PurchaseState; onDone: () => void; onClosed: () => void };

function Form({ state, onDone, onClosed }: FormProps) {
  const { form, intent, isElsewhere, step } = state;
  if (step === 'bank') {
    const url = intent?.authenticationUrl;
    if (!url && intent?.clientSecret && intent.publishableKey) {
      const { clientSecret, publishableKey } = intent;
      return <StripeBank {...{ clientSecret, publishableKey, onDone }} />;
    }
    if (!url) return <Notice tone="failure">{checkoutCopy.notLoaded}</Notice>;
    return (
      <>
        <p>{checkoutCopy.bankText}</p>
        <PayFrame url={url} title={checkoutCopy.bank} onDone={onDone} isDoneByLeaving />
      </>
    );
  }
  if (isElsewhere) return <p>{checkoutCopy.inOtherTab}</p>;
  if (form?.frameUrl) {
    const { frameUrl } = form;
    return (
      <PayFrame url={frameUrl} title={checkoutCopy.form} onDone={onDone} onClosed={onClosed} />
    );
  }
  if (form?.clientSecret && form.publishableKey) {
    const { clientSecret, publishableKey } = form;
    return <StripeForm {...{ clientSecret, publishableKey, onDone }} />;
  }
  return null;
}

/** The way into another tab: a link where there is an address, else a page is ordered for it. */
function NewTab({ state }: { state: PurchaseState }) {
  const { store } = usePurchase();
  const isInCall = isCallRunning(useCall());
  const [isWarned, setWarned] = useState(false);
  const url = state.step === 'bank' ? state.intent?.authenticationUrl : state.form?.url;
  // What a bank asks belongs to one payment; another page would be another payment.
  if (state.step === 'bank' && !url) return null;
  const open = () => {
    const tab = openTab();
    if (tab) void store.moveToTab(tab);
  };
  if (isInCall && isWarned) {
    return (
      <Notice
        tone="warning"
        isAlert
        action={
          <div className="flex flex-wrap gap-2">
            <TabButton url={url} onPress={open} text={checkoutCopy.newTabAnyway} />
            <Button onClick={() => setWarned(false)}>{checkoutCopy.stay}</Button>
          </div>
        }
      >
        {checkoutCopy.newTabWarning}
      </Notice>
    );
  }
  if (isInCall) {
    return (
      <Button look="quiet" onClick={() => setWarned(true)}>
        <ExternalLink className="size-4" aria-hidden="true" />
        {checkoutCopy.newTab}
      </Button>
    );
  }
  const text = url && state.step === 'form' ? checkoutCopy.goToPayment : checkoutCopy.newTab;
  return <TabButton url={url} onPress={open} text={text} />;
}

type TabButtonProps = { url: string | null | undefined; onPress: () => void; text: string };

function TabButton({ url, onPress, text }: TabButtonProps) {
  const content = (
    <>
      <ExternalLink className="size-4" aria-hidden="true" />
      {text}
    </>
  );
  if (!url) {
    return (
      <Button look="quiet" onClick={onPress}>
        {content}
      </Button>
    );
  }
  return (
    <a href={url} target="_blank" rel="noreferrer" className={buttonClass('quiet')}>
      {content}
    </a>
  );
}
