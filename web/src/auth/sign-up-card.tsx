// Making an account, from the landing page.
import { useState } from 'react';
import { Link } from 'wouter';
import { TextField } from '../components/text-field.tsx';
import { authCopy } from '../copy/landing.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';
import { checkEmail, checkNewPassword, MIN_PASSWORD_LENGTH } from './auth-failure.ts';
import { AuthForm } from './auth-form.tsx';
import { CheckEmail } from './check-email.tsx';
import { PasswordField } from './password-field.tsx';

/** The sign-up form; after it, the app goes on by itself or asks to confirm the email. */
export function SignUpCard() {
  const { auth, config } = useServices();
  const [unconfirmedEmail, setUnconfirmedEmail] = useState<string | null>(null);
  if (unconfirmedEmail !== null) {
    return (
      <section className="card p-6">
        <CheckEmail
          title={authCopy.confirmTitle}
          text={fillMessage(authCopy.confirmText, { email: unconfirmedEmail })}
        />
      </section>
    );
  }
  return (
    <section className="card p-6" aria-labelledby="sign-up-title">
      <h2 id="sign-up-title" className="mb-4 text-xl font-bold tracking-tight">
        {authCopy.signUpTitle}
      </h2>
      <AuthForm
        button={authCopy.createAccount}
        check={({ email, password }) => checkEmail(email) ?? checkNewPassword(password)}
        submit={async ({ email, password }) => {
          const outcome = await auth.signUp(email, password);
          if (outcome === 'confirm_email') setUnconfirmedEmail(email);
          return outcome === 'done' || outcome === 'confirm_email' ? null : outcome;
        }}
      >
        {(errors) => (
          <>
            <TextField
              label={authCopy.email}
              name="email"
              type="email"
              autoComplete="email"
              required
              error={errors.email}
            />
            <PasswordField
              label={authCopy.password}
              autoComplete="new-password"
              hint={fillMessage(authCopy.passwordHint, { count: MIN_PASSWORD_LENGTH })}
              error={errors.password}
            />
          </>
        )}
      </AuthForm>
      <p className="mt-3 text-center text-sm font-medium text-spruce">
        {fillMessage(authCopy.trialNote, { minutes: Math.floor(config.trialMs / 60_000) })}
      </p>
      <p className="mt-4 border-t border-line pt-3 text-center text-sm text-muted">
        {authCopy.haveAccount}{' '}
        <Link href="/sign-in" className="link inline-flex min-h-6 items-center">
          {authCopy.signIn}
        </Link>
      </p>
    </section>
  );
}
