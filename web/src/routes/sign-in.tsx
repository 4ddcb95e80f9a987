// Signing in.
import { Link, useSearch } from 'wouter';
import { checkEmail } from '../auth/auth-failure.ts';
import { AuthForm } from '../auth/auth-form.tsx';
import { PasswordField } from '../auth/password-field.tsx';
import { AuthPage } from '../components/auth-page.tsx';
import { Notice } from '../components/notice.tsx';
import { TextField } from '../components/text-field.tsx';
import { authCopy } from '../copy/landing.ts';
import { useServices } from '../services.tsx';

/** The sign-in page; the app goes on by itself once somebody is signed in. */
export default function SignIn() {
  const { auth } = useServices();
  const wasSignedOut = new URLSearchParams(useSearch()).has('expired');
  return (
    <AuthPage title={authCopy.signInTitle}>
      {wasSignedOut && (
        <div className="mb-4">
          <Notice tone="warning">{authCopy.signedOut}</Notice>
        </div>
      )}
      <AuthForm
        button={authCopy.signIn}
        check={({ email, password }) =>
          checkEmail(email) ?? (password === '' ? 'missing_password' : null)
        }
        submit={async ({ email, password }) => {
          const outcome = await auth.signIn(email, password);
          return outcome === 'done' || outcome === 'confirm_email' ? null : outcome;
        }}
      >
        {(errors) => (
          <>
            <TextField
              label={authCopy.email}
              name="email"
              type="email"
              autoComplete="username"
              required
              error={errors.email}
            />
            <PasswordField
              label={authCopy.password}
              autoComplete="current-password"
              error={errors.password}
            />
          </>
        )}
      </AuthForm>
      <div className="mt-4 flex flex-wrap justify-between gap-x-4 text-sm text-muted">
        <Link href="/reset-password" className="link inline-flex min-h-11 items-center">
          {authCopy.forgot}
        </Link>
        <p className="inline-flex min-h-11 items-center gap-1">
          {authCopy.noAccount}
          <Link href="/" className="link">
            {authCopy.createAccount}
          </Link>
        </p>
      </div>
    </AuthPage>
  );
}
