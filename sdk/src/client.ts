// Makes the client: the one object through which an app speaks to a MindBot service.
import { Assistants } from './assistants/assistants.ts';
import { BalanceResource } from './balance/balance.ts';
import { Config } from './config/config.ts';
import { LedgerEntries } from './ledger-entries/ledger-entries.ts';
import { Me } from './me/me.ts';
import { createTransport } from './transport.ts';
import { VoiceSessions } from './voice-sessions/voice-sessions.ts';

const DEFAULT_TIMEOUT_MS = 15_000;
const DEFAULT_MAX_RETRIES = 2;

/** Options of {@link createMindbotClient}. */
export interface MindbotClientOptions {
  /** Where the service is, for example `https://mindbot.example`; the path `/api/v1` is added. */
  baseUrl: string;
  /**
   * Gives the user's access token, or null when nobody is signed in. Asked before every request, so
   * it should refresh by itself (`(await supabase.auth.getSession()).data.session?.access_token`).
   */
  getAccessToken: () => string | null | undefined | Promise<string | null | undefined>;
  /** Replaces the platform's `fetch`. */
  fetch?: typeof globalThis.fetch;
  /** Time limit of each try of a request, in milliseconds; 15,000 without it. */
  timeoutMs?: number;
  /** Tries after the first, for failures that pass by themselves; 2 without it. */
  maxRetries?: number;
}

/** Everything a MindBot service offers a signed-in user. Methods never throw. */
export interface MindbotClient {
  readonly voiceSessions: VoiceSessions;
  readonly balance: BalanceResource;
  readonly ledgerEntries: LedgerEntries;
  readonly assistants: Assistants;
  readonly me: Me;
  readonly config: Config;
}

/**
 * Makes a client. It keeps nothing but its options: make one and share it.
 * @throws {TypeError} when an option is missing or wrong; the message says how to mend it.
 * @example
 * const mindbot = createMindbotClient({
 *   baseUrl: 'https://mindbot.example',
 *   getAccessToken: async () => (await supabase.auth.getSession()).data.session?.access_token,
 * });
 * const { data: balance, error } = await mindbot.balance.get();
 */
export function createMindbotClient(options: MindbotClientOptions): MindbotClient {
  const transport = createTransport({
    baseUrl: parseBaseUrl(options?.baseUrl),
    getAccessToken: checkGetAccessToken(options.getAccessToken),
    fetch: findFetch(options.fetch),
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    maxRetries: options.maxRetries ?? DEFAULT_MAX_RETRIES,
  });
  return {
    voiceSessions: new VoiceSessions(transport),
    balance: new BalanceResource(transport),
    ledgerEntries: new LedgerEntries(transport),
    assistants: new Assistants(transport),
    me: new Me(transport),
    config: new Config(transport),
  };
}

function parseBaseUrl(baseUrl: string | undefined): string {
  if (!baseUrl) {
    throw new TypeError(
      'baseUrl is missing: pass the address of the MindBot service, ' +
        "for example createMindbotClient({ baseUrl: 'https://mindbot.example', getAccessToken }).",
    );
  }
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
    throw new TypeError(
      `baseUrl "${baseUrl}" is not an http(s) address: pass it whole, ` +
        "for example 'https://mindbot.example' or window.location.origin.",
    );
  }
  return baseUrl.replace(/\/+$/, '').replace(/\/api\/v1$/, '');
}

function checkGetAccessToken(
  getAccessToken: MindbotClientOptions['getAccessToken'] | undefined,
): MindbotClientOptions['getAccessToken'] {
  if (typeof getAccessToken === 'function') return getAccessToken;
  throw new TypeError(
    'getAccessToken is missing: pass a function that gives the access token of the signed-in user, ' +
      'for example async () => (await supabase.auth.getSession()).data.session?.access_token.',
  );
}

function findFetch(given: typeof globalThis.fetch | undefined): typeof globalThis.fetch {
  const found = given ?? globalThis.fetch;
  if (typeof found !== 'function') {
    throw new TypeError('This platform has no fetch: pass one, for example { fetch: nodeFetch }.');
  }
  // Browsers refuse a fetch that is called as the method of another object.
  return found.bind(globalThis);
}
