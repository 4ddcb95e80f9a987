// Holds signing in and out to one truth: a lost network signs nobody out, a lost session does.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAuth } from './auth.ts';
import { AUTH_STORAGE_KEY } from './stored-session.ts';

const library = vi.hoisted(() => ({
  getSession: vi.fn(),
  signOut: vi.fn(async () => ({ error: null })),
  signInWithPassword: vi.fn(),
  signUp: vi.fn(),
  listener: (_event: string, _session: unknown) => {},
}));
vi.mock('./auth-client.ts', () => ({
  createAuthClient: () => ({
    ...library,
    onAuthStateChange: (listener: typeof library.listener) => {
      library.listener = listener;
    },
  }),
}));

const stored = new Map<string, string>();
const session = { access_token: 'token', user: { email: 'anna@example.org' } };
const config = { supabaseUrl: 'http://127.0.0.1', supabasePublishableKey: 'key' };

beforeEach(() => {
  stored.clear();
  vi.stubGlobal('location', { hash: '', origin: 'http://127.0.0.1' });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    removeItem: (key: string) => stored.delete(key),
  });
  library.getSession.mockResolvedValue({ data: { session }, error: null });
});
afterEach(() => vi.unstubAllGlobals());

const signedIn = () => {
  stored.set(AUTH_STORAGE_KEY, '{}');
  return createAuth(config);
};

test('a stored session is signed in before the library is loaded', async () => {
  const auth = signedIn();
  expect(auth.getState()).toBe('signed_in');
  expect(await auth.getAccessToken()).toBe('token');
});

test('without one nobody is, and no library is asked', async () => {
  const auth = createAuth(config);
  expect(auth.getState()).toBe('signed_out');
  library.getSession.mockClear();
  expect(await auth.getAccessToken()).toBeNull();
  expect(library.getSession).not.toHaveBeenCalled();
});

test('a lost session signs out, forgets it and says so', async () => {
  const auth = signedIn();
  library.getSession.mockResolvedValue({ data: { session: null }, error: { code: 'bad_jwt' } });
  expect(await auth.getAccessToken()).toBeNull();
  expect([auth.getState(), auth.hasExpired()]).toEqual(['signed_out', true]);
  expect(stored.has(AUTH_STORAGE_KEY)).toBe(false);
});

test('a lost network signs nobody out', async () => {
  const auth = signedIn();
  const error = { name: 'AuthRetryableFetchError' };
  library.getSession.mockResolvedValue({ data: { session: null }, error });
  await expect(auth.getAccessToken()).rejects.toBe(error);
  library.listener('INITIAL_SESSION', null);
  expect(auth.getState()).toBe('signed_in');
});

test('signing out is not an expiry, and works without a server', async () => {
  const auth = signedIn();
  library.signOut.mockRejectedValueOnce(new Error('offline'));
  await auth.getEmail();
  await auth.signOut();
  library.listener('SIGNED_OUT', null);
  expect([auth.getState(), auth.hasExpired()]).toEqual(['signed_out', false]);
  expect(stored.has(AUTH_STORAGE_KEY)).toBe(false);
});

test('signing up says when the email must be confirmed', async () => {
  const auth = createAuth(config);
  library.signUp.mockResolvedValueOnce({ data: { session: null }, error: null });
  expect(await auth.signUp('anna@example.org', 'a sentence')).toBe('confirm_email');
  library.signUp.mockResolvedValueOnce({ data: { session }, error: null });
  expect(await auth.signUp('anna@example.org', 'a sentence')).toBe('done');
});

test('a failure to sign in is a value, whatever happens', async () => {
  const auth = createAuth(config);
  library.signInWithPassword.mockResolvedValueOnce({ error: { code: 'invalid_credentials' } });
  expect(await auth.signIn('anna@example.org', 'x')).toBe('invalid_credentials');
  library.signInWithPassword.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  expect(await auth.signIn('anna@example.org', 'x')).toBe('network_error');
});
