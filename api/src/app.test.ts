// What every request meets: ids, headers, origins, unknown addresses, and who may see the metrics.
import { describe, expect, test } from 'vitest';
import { testEnvironment } from './testing/test-environment.ts';
import { createTestApp, useApi } from './testing/use-api.ts';

const api = useApi({ CORS_ORIGINS: 'https://app.example.org, https://other.example.org' });

describe('every response', () => {
  test.each(['/api/v1/config', '/api/v1/nothing', '/health/live', '/docs', '/', '/metrics'])(
    'at %s says what browsers may do with it',
    async (path) => {
      const { headers } = await api.send('GET', path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('permissions-policy')).toContain('microphone=(self)');
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toMatch(/script-src[^;]*(unsafe|\*|https?:)/);
      expect(policy).toContain("frame-ancestors 'none'");
    },
  );

  test('lets the web client reach Supabase and LiveKit, and nobody else', async () => {
    const { headers } = await api.send('GET', '/');
    const [, connections] = /connect-src ([^;]*)/.exec(
      headers.get('content-security-policy') ?? '',
    ) ?? ['', ''];
    expect(connections?.split(' ')).toEqual([
      "'self'",
      'http://127.0.0.1:1',
      'ws://127.0.0.1:2',
      'http://127.0.0.1:2',
    ]);
  });

  test('behind https asks for https for ever', async () => {
    const secure = createTestApp(testEnvironment({ PUBLIC_URL: 'https://mindbot.example.org' }));
    const { headers } = await secure.send('GET', '/health/live');
    expect(headers.get('strict-transport-security')).toContain('max-age=31536000');
    const plain = await api.send('GET', '/health/live');
    expect(plain.headers.get('strict-transport-security')).toBeNull();
  });

  test('carries the id of its request: a given one when it is fit to be logged', async () => {
    const idFor = async (given?: string) => {
      const headers: Record<string, string> = given === undefined ? {} : { 'x-request-id': given };
      return (await api.send('GET', '/health/live', { headers })).headers.get('x-request-id');
    };
    expect(await idFor('request-12345')).toBe('request-12345');
    for (const given of [undefined, 'short', 'x'.repeat(65), 'with "quotes" and spaces']) {
      expect(await idFor(given)).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe('other origins', () => {
  const preflight = (origin: string) =>
    api.send('OPTIONS', '/api/v1/voice-sessions', {
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,idempotency-key',
      },
    });

  test('that are configured may call the api', async () => {
    const { status, headers } = await preflight('https://other.example.org');
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe('https://other.example.org');
    expect(headers.get('access-control-allow-headers')).toContain('idempotency-key');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  test.each(['https://evil.example.org', 'null', 'https://app.example.org.evil.example'])(
    '%s may not',
    async (origin) => {
      const { headers } = await preflight(origin);
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );
});

describe('answers of the api', () => {
  test('are never kept by caches', async () => {
    const user = await api.db.signUp();
    const { headers } = await api.send('GET', '/api/v1/balance', { user });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('say how much may still be asked', async () => {
    const user = await api.db.signUp();
    const { headers } = await api.send('GET', '/api/v1/balance', { user });
    expect(headers.get('ratelimit-policy')).toBe('"user";q=1000000;w=60');
    expect(headers.get('ratelimit')).toBe('"user";r=999999;t=60');
  });
});

describe('the metrics', () => {
  const metricsFor = (token: string | undefined, address: string, headers = {}) => {
    const { app } = createTestApp(testEnvironment({ METRICS_TOKEN: token }));
    const incoming = { socket: { remoteAddress: address } };
    return app.request('/metrics', { headers }, { incoming });
  };

  test('without a token are for this machine alone', async () => {
    expect((await metricsFor(undefined, '127.0.0.1')).status).toBe(200);
    expect((await metricsFor(undefined, '::ffff:127.0.0.1')).status).toBe(200);
    expect((await metricsFor(undefined, '10.0.0.7')).status).toBe(404);
    const proxied = { 'x-forwarded-for': '203.0.113.9' };
    expect((await metricsFor(undefined, '127.0.0.1', proxied)).status).toBe(404);
  });

  test('with a token are for who has it, wherever they are', async () => {
    const token = 'a-token-for-the-metrics';
    const right = { authorization: `Bearer ${token}` };
    expect((await metricsFor(token, '10.0.0.7', right)).status).toBe(200);
    expect((await metricsFor(token, '127.0.0.1')).status).toBe(404);
    const wrong = { authorization: `Bearer ${token}x` };
    expect((await metricsFor(token, '10.0.0.7', wrong)).status).toBe(404);
  });

  test('tell of calls and requests', async () => {
    await api.send('GET', '/api/v1/config');
    const text = await api.services.metrics.registry.metrics();
    expect(text).toMatch(/mindbot_calls_active\{part="api"\} \d+/);
    expect(text).toContain('route="/api/v1/config",status="200"');
  });
});

test('a path no route has, or a method it lacks, is a problem and no page', async () => {
  const unknown = await api.ask('GET', '/api/v1/nothing', { headers: { accept: 'text/html' } });
  expect([unknown.status, unknown.body.code]).toEqual([404, 'not_found']);
  const posted = await api.ask('POST', '/somewhere');
  expect([posted.status, posted.body.code]).toEqual([404, 'not_found']);
});
