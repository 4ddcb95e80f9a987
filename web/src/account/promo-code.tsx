// A code for free time is worth it at once; one for a lower price leads to where it counts.
import { useState } from 'react';
import { Link } from 'wouter';
import { Button, buttonClass } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { TextField } from '../components/text-field.tsx';
import { promoCodeCopy } from '../copy/payments.ts';
import { failureText } from '../failure-text.ts';
import { formatBalance } from '../format.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';

type Outcome =
  | { kind: 'granted'; text: string }
  | { kind: 'use_at_buy'; code: string }
  | { kind: 'wrong'; text: string };

/** The field for a promo code. */
export function PromoCode() {
  const { client, balance } = useServices();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isBusy, setBusy] = useState(false);
  const redeem = async (form: HTMLFormElement) => {
    const code = String(new FormData(form).get('code') ?? '').trim();
    const refuse = (text: string) => {
      setOutcome({ kind: 'wrong', text });
      form.querySelector('input')?.focus();
    };
    if (code === '') return refuse(promoCodeCopy.missing);
    setBusy(true);
    const { data, error } = await client.promoCodes.redeem(code);
    setBusy(false);
    if (error?.code === 'promo_code_needs_purchase')
      return setOutcome({ kind: 'use_at_buy', code: code.toUpperCase() });
    if (error) return refuse(refusalText(error.code));
    const times = { time: formatBalance(data.grantedMs), left: formatBalance(data.balanceMs) };
    setOutcome({ kind: 'granted', text: fillMessage(promoCodeCopy.granted, times) });
    form.reset();
    void balance.refresh();
  };
  return (
    <div className="grid max-w-md gap-3">
      <form
        noValidate
        className="field-row"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) void redeem(event.currentTarget);
        }}
      >
        <TextField
          label={promoCodeCopy.label}
          name="code"
          hint={promoCodeCopy.hint}
          error={outcome?.kind === 'wrong' ? outcome.text : null}
          maxLength={64}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          className="uppercase"
        />
        <Button type="submit" aria-disabled={isBusy}>
          {isBusy ? promoCodeCopy.redeeming : promoCodeCopy.redeem}
        </Button>
      </form>
      <div role="status" className="empty:hidden">
        {outcome?.kind === 'granted' && <Notice tone="success">{outcome.text}</Notice>}
        {outcome?.kind === 'use_at_buy' && <UseAtBuy code={outcome.code} />}
      </div>
    </div>
  );
}

function UseAtBuy({ code }: { code: string }) {
  return (
    <Notice
      action={
        <Link href={`/buy?promo=${encodeURIComponent(code)}`} className={buttonClass('primary')}>
          {fillMessage(promoCodeCopy.buyWithIt, { code })}
        </Link>
      }
    >
      {promoCodeCopy.useAtBuy}
    </Notice>
  );
}

function refusalText(code: string): string {
  return Object.hasOwn(promoCodeCopy.failure, code)
    ? promoCodeCopy.failure[code as keyof typeof promoCodeCopy.failure]
    : failureText(code);
}
