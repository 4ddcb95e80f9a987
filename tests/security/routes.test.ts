// Every operation of the OpenAPI document: other people's objects, limits, headers, bodies, addresses.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../api/src/app.ts';
import { createServices } from '../../api/src/create-services.ts';
import { createOpenApiDocument } from '../../api/src/openapi.ts';
import { createRateLimits, type LimitName, RATE_LIMITS } from '../../api/src/rate-limits.ts';
import { signAccessToken } from '../../api/src/testing/test-environment.ts';
import { subscribeTo } from '../payments/support/subscriber.ts';
import { useShop } from '../payments/support/use-shop.ts';
import type { TestUser } from '../support/database.ts';
import { operationsOf, propertiesOf } from './openapi-operations.ts';

const shop = useShop({ CORS_ORIGINS: 'https://friend.example' });
const operations = operationsOf(createOpenApiDocument());
const key = () => ({ 'idempotency-key': randomUUID() });

/** What belongs to the owner, by the path its operations begin with. */
let objects: Record<string, string[]>;
let owner: TestUser;
let stranger: TestUser;

const idOf = async (sql: string, values: unknown[] = []) =>
  String((await shop.db.row<{ id: string }>(sql, values)).id);

beforeAll(async () => {
  owner = await subscribeTo(shop, 'starter');
  stranger = await shop.db.signUp();
  const call = await shop.ask('POST', '/api/v1/voice-sessions', {
    user: owner,
    body: {},
    headers: key(),
  });
  const methods = await shop.ask('GET', '/api/v1/payment-methods', { user: owner });
  objects = {
    '/api/v1/voice-sessions': [call.body.id],
    '/api/v1/payments': [await idOf('select id from payments where user_id = $1', [owner.userId])],
    '/api/v1/payment-methods': methods.body.items.map(({ id }: { id: string }) => id),
    // Of another organization: nobody here may talk to it, or know of it.
    '/api/v1/assistants': [
      await idOf(
        `with o as (insert into organizations (slug, name) values ('other', 'Other') returning id)
         insert into assistants (organization_id, slug, name, instructions, greeting, voice)
         select id, 'hidden', 'Hidden', 'i', 'g', 'alloy' from o returning id`,
      ),
    ],
  };
});

describe("another's object", () => {
  const withId = operations.filter(({ path }) => path.includes('{id}'));

  test('is known here for every operation that takes an id', () => {
    expect(withId.length).toBeGreaterThan(8);
    const unknown = withId.filter(
      ({ path }) => !objects[path.split('/{id}')[0] ?? '']?.every((id) => id.length > 3),
    );
    expect(unknown).toEqual([]);
  });

  test.each(withId.map(({ operationId, method, path }) => [operationId, method, path]))(
    '%s answers as for one that is not there',
    async (_operationId, method, path) => {
      const [before] = path.split('/{id}');
      for (const id of objects[before ?? ''] ?? []) {
        const never = id.startsWith('pm_') ? `pm_${'0'.repeat(24)}` : randomUUID();
        const [theirs, nobodys] = await Promise.all(
          [id, never].map((each) =>
            shop.ask(method, path.replace('{id}', each), { user: stranger, headers: key() }),
          ),
        );
        const wordsOf = ({ code, detail }: { code: string; detail: string }) => [code, detail];
        expect(theirs?.status).toBe(404);
        expect(wordsOf(theirs?.body)).toEqual(wordsOf(nobodys?.body));
      }
    },
  );

  test('is as it was, and still its owner’s', async () => {
    for (const path of ['/api/v1/voice-sessions', '/api/v1/payments']) {
      const { status } = await shop.ask('GET', `${path}/${objects[path]?.[0]}`, { user: owner });
      expect([path, status]).toEqual([path, 200]);
    }
    const methods = await shop.ask('GET', '/api/v1/payment-methods', { user: owner });
    expect(methods.body.items).toHaveLength(objects['/api/v1/payment-methods']?.length ?? -1);
    const { status } = await shop.ask(
      'GET',
      `/api/v1/voice-sessions/${objects['/api/v1/voice-sessions']?.[0]}`,
      { user: owner },
    );
    expect(status).toBe(200);
  });

  test('is named in a body only where this file tries it', () => {
    const named = operations.flatMap((operation) =>
      propertiesOf(operation)
        .filter(({ name, format }) => format === 'uuid' || /(^|[a-z])ids?$/i.test(name))
        .map(({ name }) => `${operation.operationId}: ${name}`),
    );
    expect(named.sort()).toEqual([
      'createCheckoutSession: quoteId',
      'createPaymentIntent: quoteId',
      'markNoticesRead: ids',
      'updateAutoTopUp: packageId',
    ]);
  });

  test.each(['checkout-sessions', 'payment-intents'])(
    'a quote buys nothing at %s',
    async (path) => {
      const quote = await shop.ask('POST', '/api/v1/price-quotes', {
        user: owner,
        body: { package: 'time-30' },
      });
      const answer = await shop.ask('POST', `/api/v1/${path}`, {
        user: stranger,
        body: { quoteId: quote.body.id },
        headers: key(),
      });
      expect([answer.status, answer.body.code]).toEqual([404, 'quote_not_found']);
    },
  );

  test('a notice stays unread, and a package of others is none', async () => {
    const id = await idOf('select id from notices where user_id = $1 limit 1', [owner.userId]);
    await shop.ask('POST', '/api/v1/notices/read', { user: stranger, body: { ids: [id] } });
    expect(await shop.db.row('select read_at from notices where id = $1', [id])).toEqual({
      read_at: null,
    });
    const wish = { isEnabled: false, thresholdMs: 300_000, monthlyMaxCount: 1 };
    const answer = await shop.ask('PUT', '/api/v1/auto-top-up', {
      user: stranger,
      body: { ...wish, packageId: randomUUID() },
    });
    expect([answer.status, answer.body.code]).toEqual([404, 'package_not_found']);
  });
});

