// Guards the client's promises: it speaks every operation of the api, and refuses to start half-made.
import { expect, test } from 'vitest';
import openapi from '../openapi.json' with { type: 'json' };
import { createMindbotClient, type MindbotClient } from './client.ts';
import { MindbotRequestError, unwrap } from './errors.ts';
import type { NoticePreferences } from './types.ts';

const ID = 'c56a4180-65aa-42ec-a945-5fd21dec0538';

/** Every method of the client by the `operationId` it stands for. */
const CALLS: Record<string, (client: MindbotClient) => Promise<unknown>> = {
  createVoiceSession: (client) => client.voiceSessions.create({ assistant: 'alex' }),
  listVoiceSessions: (client) => client.voiceSessions.list({ limit: 5, query: 'x' }),
  getVoiceSession: (client) => client.voiceSessions.get(ID),
  deleteVoiceSession: (client) => client.voiceSessions.delete(ID),
  getTranscript: (client) => client.voiceSessions.getTranscript(ID),
  endVoiceSession: (client) => client.voiceSessions.end(ID),
  createJoinToken: (client) => client.voiceSessions.createToken(ID),
  createAgentRequest: (client) => client.voiceSessions.requestAgent(ID),
  getCurrentUser: (client) => client.me.get(),
  getBalance: (client) => client.balance.get(),
  listLedgerEntries: (client) => client.ledgerEntries.list({ limit: 5 }),
  listAssistants: (client) => client.assistants.list(),
  getAssistant: (client) => client.assistants.get(ID),
  getConfig: (client) => client.config.get(),
  listPackages: (client) => client.packages.list({ currency: 'EUR' }),
  createPriceQuote: (client) => client.priceQuotes.create({ package: 'time-30' }),
  createCheckoutSession: (client) => client.checkoutSessions.create({ package: 'time-30' }),
  createPaymentIntent: (client) => client.paymentIntents.create({ package: 'time-30' }),
  listPayments: (client) => client.payments.list({ limit: 5 }),
  getPayment: (client) => client.payments.get(ID),
  listPaymentMethods: (client) => client.paymentMethods.list(),
  deletePaymentMethod: (client) => client.paymentMethods.delete(ID),
  createPromoRedemption: (client) => client.promoCodes.redeem('HELLO'),
  getReferral: (client) => client.referral.get(),
  createReferral: (client) => client.referral.accept('HELLO'),
  getAutoTopUp: (client) => client.autoTopUp.get(),
  updateAutoTopUp: (client) =>
    client.autoTopUp.update({
      isEnabled: true,
      thresholdMs: 300_000,
      packageId: ID,
      monthlyMaxCount: 2,
    }),
  listNotices: (client) => client.notices.list({ limit: 5 }),
  markNoticesRead: (client) => client.notices.markRead(),
  getNoticePreferences: (client) => client.noticePreferences.get(),
  updateNoticePreferences: (client) => client.noticePreferences.update(PREFERENCES),
  listPlans: (client) => client.plans.list(),
  getSubscription: (client) => client.subscription.get(),
  createSubscription: (client) => client.subscription.create({ plan: 'plus' }),
  updateSubscription: (client) => client.subscription.update({ cancelAtPeriodEnd: true }),
  createPortalSession: (client) => client.portalSessions.create(),
  streamEvents: (client) =>
    new Promise<void>((resolve) => {
      const subscription = client.events.subscribe({
        onEvent: () => {},
        onStateChange: (state) => {
          if (state !== 'waiting') return;
          subscription.close();
          resolve();
        },
      });
    }),
};

const PREFERENCES: NoticePreferences = {
  email: {
    low_time: true,
    time_expiring: true,
    receipt: true,
    auto_top_up: true,
    referral: true,
    subscription: true,
  },
};

/** Pages that a link in an email leads to; nothing an app would call. */
const PAGES = ['showUnsubscribe', 'submitUnsubscribe'];

interface Operation {
  operationId: string;
  security?: unknown[];
  parameters?: { in: string; name: string; required?: boolean }[];
}
const paths: Record<string, Record<string, Operation>> = openapi.paths;
const operations = Object.entries(paths)
  .filter(([path]) => path.startsWith('/api/v1/'))
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  )
  .filter(({ operationId }) => !PAGES.includes(operationId));

