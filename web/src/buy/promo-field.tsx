// The field for a promo code: it lowers the price of what is chosen, or adds time at once.
import type { Package } from '@mindbot/sdk';
import { Check, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/text-field.tsx';
import { promoCopy } from '../copy/buy.ts';
import { failureText } from '../failure-text.ts';
import { formatBalance } from '../format.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';

type PromoFieldProps = {
  item: Package | null;
  /** The code that the shown price takes into account. */
  appliedCode: string | null;
  /** Why the applied code does not work with what is chosen now. */
  failureCode: string | null;
  isLocked: boolean;
  onApply: (code: string | null) => void;
};

/** A closed door, a field, or the applied code with a way to remove it. */
export function PromoField(props: PromoFieldProps) {
  const { appliedCode, failureCode, isLocked, onApply } = props;
  const [isOpen, setOpen] = useState(false);
  if (appliedCode !== null && failureCode === null) {
    return (
      <p className="promo-applied">
        <Check className="size-4 flex-none text-spruce" aria-hidden="true" />
        <span className="min-w-0 flex-1">
          {fillMessage(promoCopy.applied, { code: appliedCode })}
        </span>
        {!isLocked && (
          <button
            type="button"
            className="icon-button"
            aria-label={fillMessage(promoCopy.remove, { code: appliedCode })}
            onClick={() => onApply(null)}
          >
            <X className="size-5" aria-hidden="true" />
          </button>
        )}
      </p>
    );
  }
  if (!isOpen && failureCode === null) {
    return (
      <Button look="quiet" className="-ms-4 justify-self-start" onClick={() => setOpen(true)}>
        {promoCopy.open}
      </Button>
    );
  }
  return <PromoForm {...props} />;
}

function PromoForm({ item, appliedCode, failureCode, isLocked, onApply }: PromoFieldProps) {
  const { client, balance, call } = useServices();
  const [text, setText] = useState(appliedCode ?? '');
  const [failure, setFailure] = useState<string | null>(null);
  const [redeemed, setRedeemed] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const error = failure ?? (text === appliedCode && failureCode ? promoText(failureCode) : null);

  const apply = async (event: FormEvent) => {
    event.preventDefault();
    const code = text.trim();
    if (code === '' || isBusy || isLocked || item === null) return;
    setBusy(true);
    setRedeemed(null);
    setFailure(null);
    const { error: refusal } = await client.priceQuotes.create({
      package: item.slug,
      promoCode: code,
    });
    if (refusal === null) onApply(code);
    // A code that lowers no price may be one that is worth time.
    else if (refusal.code === 'promo_code_invalid') await redeem(code);
    else setFailure(promoText(refusal.code));
    setBusy(false);
  };
  const redeem = async (code: string) => {
    const { data, error: refusal } = await client.promoCodes.redeem(code);
    if (refusal) return setFailure(promoText(refusal.code));
    const said = fillMessage(promoCopy.redeemed, { time: formatBalance(data.grantedMs) });
    setRedeemed(said);
    setText('');
    call.say({ text: said, politeness: 'polite' });
    await balance.refresh();
  };

  return (
    <form onSubmit={apply} className="promo-form" noValidate>
      <TextField
        label={promoCopy.label}
        name="promoCode"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={64}
        autoFocus={appliedCode === null}
        value={text}
        error={error}
        hint={redeemed ?? undefined}
        onChange={(event) => {
          setText(event.target.value);
          setFailure(null);
        }}
      />
      <Button type="submit" aria-disabled={isBusy || isLocked}>
        {promoCopy.apply}
      </Button>
      {error && (
        <p role="alert" className="sr-only">
          {error}
        </p>
      )}
    </form>
  );
}

function promoText(code: string): string {
  return Object.hasOwn(promoCopy, code)
    ? promoCopy[code as keyof typeof promoCopy]
    : failureText(code);
}
