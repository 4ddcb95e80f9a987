// Lets the holder answer their bank in Stripe's own window over the page, where there is no page for it.
import { useEffect, useState } from 'react';
import { Button } from '../components/button.tsx';
import { LoadingLines } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { checkoutCopy } from '../copy/buy.ts';
import { shellCopy } from '../copy/shell.ts';
import { loadStripeFor } from './load-stripe.ts';

type StripeBankProps = { clientSecret: string; publishableKey: string; onDone: () => void };

/** Opens the window at once, and again when asked; what the bank said, the server will know. */
export function StripeBank({ clientSecret, publishableKey, onDone }: StripeBankProps) {
  const [hasFailed, setFailed] = useState(false);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again.
  useEffect(() => {
    let isWanted = true;
    const ask = async () => {
      const stripe = await loadStripeFor(publishableKey);
      if (isWanted) await stripe.handleNextAction({ clientSecret });
      if (isWanted) onDone();
    };
    ask().catch(() => isWanted && setFailed(true));
    return () => {
      isWanted = false;
    };
  }, [clientSecret, publishableKey, round]);
  const tryAgain = () => {
    setFailed(false);
    setRound(round + 1);
  };
  if (!hasFailed) return <LoadingLines />;
  return (
    <Notice
      tone="failure"
      isAlert
      action={<Button onClick={tryAgain}>{shellCopy.tryAgain}</Button>}
    >
      {checkoutCopy.notLoaded}
    </Notice>
  );
}
