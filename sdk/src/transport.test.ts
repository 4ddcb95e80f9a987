// Guards how requests are sent: every failure is a value with its own code, and nothing is done twice.
import { delay, HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ProblemCode } from './errors.ts';
import { createTransport, type TransportSettings } from './transport.ts';

const BASE_URL = 'https://mindbot.example';
const THINGS = `${BASE_URL}/api/v1/things`;
const CREATE = { method: 'POST', path: '/things', body: {}, idempotencyKey: 'key-1' } as const;
const READ = { method: 'GET', path: '/things' } as const;

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

/** A transport whose pauses take no time but are noted. */
function makeTransport(settings: Partial<TransportSettings> = {}) {
  const pausesMs: number[] = [];
  const transport = createTransport({
    baseUrl: BASE_URL,
    getAccessToken: () => 'user-token',
    fetch: globalThis.fetch,
    timeoutMs: 5_000,
    maxRetries: 2,
    wait: async (durationMs) => void pausesMs.push(durationMs),
    ...settings,
  });
  return { transport, pausesMs };
}

/** Answers with each of `responses` in turn, the last one for ever; notes the requests. */
function answer(...responses: (() => Response)[]): Request[] {
  const requests: Request[] = [];
  server.use(
    http.all(THINGS, ({ request }) => {
      requests.push(request.clone());
      return (responses[requests.length - 1] ?? responses.at(-1))?.();
    }),
  );
  return requests;
}

const problem = (code: string, status: number, more: object = {}, headers: object = {}) =>
  HttpResponse.json(
    {
      type: `/problems/${code}`,
      title: 'Title',
      detail: 'Detail.',
      status,
      code,
      requestId: 'r-1',
      ...more,
    },
    { status, headers: { 'content-type': 'application/problem+json', ...headers } },
  );

test('gives the data of a success and sends the access token', async () => {
  const requests = answer(() => HttpResponse.json({ name: 'thing' }));
  const result = await makeTransport().transport.send(READ);
  expect(result).toEqual({ data: { name: 'thing' }, error: null });
  expect(requests[0]?.headers.get('authorization')).toBe('Bearer user-token');
});

test('gives null for an answer without content', async () => {
  answer(() => new HttpResponse(null, { status: 204 }));
  const result = await makeTransport().transport.send({ method: 'DELETE', path: '/things' });
  expect(result).toEqual({ data: null, error: null });
});

test('leaves unset query parameters out', async () => {
  const requests = answer(() => HttpResponse.json({}));
  const query = { limit: 5, cursor: undefined, query: 'a b' };
  await makeTransport().transport.send({ ...READ, query });
  expect(new URL(requests[0]?.url ?? '').search).toBe('?limit=5&query=a+b');
});

const STATUSES: Record<ProblemCode, number> = {
  unauthenticated: 401,
  not_found: 404,
  method_not_allowed: 405,
  validation_failed: 422,
  malformed_json: 400,
  body_too_large: 413,
  unsupported_media_type: 415,
  idempotency_key_missing: 400,
  idempotency_conflict: 409,
  insufficient_time: 402,
  too_many_calls: 429,
  rate_limited: 429,
  assistant_not_found: 404,
  call_ended: 409,
  call_not_ended: 409,
  voice_unavailable: 503,
  service_unavailable: 503,
  webhook_signature_invalid: 401,
  internal_error: 500,
  package_not_found: 404,
  package_not_on_sale: 409,
  quote_not_found: 404,
  quote_expired: 409,
  promo_code_invalid: 422,
  promo_code_exhausted: 409,
  promo_code_needs_purchase: 409,
  referral_refused: 409,
  payment_declined: 402,
  payments_unavailable: 503,
  saved_card_missing: 409,
  too_many_pending_payments: 429,
  plan_not_found: 404,
  subscription_exists: 409,
  subscription_missing: 409,
  gateway_not_available: 422,
};

test.each(Object.entries(STATUSES))(
  '%s arrives as an error with that code',
  async (code, status) => {
    answer(() => problem(code, status));
    const { error } = await makeTransport().transport.send(READ);
    expect(error).toMatchObject({ code, status, message: 'Detail.', requestId: 'r-1' });
  },
);

test('a refused body names its fields', async () => {
  const errors = [{ path: 'assistant', message: 'Too long.' }];
  answer(() => problem('validation_failed', 422, { errors }));
  const { error } = await makeTransport().transport.send(READ);
  expect(error).toMatchObject({ code: 'validation_failed', errors });
});

test('an answer that is not of the api is an unexpected response, never a crash', async () => {
  answer(() => new HttpResponse('<html>', { status: 418, headers: { 'x-request-id': 'r-2' } }));
  const { error } = await makeTransport().transport.send(READ);
  expect(error).toMatchObject({ code: 'unexpected_response', status: 418, requestId: 'r-2' });
});

