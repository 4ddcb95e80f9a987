// Choosing a new password: from the link in an email, or from the account page.
import { useState } from 'react';
import { Link } from 'wouter';
import { checkNewPassword, MIN_PASSWORD_LENGTH } from '../auth/auth-failure.ts';
import { AuthForm } from '../auth/auth-form.tsx';
import { PasswordField } from '../auth/password-field.tsx';
import { AuthPage } from '../components/auth-page.tsx';
import { buttonClass } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { authCopy } from '../copy/landing.ts';
import { shellCopy } from '../copy/shell.ts';
import { fillMessage } from '../message.ts';
import { useIsSignedIn, useServices } from '../services.tsx';

/** The page a reset link leads to; without a session from it, the link has expired. */
export default function SetPassword() {
  const { auth } = useServices();
  const isSignedIn = useIsSignedIn();
  const [isSaved, setSaved] = useState(false);
  if (!isSignedIn) return <LinkExpired />;
  return (
    <AuthPage title={authCopy.setTitle}>
      {isSaved ? (
        <div className="grid gap-4">
          <Notice tone="success" isAlert>
            {authCopy.passwordSaved}
          </Notice>
          <Link href="/talk" className={buttonClass('primary')}>
            {shellCopy.talk}
          </Link>
        </div>
      ) : (
        <AuthForm
          button={authCopy.savePassword}
          check={({ password }) => checkNewPassword(password)}
          submit={async ({ password }) => {
            const outcome = await auth.setPassword(password);
            if (outcome !== 'done' && outcome !== 'confirm_email') return outcome;
            setSaved(true);
            return null;
          }}
        >
          {(errors) => (
            <PasswordField
              label={authCopy.newPassword}
              autoComplete="new-password"
              hint={fillMessage(authCopy.passwordHint, { count: MIN_PASSWORD_LENGTH })}
              error={errors.password}
            />
          )}
        </AuthForm>
      )}
    </AuthPage>
  );
}

function LinkExpired() {
  return (
    <AuthPage title={authCopy.linkExpiredTitle} text={authCopy.linkExpiredText}>
      <Link href="/reset-password" className={buttonClass('primary')}>
        {authCopy.askNewLink}
      </Link>
    </AuthPage>
  );
}
