// Every refusal can happen: each problem code is provoked here, and none is forgotten.
import { randomUUID } from 'node:crypto';
import { createLogger } from '@mindbot/platform/logging';
import { expect, test } from 'vitest';
import { addPromoCode } from '../../supabase/tests/pricing-scenario.ts';
import { createPlan, subscribe } from '../../supabase/tests/subscription-scenario.ts';
import type { TestUser } from '../../tests/support/database.ts';
import { PROBLEMS, type ProblemCode, problemSchema } from './problem.ts';
import { createRateLimits, RATE_LIMITS } from './rate-limits.ts';
import { testEnvironment } from './testing/test-environment.ts';
import { createTestApp, startCall, useApi } from './testing/use-api.ts';

const api = useApi();
const calls = '/api/v1/voice-sessions';
const key = () => ({ 'idempotency-key': randomUUID() });

async function createCall(body: unknown = {}, headers: Record<string, string> = key()) {
  return api.send('POST', calls, { user: await api.db.signUp(), body, headers });
}

async function redeem(code: string, redeemer?: TestUser) {
  const user = redeemer ?? (await api.db.signUp());
  return api.send('POST', '/api/v1/promo-redemptions', { user, body: { code } });
}

/** Asks an api that has a gateway, which none of these refusals gets as far as. */
async function askOfPlans(method: string, path: string, body: unknown, subscriber?: TestUser) {
  const user = subscriber ?? (await api.db.signUp());
  const environment = { DATABASE_URL: api.db.databaseUrl, STRIPE_SECRET_KEY: 'sk_test_unused' };
  const { send } = createTestApp(testEnvironment(environment), {
    database: api.services.database,
  });
  return send(method, `/api/v1/${path}`, { user, body, headers: key() });
}

/** How each code is provoked; the type fails when a code is missing here. */
const provocations: Record<ProblemCode, () => Promise<Response>> = {
  unauthenticated: () => api.send('GET', '/api/v1/me'),
  not_found: () => api.send('GET', '/api/v1/nothing'),
  method_not_allowed: () => api.send('PUT', calls),
  validation_failed: () => createCall({ assistant: 7 }),
  malformed_json: () => createCall('{'),
  body_too_large: () => createCall({ assistant: 'x'.repeat(70_000) }),
  unsupported_media_type: () => createCall('x', { ...key(), 'content-type': 'text/plain' }),
  idempotency_key_missing: () => createCall({}, {}),
  async idempotency_conflict() {
    const user = await api.db.signUp();
    const headers = key();
    await api.send('POST', calls, { user, body: {}, headers });
    return api.send('POST', calls, { user, body: { assistant: 'morgan' }, headers });
  },
  async insufficient_time() {
    const user = await api.db.signUp();
    const grant = await api.db.row<{ id: number }>(
      'select id from ledger_entries where account_id = $1',
      [user.accountId],
    );
    await api.db.call('reverse_entry', {
      p_entry_id: grant.id,
      p_idempotency_key: randomUUID(),
      p_note: '',
    });
    return api.send('POST', calls, { user, body: {}, headers: key() });
  },
  async too_many_calls() {
    const user = await api.db.signUp();
    const responses: Response[] = [];
    for (let call = 0; call < 4; call += 1) {
      responses.push(await api.send('POST', calls, { user, body: {}, headers: key() }));
    }
    return responses[3] as Response;
  },
  async rate_limited() {
    const logger = createLogger('api', { level: 'silent', format: 'json' });
    const limits = { ...RATE_LIMITS, address: { requests: 1, windowSeconds: 60 } };
    const { send } = createTestApp(testEnvironment({ DATABASE_URL: api.db.databaseUrl }), {
      database: api.services.database,
      rateLimits: createRateLimits({ limits, logger }),
    });
    await send('GET', '/api/v1/me');
    return send('GET', '/api/v1/me');
  },
  assistant_not_found: () => createCall({ assistant: 'nobody' }),
  async call_ended() {
    const { user, id } = await startCall(api, { hasAgent: false });
    await api.send('POST', `${calls}/${id}/end`, { user });
    return api.send('POST', `${calls}/${id}/token`, { user });
  },
  async call_not_ended() {
    const { user, id } = await startCall(api);
    return api.send('DELETE', `${calls}/${id}`, { user });
  },
  voice_unavailable() {
    api.livekit.setAway(true);
    return createCall();
  },
  async service_unavailable() {
    const user = await api.db.signUp();
    const { send } = createTestApp(testEnvironment());
    return send('GET', '/api/v1/balance', { user });
  },
  webhook_signature_invalid: () => api.send('POST', '/webhooks/livekit', { body: {} }),
  promo_code_invalid: () => redeem('NOBODY-HAS-IT'),
  async promo_code_exhausted() {
    const user = await api.db.signUp();
    const code = await addPromoCode(api.db, { free_time_ms: 60_000 });
    await redeem(code, user);
    return redeem(code, user);
  },
  promo_code_needs_purchase: async () => redeem(await addPromoCode(api.db)),
  async referral_refused() {
    const user = await api.db.signUp();
    return api.send('POST', '/api/v1/referrals', { user, body: { code: 'NOBODYS2' } });
  },
  plan_not_found: () => askOfPlans('POST', 'subscriptions', { plan: 'nobody-sells-it' }),
  subscription_missing: () => askOfPlans('PATCH', 'subscription', { cancelAtPeriodEnd: true }),
  async subscription_exists() {
    const { user } = await subscribe(api.db, await createPlan(api.db));
    return askOfPlans('POST', 'subscriptions', { plan: 'starter' }, user);
  },
  async internal_error() {
    const user = await api.db.signUp();
    const { database } = api.services;
    const { send } = createTestApp(testEnvironment(), {
      database: { ...database, readAs: () => Promise.reject(new Error('a bug and its secret')) },
    });
    return send('GET', '/api/v1/balance', { user });
  },
};

test.each(Object.keys(PROBLEMS) as ProblemCode[])('%s can be provoked', async (code) => {
  const response = await provocations[code]();
  const problem = problemSchema.parse(await response.json());
  expect(problem).toMatchObject({
    code,
    status: PROBLEMS[code].status,
    title: PROBLEMS[code].title,
    type: `/problems/${code}`,
  });
  expect(response.status).toBe(problem.status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(JSON.stringify(problem)).not.toContain('secret');
  const page = await api.send('GET', problem.type);
  expect(await page.text()).toContain(PROBLEMS[code].advice);
});

test('what may be tried again says when', async () => {
  for (const code of ['rate_limited', 'voice_unavailable', 'service_unavailable'] as const) {
    const response = await provocations[code]();
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    api.livekit.setAway(false);
  }
});