test('a code of a newer api is an unexpected response', async () => {
  answer(() => problem('toString', 409));
  const { error } = await makeTransport().transport.send(READ);
  expect(error).toMatchObject({ code: 'unexpected_response', status: 409 });
});

test('a success that is not JSON is an unexpected response', async () => {
  answer(() => new HttpResponse('<html>'));
  const { error } = await makeTransport().transport.send(READ);
  expect(error).toMatchObject({ code: 'unexpected_response', status: 200 });
});

test('tries again after a network error, with the same idempotency key', async () => {
  const requests = answer(
    () => HttpResponse.error(),
    () => HttpResponse.error(),
    () => HttpResponse.json({ id: 1 }),
  );
  const { transport, pausesMs } = makeTransport();
  expect(await transport.send(CREATE)).toEqual({ data: { id: 1 }, error: null });
  expect(requests.map((request) => request.headers.get('idempotency-key'))).toEqual([
    'key-1',
    'key-1',
    'key-1',
  ]);
  expect(pausesMs[1]).toBeGreaterThan(pausesMs[0] ?? Number.POSITIVE_INFINITY);
});

test('gives up after its retries with the last error', async () => {
  const requests = answer(() => HttpResponse.error());
  const { error } = await makeTransport().transport.send(READ);
  expect(error?.code).toBe('network_error');
  expect(requests).toHaveLength(3);
});

test.each([502, 503, 504])('tries again when a gateway answers %i', async (status) => {
  const requests = answer(
    () => new HttpResponse('bad gateway', { status }),
    () => HttpResponse.json({}),
  );
  expect((await makeTransport().transport.send(READ)).error).toBeNull();
  expect(requests).toHaveLength(2);
});

test('waits as long as Retry-After asks', async () => {
  answer(
    () => problem('rate_limited', 429, {}, { 'retry-after': '3' }),
    () => HttpResponse.json({}),
  );
  const { transport, pausesMs } = makeTransport();
  expect((await transport.send(READ)).error).toBeNull();
  expect(pausesMs).toEqual([3_000]);
});

test('tells the caller instead of waiting long', async () => {
  const requests = answer(() => problem('rate_limited', 429, {}, { 'retry-after': '60' }));
  const { error } = await makeTransport().transport.send(READ);
  expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 60_000 });
  expect(requests).toHaveLength(1);
});

test.each(['too_many_calls', 'insufficient_time', 'internal_error'] as const)(
  'does not try again after %s',
  async (code) => {
    const requests = answer(() => problem(code, STATUSES[code]));
    await makeTransport().transport.send(CREATE);
    expect(requests).toHaveLength(1);
  },
);

test('a server that does not answer is a timeout', async () => {
  server.use(http.get(THINGS, () => delay('infinite')));
  const { transport } = makeTransport({ timeoutMs: 20, maxRetries: 0 });
  const { error } = await transport.send(READ);
  expect(error).toMatchObject({ code: 'timeout', timeoutMs: 20 });
});

test('a token that never comes is a timeout', async () => {
  const getAccessToken = () => new Promise<string>(() => {});
  const { transport } = makeTransport({ timeoutMs: 20, maxRetries: 0, getAccessToken });
  expect((await transport.send(READ)).error?.code).toBe('timeout');
});

test('an aborted request says so and is not tried again', async () => {
  const controller = new AbortController();
  const requests: string[] = [];
  server.use(
    http.get(THINGS, ({ request }) => {
      requests.push(request.url);
      controller.abort();
      return delay('infinite');
    }),
  );
  const { error } = await makeTransport().transport.send(READ, { signal: controller.signal });
  expect(error?.code).toBe('aborted');
  expect(requests).toHaveLength(1);
});

test('an abort before the start sends nothing', async () => {
  const requests = answer(() => HttpResponse.json({}));
  const { error } = await makeTransport().transport.send(READ, { signal: AbortSignal.abort() });
  expect(error?.code).toBe('aborted');
  expect(requests).toHaveLength(0);
});

test('without a signed-in user nothing is sent', async () => {
  const requests = answer(() => HttpResponse.json({}));
  const { transport } = makeTransport({ getAccessToken: async () => null });
  expect((await transport.send(READ)).error).toMatchObject({
    code: 'unauthenticated',
    status: 401,
  });
  expect(requests).toHaveLength(0);
});

test('a getAccessToken that fails is told apart from nobody being signed in', async () => {
  const cause = new Error('offline');
  const { transport } = makeTransport({ getAccessToken: () => Promise.reject(cause) });
  expect((await transport.send(READ)).error).toMatchObject({ code: 'access_token_failed', cause });
});

test('a public request carries no token', async () => {
  const requests = answer(() => HttpResponse.json({}));
  await makeTransport().transport.send({ ...READ, isPublic: true });
  expect(requests[0]?.headers.has('authorization')).toBe(false);
});
