// Asking for a link that lets a forgotten password be replaced.
import { useState } from 'react';
import { Link } from 'wouter';
import { checkEmail } from '../auth/auth-failure.ts';
import { AuthForm } from '../auth/auth-form.tsx';
import { CheckEmail } from '../auth/check-email.tsx';
import { AuthPage } from '../components/auth-page.tsx';
import { TextField } from '../components/text-field.tsx';
import { authCopy } from '../copy/landing.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';

/** The reset page. It never tells whether an address has an account. */
export default function ResetPassword() {
  const { auth } = useServices();
  const [sentTo, setSentTo] = useState<string | null>(null);
  return (
    <AuthPage title={authCopy.resetTitle} text={sentTo === null ? authCopy.resetText : undefined}>
      {sentTo !== null ? (
        <CheckEmail
          title={authCopy.resetSentTitle}
          text={fillMessage(authCopy.resetSentText, { email: sentTo })}
        />
      ) : (
        <AuthForm
          button={authCopy.sendLink}
          check={({ email }) => checkEmail(email)}
          submit={async ({ email }) => {
            const outcome = await auth.requestReset(email);
            if (outcome !== 'done' && outcome !== 'confirm_email') return outcome;
            setSentTo(email);
            return null;
          }}
        >
          {(errors) => (
            <TextField
              label={authCopy.email}
              name="email"
              type="email"
              autoComplete="username"
              required
              error={errors.email}
            />
          )}
        </AuthForm>
      )}
      <Link href="/sign-in" className="link mt-4 inline-flex min-h-11 items-center text-sm">
        {authCopy.backToSignIn}
      </Link>
    </AuthPage>
  );
}