function recordingClient() {
  const requests: Request[] = [];
  const client = createMindbotClient({
    baseUrl: 'https://mindbot.example/',
    getAccessToken: () => 'user-token',
    fetch: async (input, init) => {
      requests.push(new Request(input, init));
      return Response.json({ items: [], nextCursor: null });
    },
  });
  return { client, requests };
}

test('has one method for every operation of the api', () => {
  expect(Object.keys(CALLS).sort()).toEqual(operations.map((one) => one.operationId).sort());
});

test.each(operations)('$operationId is sent as the api describes it', async (operation) => {
  const { client, requests } = recordingClient();
  await CALLS[operation.operationId]?.(client);
  const [request] = requests;
  expect(requests).toHaveLength(1);
  expect(request?.method).toBe(operation.method.toUpperCase());
  expect(new URL(request?.url ?? '').pathname).toBe(operation.path.replace('{id}', ID));
  const needsToken = (operation.security ?? []).length > 0;
  expect(request?.headers.has('authorization')).toBe(needsToken);
  const known = (operation.parameters ?? []).filter((one) => one.in === 'query');
  for (const name of new URL(request?.url ?? '').searchParams.keys()) {
    expect(known.map((one) => one.name)).toContain(name);
  }
  const needsKey = operation.parameters?.some((one) => one.name === 'idempotency-key');
  expect(request?.headers.has('idempotency-key')).toBe(needsKey ?? false);
});

test('the short names of buying are those of the resources', async () => {
  const { client, requests } = recordingClient();
  await client.listPackages({ currency: 'EUR' });
  await client.getPayment(ID);
  expect(requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
    'GET /api/v1/packages',
    `GET /api/v1/payments/${ID}`,
  ]);
});

test('what may be charged has an idempotency key of its own, or the given one', async () => {
  const { client, requests } = recordingClient();
  const options = { idempotencyKey: 'mine' };
  await client.checkoutSessions.create({ package: 'time-30' }, options);
  await client.paymentIntents.create({ quoteId: ID }, options);
  await client.subscription.create({ plan: 'plus' }, options);
  await client.promoCodes.redeem('HELLO', options);
  await client.paymentIntents.create({ quoteId: ID });
  const keys = requests.map((request) => request.headers.get('idempotency-key'));
  expect(keys.slice(0, 4)).toEqual(['mine', 'mine', 'mine', 'mine']);
  expect(keys[4]).not.toBe('mine');
});

test('makes a new idempotency key for every call it creates', async () => {
  const { client, requests } = recordingClient();
  await client.voiceSessions.create();
  await client.voiceSessions.create();
  await client.voiceSessions.create({}, { idempotencyKey: 'mine' });
  const keys = requests.map((request) => request.headers.get('idempotency-key'));
  expect(new Set(keys).size).toBe(3);
  expect(keys[2]).toBe('mine');
});

test('escapes ids, so that none can reach another path', async () => {
  const { client, requests } = recordingClient();
  await client.voiceSessions.get('../balance?x=1');
  expect(new URL(requests[0]?.url ?? '').pathname).toBe(
    '/api/v1/voice-sessions/..%2Fbalance%3Fx%3D1',
  );
});

const getAccessToken = () => null;
test.each([
  [{ getAccessToken }, /baseUrl is missing: pass the address/],
  [{ baseUrl: 'mindbot.example', getAccessToken }, /not an http\(s\) address: pass it whole/],
  [{ baseUrl: 'ftp://mindbot.example', getAccessToken }, /not an http\(s\) address/],
  [{ baseUrl: 'https://mindbot.example' }, /getAccessToken is missing: pass a function/],
  [undefined, /baseUrl is missing/],
])('refuses %o and says how to mend it', (options, message) => {
  expect(() => createMindbotClient(options as never)).toThrow(message);
});

test('unwrap gives the data, or throws the error with its code', () => {
  expect(unwrap({ data: 1, error: null })).toBe(1);
  const error = { code: 'aborted', message: 'Stopped.' } as const;
  expect(() => unwrap({ data: null, error })).toThrow(MindbotRequestError);
  expect(() => unwrap({ data: null, error })).toThrow('aborted: Stopped.');
});
