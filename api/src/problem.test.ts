// Every refusal can happen: each problem code is provoked here, and none is forgotten.
import { randomUUID } from 'node:crypto';
import { createLogger } from '@mindbot/platform/logging';
import { expect, test } from 'vitest';
import { addPromoCode } from '../../supabase/tests/pricing-scenario.ts';
import { createPlan, subscribe } from '../../supabase/tests/subscription-scenario.ts';
import type { TestUser } from '../../tests/support/database.ts';
import { DEFAULT_ORGANIZATION_ID } from './organization.ts';
import { PROBLEMS, type ProblemCode, problemSchema } from './problem.ts';
import { createRateLimits, RATE_LIMITS } from './rate-limits.ts';
import { testEnvironment } from './testing/test-environment.ts';
import { createTestApp, startCall, type TestApi, useApi } from './testing/use-api.ts';

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

const intents = '/api/v1/payment-intents';

/** The api with the key of a Stripe that is away. */
function withStripe() {
  const environment = testEnvironment({
    STRIPE_SECRET_KEY: 'sk_test_of_nobody',
    STRIPE_API_URL: 'http://127.0.0.1:1',
  });
  return createTestApp(environment, { database: api.services.database });
}

async function buy(shop: Pick<TestApi, 'send'>, body: object, buyer?: TestUser) {
  const user = buyer ?? (await api.db.signUp());
  return shop.send('POST', '/api/v1/checkout-sessions', { user, body, headers: key() });
}

async function quote({ userId }: TestUser): Promise<string> {
  const buyer = { userId, organizationId: DEFAULT_ORGANIZATION_ID };
  const wish = { package: 'time-30', quantity: 1, promoCode: null };
  const quoted = await api.services.pricingLedger.createQuote(buyer, wish);
  if (quoted.quote === null) throw new Error(quoted.outcome);
  return quoted.quote.id;
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
  gateway_not_available: () => buy(api, { package: 'time-30' }),
  payments_unavailable: () => buy(withStripe(), { package: 'time-30' }),
  package_not_found: () => buy(withStripe(), { package: 'time-nothing' }),
  async package_not_on_sale() {
    await api.db.rows(`update packages set is_active = false where slug = 'time-600'`);
    return buy(withStripe(), { package: 'time-600' });
  },
  quote_not_found: () => buy(withStripe(), { quoteId: randomUUID() }),
  async quote_expired() {
    const user = await api.db.signUp();
    const quoteId = await quote(user);
    await api.db.rows(
      `update price_quotes set expires_at = now() - interval '1 second' where id = $1`,
      [quoteId],
    );
    return buy(withStripe(), { quoteId }, user);
  },
  async too_many_pending_payments() {
    const user = await api.db.signUp();
    for (let made = 0; made < 20; made += 1) {
      await api.services.paymentLedger.createPayment({
        userId: user.userId,
        organizationId: DEFAULT_ORGANIZATION_ID,
        quoteId: await quote(user),
        kind: 'purchase',
        gateway: 'stripe',
        mode: 'checkout',
        idempotencyKey: randomUUID(),
        requestHash: 'a request',
        lifetimeMs: 60_000,
      });
    }
    return buy(withStripe(), { package: 'time-30' }, user);
  },
  async saved_card_missing() {
    const user = await api.db.signUp();
    const body = { package: 'time-30', useSavedCard: true };
    return withStripe().send('POST', intents, { user, body, headers: key() });
  },
  async payment_declined() {
    const user = await api.db.signUp();
    const request = { user, body: { package: 'time-30' }, headers: key() };
    await withStripe().send('POST', intents, request);
    // What came of it is asked for again after the bank has said no.
    await api.db.rows(
      `update payments set status = 'failed', failure_code = 'insufficient_funds'
       where user_id = $1`,
      [user.userId],
    );
    return withStripe().send('POST', intents, request);
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
  for (const code of [
    'rate_limited',
    'voice_unavailable',
    'payments_unavailable',
    'too_many_pending_payments',
    'service_unavailable',
  ] as const) {
    const response = await provocations[code]();
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    api.livekit.setAway(false);
  }
});
