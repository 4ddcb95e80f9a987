// Loads the sign-in library apart from the first page, which only a visitor without account sees.
import { AuthClient } from '@supabase/auth-js';
import { AUTH_STORAGE_KEY } from './stored-session.ts';

/** Makes the one client of Supabase Auth; it reads a session from the address by itself. */
export function createAuthClient(supabaseUrl: string, publishableKey: string) {
  return new AuthClient({
    url: `${supabaseUrl}/auth/v1`,
    headers: { apikey: publishableKey },
    storageKey: AUTH_STORAGE_KEY,
    // A link from an email may be opened on another device, where a PKCE secret would be missing.
    flowType: 'implicit',
    detectSessionInUrl: true,
    autoRefreshToken: true,
    persistSession: true,
  });
}
