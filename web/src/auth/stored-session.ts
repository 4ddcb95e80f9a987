// Tells who may be signed in without loading the sign-in library, to keep the first page small.

/** Where the sign-in library keeps its session in this browser. */
export const AUTH_STORAGE_KEY = 'mindbot.auth';

/** Whether this browser holds a session; it may have expired. */
export function hasStoredSession(): boolean {
  try {
    return localStorage.getItem(AUTH_STORAGE_KEY) !== null;
  } catch {
    return false;
  }
}

/** Forgets the session of this browser. */
export function forgetStoredSession(): void {
  try {
    localStorage.removeItem(AUTH_STORAGE_KEY);
  } catch {
    // Blocked storage holds no session.
  }
}

/** What a link from an email brought along in the address. */
export type AuthLink = 'none' | 'recovery' | 'confirmation' | 'expired';

/** Reads the fragment that Supabase Auth appends to the page a link leads to. */
export function readAuthLink(hash: string): AuthLink {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  if (values.has('error_code') || values.has('error')) return 'expired';
  if (!values.has('access_token')) return 'none';
  return values.get('type') === 'recovery' ? 'recovery' : 'confirmation';
}
