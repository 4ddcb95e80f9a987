// Makes the client: the one object through which an app speaks to a MindBot service.
import { Assistants } from './assistants/assistants.ts';
import { AutoTopUpResource } from './auto-top-up/auto-top-up.ts';
import { BalanceResource } from './balance/balance.ts';
import { CheckoutSessions } from './checkout-sessions/checkout-sessions.ts';
import { Config } from './config/config.ts';
import type { MindbotResult } from './errors.ts';
import { createEventHub } from './events/event-hub.ts';
import { Events } from './events/events.ts';
import { LedgerEntries } from './ledger-entries/ledger-entries.ts';
import { Me } from './me/me.ts';
import { NoticePreferencesResource } from './notice-preferences/notice-preferences.ts';
import { Notices } from './notices/notices.ts';
import { type ListPackagesParams, Packages } from './packages/packages.ts';
import { PaymentIntents } from './payment-intents/payment-intents.ts';
import { PaymentMethods } from './payment-methods/payment-methods.ts';
import { Payments } from './payments/payments.ts';
import {
  type PurchaseTimeCardOptions,
  type PurchaseTimeCardParams,
  purchaseTimeCard,
} from './payments/purchase-time-card.ts';
import { Plans } from './plans/plans.ts';
import { PortalSessions } from './portal-sessions/portal-sessions.ts';
import { PriceQuotes } from './price-quotes/price-quotes.ts';
import { PromoCodes } from './promo-codes/promo-codes.ts';
import { ReferralResource } from './referral/referral.ts';
import { SubscriptionResource } from './subscription/subscription.ts';
import { createTransport, type RequestOptions } from './transport.ts';
import type { PackageList, Payment } from './types.ts';
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
  readonly packages: Packages;
  readonly priceQuotes: PriceQuotes;
  readonly checkoutSessions: CheckoutSessions;
  readonly paymentIntents: PaymentIntents;
  readonly payments: Payments;
  readonly paymentMethods: PaymentMethods;
  readonly promoCodes: PromoCodes;
  readonly referral: ReferralResource;
  readonly autoTopUp: AutoTopUpResource;
  readonly notices: Notices;
  readonly noticePreferences: NoticePreferencesResource;
  readonly plans: Plans;
  readonly subscription: SubscriptionResource;
  readonly portalSessions: PortalSessions;
  readonly events: Events;
  /** The time cards on sale: `packages.list`. */
  listPackages(
    params?: ListPackagesParams,
    options?: RequestOptions,
  ): Promise<MindbotResult<PackageList>>;
  /** One payment: `payments.get`. */
  getPayment(id: string, options?: RequestOptions): Promise<MindbotResult<Payment>>;
  /**
   * Orders a time card, has the form shown, and answers when the payment is final: look at its
   * `status`. Time is on the account when it is `paid`. It rejects only with what your own
   * callback throws.
   * @example
   * const { data: payment, error } = await mindbot.purchaseTimeCard({
   *   package: 'time-30',
   *   mode: 'hosted',
   *   onCheckout: ({ url }) => window.open(url ?? ''),
   * });
   * if (payment?.status === 'paid') showBalance();
   */
  purchaseTimeCard(
    params: PurchaseTimeCardParams,
    options?: PurchaseTimeCardOptions,
  ): Promise<MindbotResult<Payment>>;
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
  const hub = createEventHub(async (listener, signal) => {
    // Loaded for the first listener: an app without any never needs it.
    const { runEventConnection } = await import('./events/event-connection.ts');
    await runEventConnection({ transport, ...listener }, signal);
  });
  const client: MindbotClient = {
    voiceSessions: new VoiceSessions(transport),
    balance: new BalanceResource(transport),
    ledgerEntries: new LedgerEntries(transport),
    assistants: new Assistants(transport),
    me: new Me(transport),
    config: new Config(transport),
    packages: new Packages(transport),
    priceQuotes: new PriceQuotes(transport),
    checkoutSessions: new CheckoutSessions(transport),
    paymentIntents: new PaymentIntents(transport),
    payments: new Payments(transport, hub),
    paymentMethods: new PaymentMethods(transport),
    promoCodes: new PromoCodes(transport),
    referral: new ReferralResource(transport),
    autoTopUp: new AutoTopUpResource(transport),
    notices: new Notices(transport),
    noticePreferences: new NoticePreferencesResource(transport),
    plans: new Plans(transport),
    subscription: new SubscriptionResource(transport),
    portalSessions: new PortalSessions(transport),
    events: new Events(hub),
    listPackages: (params, options) => client.packages.list(params, options),
    getPayment: (id, options) => client.payments.get(id, options),
    purchaseTimeCard: (params, options) => purchaseTimeCard(client, params, options),
  };
  return client;
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
