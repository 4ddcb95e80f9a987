// Builds the real services of the page from the service's public configuration.
import { createMindbotClient, type PublicConfig } from '@mindbot/sdk';
import { createAuth } from './auth/auth.ts';
import { readAuthLink } from './auth/stored-session.ts';
import { createBalanceStore } from './balance/balance-store.ts';
import { createCallStore } from './call/call-store.ts';
import { takeRememberedCall } from './call/remembered-call.ts';
import { rememberReferral } from './referral/remembered-referral.ts';
import type { Services } from './services.tsx';

/** Makes the services, and sends a person who came by a link to the page the link is for. */
export function createServices(config: PublicConfig): Services {
  followAuthLink();
  followReferralLink();
  followRememberedCall();
  const auth = createAuth(config);
  const client = createMindbotClient({
    baseUrl: location.origin,
    getAccessToken: auth.getAccessToken,
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      if (response.status === 401) auth.expire();
      return response;
    },
  });
  const call = createCallStore({
    connect: async (options) => {
      const { connectToVoiceAgent } = await import('@mindbot/sdk/voice');
      return connectToVoiceAgent(client, options);
    },
    now: () => performance.now(),
  });
  return { config, auth, client, balance: createBalanceStore(client), call };
}

// The code leaves the address, so that a link passed on later is not somebody else's.
function followReferralLink() {
  const { pathname, search, hash } = location;
  const rest = rememberReferral(search, Date.now());
  if (rest !== search) history.replaceState(null, '', `${pathname}${rest}${hash}`);
}

// A page that was left in a call comes back to that call: to its receipt, or to going on with it.
function followRememberedCall() {
  const voiceSessionId = takeRememberedCall();
  if (voiceSessionId !== null) history.replaceState(null, '', `/calls/${voiceSessionId}`);
}

// Supabase Auth may lead a reset link to the start page, whose fragment then tells what it is for.
function followAuthLink() {
  const link = readAuthLink(location.hash);
  if (link === 'recovery') history.replaceState(null, '', `/set-password${location.hash}`);
  if (link === 'expired') history.replaceState(null, '', '/set-password');
}
