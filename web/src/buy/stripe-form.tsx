// Stripe's own form on our page.
import type { StripeEmbeddedCheckout } from '@stripe/stripe-js';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../components/button.tsx';
import { LoadingLines } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { checkoutCopy } from '../copy/buy.ts';
import { shellCopy } from '../copy/shell.ts';
import { loadStripeFor } from './load-stripe.ts';

type StripeFormProps = { clientSecret: string; publishableKey: string; onDone: () => void };

// Stripe allows one form on a page at a time; the next waits until the last is gone.
let lastForm: Promise<unknown> = Promise.resolve();

/** The embedded checkout, while it is shown. */
export function StripeForm({ clientSecret, publishableKey, onDone }: StripeFormProps) {
  const boxRef = useRef<HTMLDivElement>(null);
  const [phase, setPhase] = useState<'loading' | 'shown' | 'failed'>('loading');
  const [round, setRound] = useState(0);
  const latest = useRef(onDone);
  useEffect(() => {
    latest.current = onDone;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round tries again.
  useEffect(() => {
    let isWanted = true;
    const show = async () => {
      await lastForm.catch(() => {});
      if (!isWanted) return null;
      const form = await openForm(clientSecret, publishableKey, () => latest.current());
      if (isWanted && boxRef.current) {
        form.mount(boxRef.current);
        setPhase('shown');
      }
      return form;
    };
    const showing = show();
    lastForm = showing;
    showing.catch(() => isWanted && setPhase('failed'));
    return () => {
      isWanted = false;
      lastForm = showing.then((form) => form?.destroy());
    };
  }, [clientSecret, publishableKey, round]);
  const tryAgain = () => {
    setPhase('loading');
    setRound(round + 1);
  };
  return (
    <>
      {phase === 'loading' && <LoadingLines />}
      {phase === 'failed' && (
        <Notice
          tone="failure"
          isAlert
          action={<Button onClick={tryAgain}>{shellCopy.tryAgain}</Button>}
        >
          {checkoutCopy.notLoaded}
        </Notice>
      )}
      <div ref={boxRef} className="stripe-form" />
    </>
  );
}

async function openForm(
  clientSecret: string,
  publishableKey: string,
  onComplete: () => void,
): Promise<StripeEmbeddedCheckout> {
  const stripe = await loadStripeFor(publishableKey);
  return stripe.createEmbeddedCheckoutPage({ clientSecret, onComplete });
}
