// Stands in for everything outside the page, so that a preview needs no service at all.
import { createMindbotClient, type PublicConfig } from '@mindbot/sdk';
import type { Auth } from '../auth/auth.ts';
import { createBalanceStore } from '../balance/balance-store.ts';
import { createCallStore } from '../call/call-store.ts';
import type { Services } from '../services.tsx';
import { answer } from './preview-answers.ts';
import { previewCall } from './preview-call.ts';

const config: PublicConfig = {
  supabaseUrl: 'http://127.0.0.1:1',
  supabasePublishableKey: 'preview',
  trialMs: 600_000,
  sandbox: { speech: true, email: true, payments: true },
  payments: { gateways: ['stripe'], isSandbox: true, publishableKey: null, sandboxUrl: null },
  emailInboxUrl: 'http://127.0.0.1:54324',
  speechUnderstandsVoice: true,
};

const publicPaths = ['/', '/sign-in', '/reset-password'];

/** Services that answer from fixtures; `variant` names a special case such as `empty`. */
export function previewServices(path: string, variant: string): Services {
  const client = createMindbotClient({
    baseUrl: location.origin,
    getAccessToken: () => 'preview',
    fetch: async (input, init) =>
      // Nothing is ever answered where waiting is what there is to see.
      variant === 'loading'
        ? new Promise<Response>(() => {})
        : answer(new Request(input, init), variant),
    maxRetries: 0,
  });
  const call = createCallStore({
    connect: async (options) => previewCall(options, variant),
    now: () => performance.now(),
  });
  const isReal = variant === 'real_parts';
  return {
    config: isReal
      ? { ...config, sandbox: { speech: false, email: false, payments: false } }
      : config,
    auth: previewAuth(!publicPaths.includes(path.split('?')[0] ?? '') && variant !== 'expired'),
    client,
    balance: createBalanceStore(client),
    call,
  };
}

function previewAuth(isSignedIn: boolean): Auth {
  return {
    getState: () => (isSignedIn ? 'signed_in' : 'signed_out'),
    subscribe: () => () => undefined,
    getAccessToken: async () => 'preview',
    hasExpired: () => false,
    expire: () => undefined,
    getEmail: async () => 'anna.longname@example.org',
    signUp: async () => 'confirm_email',
    signIn: async () => 'invalid_credentials',
    signOut: async () => undefined,
    requestReset: async () => 'done',
    setPassword: async () => 'done',
  };
}
