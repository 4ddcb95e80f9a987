// Limits: counted by user or address, refused with a word of when, and never by a Redis that is away.
import { createLogger } from '@mindbot/platform/logging';
import { describe, expect, test } from 'vitest';
import { createRateLimits, RATE_LIMITS } from './rate-limits.ts';
import { startRedisStandIn } from './testing/redis-stand-in.ts';
import { testEnvironment } from './testing/test-environment.ts';
import { createTestApp, useApi } from './testing/use-api.ts';

const api = useApi();
const logger = createLogger('api', { level: 'silent', format: 'json' });
const two = { requests: 2, windowSeconds: 60 };

function appWith(limits: Partial<typeof RATE_LIMITS>, environment = {}) {
  return createTestApp(testEnvironment({ DATABASE_URL: api.db.databaseUrl, ...environment }), {
    database: api.services.database,
    rateLimits: createRateLimits({ limits: { ...RATE_LIMITS, ...limits }, logger }),
  });
}

test('one user at the limit does not stop another', async () => {
  const { send } = appWith({ user: two as never });
  const [eager, other] = [await api.db.signUp(), await api.db.signUp()];
  const statuses: number[] = [];
  for (let request = 0; request < 3; request += 1) {
    statuses.push((await send('GET', '/api/v1/me', { user: eager })).status);
  }
  expect(statuses).toEqual([200, 200, 429]);
  expect((await send('GET', '/api/v1/me', { user: other })).status).toBe(200);
});

test('starting calls has a limit of its own', async () => {
  const { send } = appWith({ create_voice_session: { requests: 1, windowSeconds: 60 } as never });
  const user = await api.db.signUp();
  const create = (key: string) =>
    send('POST', '/api/v1/voice-sessions', { user, body: {}, headers: { 'idempotency-key': key } });
  expect((await create('first')).status).toBe(201);
  const refused = await create('second');
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('60');
  expect(refused.headers.get('ratelimit')).toBe('"create_voice_session";r=0;t=60');
  expect((await send('GET', '/api/v1/balance', { user })).status).toBe(200);
});

describe('an address', () => {
  const statusesFrom = async (addresses: [string, string?][], trustedProxyCount = 0) => {
    const { app } = appWith(
      { address: { requests: 1, windowSeconds: 60 } as never },
      { TRUSTED_PROXY_COUNT: String(trustedProxyCount) },
    );
    const statuses: number[] = [];
    for (const [remoteAddress, forwarded] of addresses) {
      const headers: Record<string, string> = forwarded ? { 'x-forwarded-for': forwarded } : {};
      const environment = { incoming: { socket: { remoteAddress } } };
      const response = await app.request('/api/v1/config', { headers }, environment);
      statuses.push(response.status);
    }
    return statuses;
  };

  test('is counted whoever asks from it', async () => {
    expect(await statusesFrom([['203.0.113.1'], ['203.0.113.1'], ['203.0.113.2']])).toEqual([
      200, 429, 200,
    ]);
  });

  test('of IPv6 is a whole network, and one of IPv4 is itself in either form', async () => {
    expect(
      await statusesFrom([['2001:db8::1'], ['2001:db8:0:0:9::2'], ['2001:db8:0:1::1']]),
    ).toEqual([200, 429, 200]);
    expect(await statusesFrom([['::ffff:203.0.113.1'], ['203.0.113.1']])).toEqual([200, 429]);
  });

  test('cannot be made up by a header when there is no proxy', async () => {
    expect(
      await statusesFrom([
        ['203.0.113.1', '198.51.100.1'],
        ['203.0.113.1', '198.51.100.2'],
      ]),
    ).toEqual([200, 429]);
  });

  test('behind our proxy is the one the proxy saw', async () => {
    expect(
      await statusesFrom(
        [
          ['10.0.0.1', 'made-up, 198.51.100.1'],
          ['10.0.0.1', 'other, 198.51.100.1'],
          ['10.0.0.1', '198.51.100.2'],
        ],
        1,
      ),
    ).toEqual([200, 429, 200]);
  });
});

describe('with Redis', () => {
  const limitsAt = (redisUrl: string) =>
    createRateLimits({ limits: { ...RATE_LIMITS, user: two as never }, redisUrl, logger });

  test('replicas share one count', async () => {
    const redis = await startRedisStandIn();
    const replicas = [limitsAt(redis.url), limitsAt(redis.url)];
    for (const [index, replica] of replicas.entries()) {
      // Until it is connected a replica counts for itself.
      await expect
        .poll(() => replica.count('address', `${index}`).then(() => redis.countedKeys))
        .toContain(`mindbot:address:${index}`);
    }
    const states = [];
    for (const replica of [...replicas, ...replicas]) states.push(await replica.count('user', 'a'));
    expect(states.map((state) => state.isAllowed)).toEqual([true, true, false, false]);
    for (const replica of replicas) await replica.close();
    await redis.close();
  });

  test('that is away, this process counts for itself', async () => {
    const limits = limitsAt('redis://127.0.0.1:1');
    const states = [];
    for (let request = 0; request < 3; request += 1) states.push(await limits.count('user', 'a'));
    expect(states.map((state) => state.isAllowed)).toEqual([true, true, false]);
    await limits.close();
  });
});
