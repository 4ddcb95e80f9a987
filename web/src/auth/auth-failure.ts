// Sorts the many errors of Supabase Auth into the few that a person can act on.
import { authFailureCopy } from '../copy/landing.ts';

/** Why signing up or in failed; each has its sentence in the copy dictionary. */
export type AuthFailure = keyof typeof authFailureCopy;

/** The shortest password the client lets through; the server may ask for more. */
export const MIN_PASSWORD_LENGTH = 8;

const sameMeaning = new Map<string, AuthFailure>([
  ['email_exists', 'user_already_exists'],
  ['email_address_invalid', 'invalid_email'],
  ['validation_failed', 'invalid_email'],
  ['over_email_send_rate_limit', 'over_request_rate_limit'],
]);

/** The failure of an error of the sign-in library, by its code. */
export function failureOf(error: { code?: string; name?: string; status?: number }): AuthFailure {
  if (error.name === 'AuthRetryableFetchError') return 'network_error';
  const code = error.code ?? '';
  if (Object.hasOwn(authFailureCopy, code)) return code as AuthFailure;
  return sameMeaning.get(code) ?? 'other';
}

/** What is wrong with an email address before it is sent; null when nothing is. */
export function checkEmail(email: string): AuthFailure | null {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim()) ? null : 'invalid_email';
}

/** What is wrong with a new password before it is sent; null when nothing is. */
export function checkNewPassword(password: string): AuthFailure | null {
  return password.length >= MIN_PASSWORD_LENGTH ? null : 'weak_password';
}
