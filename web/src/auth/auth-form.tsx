// The form behind signing up, signing in and resetting: fields, one button, and what went wrong.
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { authFailureCopy } from '../copy/landing.ts';
import { fillMessage } from '../message.ts';
import { type AuthFailure, MIN_PASSWORD_LENGTH } from './auth-failure.ts';

/** What a person entered; fields that the form does not have are empty. */
export type AuthInput = { email: string; password: string };

type AuthFormProps = {
  /** Checks before anything is sent. */
  check(input: AuthInput): AuthFailure | null;
  /** Sends; the form shows the failure it answers with. */
  submit(input: AuthInput): Promise<AuthFailure | null>;
  button: string;
  /** The fields, given what is wrong with each. */
  children: (errors: { email: string | null; password: string | null }) => ReactNode;
};

const emailFailures: AuthFailure[] = ['invalid_email', 'user_already_exists'];
const passwordFailures: AuthFailure[] = ['missing_password', 'weak_password', 'same_password'];

/** The sentence for a failure. */
function authFailureText(failure: AuthFailure): string {
  return fillMessage(authFailureCopy[failure], { count: MIN_PASSWORD_LENGTH });
}

/** A form that keeps what was entered, and moves the focus to the first wrong field. */
export function AuthForm({ check, submit, button, children }: AuthFormProps) {
  const formRef = useRef<HTMLFormElement>(null);
  const [failure, setFailure] = useState<AuthFailure | null>(null);
  const [isBusy, setBusy] = useState(false);

  const fail = (next: AuthFailure) => {
    setFailure(next);
    const field = emailFailures.includes(next) ? 'email' : 'password';
    formRef.current?.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus();
  };
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const data = new FormData(event.currentTarget);
    const input = {
      email: String(data.get('email') ?? '').trim(),
      password: String(data.get('password') ?? ''),
    };
    const early = check(input);
    if (early) return fail(early);
    setBusy(true);
    setFailure(null);
    const late = await submit(input);
    setBusy(false);
    if (late) fail(late);
  };

  const text = failure && authFailureText(failure);
  const isFieldFailure =
    failure !== null && [...emailFailures, ...passwordFailures].includes(failure);
  return (
    <form ref={formRef} onSubmit={send} noValidate className="grid gap-4">
      {text && !isFieldFailure && (
        <Notice tone="failure" isAlert>
          {text}
        </Notice>
      )}
      {children({
        email: failure && emailFailures.includes(failure) ? text : null,
        password: failure && passwordFailures.includes(failure) ? text : null,
      })}
      <Button type="submit" look="primary" aria-disabled={isBusy} className="w-full">
        {button}
      </Button>
    </form>
  );
}
