// A password that can be seen, pasted and filled by a manager (WCAG 3.3.8).
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { TextField } from '../components/text-field.tsx';
import { authCopy } from '../copy/landing.ts';

type PasswordFieldProps = {
  label: string;
  autoComplete: 'new-password' | 'current-password';
  hint?: string;
  error?: string | null;
};

/** The field `password` of a form. */
export function PasswordField(props: PasswordFieldProps) {
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <TextField
      {...props}
      name="password"
      type={isShown ? 'text' : 'password'}
      required
      trailing={
        <button
          type="button"
          className="flex size-11 items-center justify-center rounded-control text-muted hover:text-ink"
          aria-label={isShown ? authCopy.hidePassword : authCopy.showPassword}
          onClick={() => setShown(!isShown)}
        >
          <Icon className="size-5" aria-hidden="true" />
        </button>
      }
    />
  );
}
