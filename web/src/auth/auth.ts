// Signing up, in and out against Supabase Auth: the only thing that goes past the sdk.
import type { PublicConfig } from '@mindbot/sdk';
import type { createAuthClient } from './auth-client.ts';
import { type AuthFailure, failureOf } from './auth-failure.ts';
import { forgetStoredSession, hasStoredSession, readAuthLink } from './stored-session.ts';

/** Result of a step: done, done but the email must be confirmed, or why not. */
export type AuthOutcome = 'done' | 'confirm_email' | AuthFailure;

/** Where a person stands, as far as this browser knows. */
export type AuthState = 'signed_in' | 'signed_out';

/** Everything the client does about identity. What is not said to throw never does. */
export type Auth = {
  getState(): AuthState;
  subscribe(listener: () => void): () => void;
  /**
   * The access token for the api, refreshed when it is about to expire; null when signed out.
   * @throws when it had to be refreshed and the network was away.
   */
  getAccessToken(): Promise<string | null>;
  getEmail(): Promise<string | null>;
  /** Whether the person was signed out by something other than their own wish. */
  hasExpired(): boolean;
  /** Forgets a session that the api no longer accepts. */
  expire(): void;
  signUp(email: string, password: string): Promise<AuthOutcome>;
  signIn(email: string, password: string): Promise<AuthOutcome>;
  signOut(): Promise<void>;
  requestReset(email: string): Promise<AuthOutcome>;
  setPassword(password: string): Promise<AuthOutcome>;
};

type AuthClient = ReturnType<typeof createAuthClient>;

/** Makes the one {@link Auth} of the page. The sign-in library is loaded at the first need of it. */
export function createAuth(
  config: Pick<PublicConfig, 'supabaseUrl' | 'supabasePublishableKey'>,
): Auth {
  const listeners = new Set<() => void>();
  const hasLinkSession = ['recovery', 'confirmation'].includes(readAuthLink(location.hash));
  let state: AuthState = hasStoredSession() || hasLinkSession ? 'signed_in' : 'signed_out';
  let isExpired = false;
  let loading: Promise<AuthClient> | undefined;

  const setState = (next: AuthState) => {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  };
  const expire = () => {
    if (state === 'signed_out') return;
    isExpired = true;
    forgetStoredSession();
    setState('signed_out');
  };
  const load = async () => {
    const { createAuthClient } = await import('./auth-client.ts');
    const client = createAuthClient(config.supabaseUrl, config.supabasePublishableKey);
    client.onAuthStateChange((event, session) => {
      if (session) isExpired = false;
      if (session) setState('signed_in');
      // Other events without a session come from a lost network, which signs nobody out.
      else if (event === 'SIGNED_OUT') expire();
    });
    return client;
  };
  const getClient = () => {
    loading ??= load();
    return loading;
  };
  const attempt = async (step: (client: AuthClient) => Promise<AuthOutcome>) => {
    try {
      return await step(await getClient());
    } catch {
      // The library could not be loaded; the next try may find the network back.
      loading = undefined;
      return 'network_error';
    }
  };
  // A session from a link must be stored before the person can go anywhere else.
  if (hasLinkSession) void getClient();

  return {
    getState: () => state,
    hasExpired: () => isExpired,
    expire,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async getAccessToken() {
      if (state === 'signed_out') return null;
      const { data, error } = await (await getClient()).getSession();
      if (error && failureOf(error) === 'network_error') throw error;
      if (!data.session) expire();
      return data.session?.access_token ?? null;
    },
    async getEmail() {
      const { data } = await (await getClient()).getSession();
      return data.session?.user.email ?? null;
    },
    signUp: (email, password) =>
      attempt(async (client) => {
        const options = { emailRedirectTo: `${location.origin}/talk` };
        const { data, error } = await client.signUp({ email, password, options });
        if (error) return failureOf(error);
        return data.session ? 'done' : 'confirm_email';
      }),
    signIn: (email, password) =>
      attempt(async (client) => {
        const { error } = await client.signInWithPassword({ email, password });
        return error ? failureOf(error) : 'done';
      }),
    async signOut() {
      // First of all, so that what the library reports next is not taken for an expired session.
      setState('signed_out');
      await attempt(async (client) => {
        await client.signOut({ scope: 'local' });
        return 'done';
      });
      // The library keeps the session when the server cannot be asked; leaving must always work.
      forgetStoredSession();
    },
    requestReset: (email) =>
      attempt(async (client) => {
        const redirectTo = `${location.origin}/set-password`;
        const { error } = await client.resetPasswordForEmail(email, { redirectTo });
        return error ? failureOf(error) : 'done';
      }),
    setPassword: (password) =>
      attempt(async (client) => {
        const { error } = await client.updateUser({ password });
        return error ? failureOf(error) : 'done';
      }),
  };
}
