// For those who were invited by word of mouth: the code of the friend, given once.
import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { TextField } from '../components/text-field.tsx';
import { referralCopy } from '../copy/referral.ts';
import { failureText } from '../failure-text.ts';
import { formatBalance } from '../format.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';

/** The field for the code of the person who invited this one. */
export function ReferralCode({ rewardMs }: { rewardMs: number }) {
  const { client } = useServices();
  const [error, setError] = useState<string | null>(null);
  const [isAccepted, setAccepted] = useState(false);
  const accept = async (form: HTMLFormElement) => {
    const code = String(new FormData(form).get('referral') ?? '').trim();
    const refuse = (text: string) => {
      setError(text);
      form.querySelector('input')?.focus();
    };
    if (code === '') return refuse(referralCopy.missing);
    const { error: refusal } = await client.referral.accept(code);
    if (refusal) {
      const isOwn = ['referral_refused', 'validation_failed'].includes(refusal.code);
      return refuse(isOwn ? referralCopy.refused : failureText(refusal.code));
    }
    setError(null);
    setAccepted(true);
  };
  const time = formatBalance(rewardMs);
  return (
    <div role="status">
      {isAccepted ? (
        <Notice tone="success">{fillMessage(referralCopy.accepted, { time })}</Notice>
      ) : (
        <details className="disclosure">
          <summary>{referralCopy.wereInvited}</summary>
          <form
            noValidate
            className="field-row mt-2 max-w-md"
            onSubmit={(event) => {
              event.preventDefault();
              void accept(event.currentTarget);
            }}
          >
            <TextField
              label={referralCopy.code}
              name="referral"
              error={error}
              maxLength={64}
              autoComplete="off"
              spellCheck={false}
              className="uppercase"
            />
            <Button type="submit">{referralCopy.accept}</Button>
          </form>
        </details>
      )}
    </div>
  );
}
