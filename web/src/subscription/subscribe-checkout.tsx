// Pays for the first month of a plan on the page itself, and waits for the server to say so.
import type { MindbotError, Plan, SubscriptionCheckout } from '@mindbot/sdk';
import { ArrowLeft } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { PayFrame } from '../buy/pay-frame.tsx';
import { StripeForm } from '../buy/stripe-form.tsx';
import { Button, buttonClass } from '../components/button.tsx';
import { LoadingLines } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { checkoutCopy } from '../copy/buy.ts';
import { shellCopy } from '../copy/shell.ts';
import { subscriptionCopy } from '../copy/subscription.ts';
import { formatMoney } from '../format.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';
import { planFailureText } from './plan-failure-text.ts';

type SubscribeCheckoutProps = {
  plan: Plan;
  onBack: () => void;
  /** Asks whether the server knows of it by now; called until this is no longer shown. */
  onDone: () => void;
};

// The event stream tells at once; asking now and then covers a stream that is away.
const POLL_MS = 3000;

/** The form for a plan, and the way back to the others. */
export default function SubscribeCheckout({ plan, onBack, onDone }: SubscribeCheckoutProps) {
  const { form, error, retry } = useSubscriptionForm(plan.id);
  const [isSent, setSent] = useState(false);
  const headingRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => headingRef.current?.focus(), []);
  useEffect(() => {
    if (!isSent) return;
    const timer = setInterval(onDone, POLL_MS);
    onDone();
    return () => clearInterval(timer);
  }, [isSent, onDone]);
  const price = { price: formatMoney(plan.amountMinor, plan.currency) };
  return (
    <div className="grid max-w-xl gap-4">
      <Button look="quiet" className="-ms-4 justify-self-start" onClick={onBack}>
        <ArrowLeft className="size-4 rtl:rotate-180" aria-hidden="true" />
        {subscriptionCopy.back}
      </Button>
      <div>
        <h3 ref={headingRef} tabIndex={-1} className="text-lg font-bold outline-none">
          {fillMessage(subscriptionCopy.checkoutTitle, { name: plan.name })}
        </h3>
        <p className="text-muted">{fillMessage(subscriptionCopy.price, price)}</p>
      </div>
      <div role="status">
        {isSent && <Notice tone="success">{subscriptionCopy.confirming}</Notice>}
      </div>
      {error && (
        <Notice
          tone="failure"
          isAlert
          action={<Button onClick={retry}>{shellCopy.tryAgain}</Button>}
        >
          {planFailureText(error.code)}
        </Notice>
      )}
      {form === null && error === null && <LoadingLines />}
      {form && !isSent && <PayForm form={form} onSent={() => setSent(true)} onBack={onBack} />}
    </div>
  );
}

type PayFormProps = { form: SubscriptionCheckout; onSent: () => void; onBack: () => void };

function PayForm({ form, onSent, onBack }: PayFormProps) {
  const { clientSecret, publishableKey, frameUrl, url } = form;
  if (clientSecret && publishableKey) {
    return (
      <StripeForm clientSecret={clientSecret} publishableKey={publishableKey} onDone={onSent} />
    );
  }
  if (frameUrl) {
    return <PayFrame url={frameUrl} title={checkoutCopy.form} onDone={onSent} onClosed={onBack} />;
  }
  return (
    <a
      href={url ?? undefined}
      target="_blank"
      rel="noreferrer"
      className={buttonClass('primary')}
      onClick={onSent}
    >
      {subscriptionCopy.payElsewhere}
    </a>
  );
}

/** Asks for the form once; a lost answer is asked for again under the same key. */
function useSubscriptionForm(planId: string) {
  const { client } = useServices();
  const key = useRef(crypto.randomUUID());
  const [form, setForm] = useState<SubscriptionCheckout | null>(null);
  const [error, setError] = useState<MindbotError | null>(null);
  const ask = useCallback(
    async (signal?: AbortSignal) => {
      const params = { plan: planId, mode: 'embedded' as const };
      const result = await client.subscription.create(params, { idempotencyKey: key.current });
      if (signal?.aborted) return;
      setForm(result.data);
      setError(result.error);
      // Whoever was refused for good asks for something new the next time.
      const isLost = ['network_error', 'timeout'].includes(result.error?.code ?? '');
      if (result.error && !isLost) key.current = crypto.randomUUID();
    },
    [client, planId],
  );
  useEffect(() => {
    const controller = new AbortController();
    void ask(controller.signal);
    return () => controller.abort();
  }, [ask]);
  const retry = () => {
    setError(null);
    void ask();
  };
  return { form, error, retry };
}