describe('no request names an address the service would go to', () => {
  test.each(operations.map((operation) => [operation.operationId, operation] as const))(
    '%s',
    (_operationId, operation) => {
      const addresses = propertiesOf(operation).filter(
        ({ name, format }) =>
          /^(uri|url|hostname|ipv[46])/.test(format) ||
          /(url|uri|host|callback|webhook|redirect)/i.test(name),
      );
      expect(addresses).toEqual([]);
    },
  );
});

describe('limits', () => {
  /** Limits that no operation has by itself, and who counts them. */
  const countedElsewhere = ['promo_guess_user', 'promo_guess_address', 'promo_guess_repeat'];

  function appWithLimitsOf(requests: Partial<Record<LimitName, number>>) {
    const limits = Object.fromEntries(
      Object.keys(RATE_LIMITS).map((name) => [
        name,
        { requests: requests[name as LimitName] ?? 1_000, windowSeconds: 60 },
      ]),
    ) as Record<LimitName, { requests: number; windowSeconds: number }>;
    const { environment, database, livekit, logger } = shop.services;
    const rateLimits = createRateLimits({ limits, logger } as never);
    return createApp(createServices(environment, { database, livekit, logger, rateLimits }));
  }

  /** The limits an operation counts under, as its answers tell. */
  async function policiesOf(method: string, path: string): Promise<string[]> {
    const app = appWithLimitsOf({});
    const response = await app.request(path.replace('{id}', randomUUID()), {
      method: method.toUpperCase(),
      headers: { authorization: `Bearer ${await signAccessToken(stranger.userId)}`, ...key() },
    });
    await response.body?.cancel();
    const text = response.headers.get('ratelimit-policy') ?? '';
    return [...text.matchAll(/"(\w+)"/g)].map(([, name = '']) => name);
  }

  test('every operation of the api counts its callers', async () => {
    const found = new Set<string>();
    for (const { method, path, isForUsers } of operations) {
      if (!path.startsWith('/api/')) continue;
      const [last = 'nothing'] = (await policiesOf(method, path)).slice(-1);
      found.add(last);
      // What a signed-in user asks is counted by user, or by the operation's own limit.
      expect([path, last !== 'nothing']).toEqual([path, true]);
      if (isForUsers) expect([path, last]).not.toEqual([path, 'address']);
    }
    const known = Object.keys(RATE_LIMITS).filter((name) => !countedElsewhere.includes(name));
    expect([...found].sort()).toEqual(known.sort());
  });

  test('whoever asks beyond one is refused until it is over', async () => {
    for (const name of ['address', 'user'] as const) {
      const app = appWithLimitsOf({ [name]: 2 });
      const headers = { authorization: `Bearer ${await signAccessToken(stranger.userId)}` };
      const ask = () => app.request('/api/v1/me', { headers });
      const statuses = [(await ask()).status, (await ask()).status];
      const refused = await ask();
      expect([...statuses, refused.status]).toEqual([200, 200, 429]);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await refused.json()).code).toBe('rate_limited');
    }
  });
});

describe('headers', () => {
  const pages = [
    '/',
    '/call',
    '/docs',
    '/openapi.json',
    '/problems/not_found',
    '/nowhere',
    '/metrics',
  ];
  const all = [
    ...operations.map(({ method, path }) => [method, path.replace('{id}', randomUUID())] as const),
    ...pages.map((path) => ['get', path] as const),
  ];

  test.each(all)('%s %s says what browsers may do, and it is little', async (method, path) => {
    const response = await shop.send(method, path, { user: stranger, headers: key() });
    await response.body?.cancel();
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toMatch(/base-uri 'none'/);
    expect(policy.replace(/style-src [^;]*/, '')).not.toMatch(/unsafe-inline|unsafe-eval|\*(?!\.)/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    expect(response.headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
    expect(response.headers.get('x-powered-by')).toBeNull();
    if (path.startsWith('/api/') && !path.endsWith('/config')) {
      expect(response.headers.get('cache-control')).toMatch(/no-store|public/);
    }
  });

  test('other origins may ask only when they are named, and never with cookies', async () => {
    const allowedFor = async (origin: string) => {
      const { headers } = await shop.send('GET', '/api/v1/me', {
        user: stranger,
        headers: { origin },
      });
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      return headers.get('access-control-allow-origin');
    };
    expect(await allowedFor('https://friend.example')).toBe('https://friend.example');
    for (const origin of ['https://evil.example', 'null', 'https://friend.example.evil.example']) {
      expect(await allowedFor(origin)).toBeNull();
    }
  });
});

test.each(operations.filter(({ method }) => method !== 'get'))(
  '$operationId reads no body beyond the limit, however it is sent',
  async ({ method, path }) => {
    const giant = 'x'.repeat(70_000);
    const address = path.replace('{id}', randomUUID());
    for (const headers of [{ ...key() }, { ...key(), 'content-length': String(giant.length) }]) {
      const response = await shop.send(method, address, { user: stranger, body: giant, headers });
      const { code } = await response.json();
      expect([response.status, code]).toEqual([413, 'body_too_large']);
    }
  },
);
