// Prices, promo codes and referrals over HTTP: what is answered, refused and counted.
import { randomUUID } from 'node:crypto';
import { createLogger } from '@mindbot/platform/logging';
import { describe, expect, test } from 'vitest';
import { createPayment } from '../../../supabase/tests/payment-scenario.ts';
import {
  addPackage,
  addPromoCode,
  addRule,
  quoted,
} from '../../../supabase/tests/pricing-scenario.ts';
import { DEFAULT_ORGANIZATION_ID } from '../../../tests/support/database.ts';
import { createRateLimits, RATE_LIMITS } from '../rate-limits.ts';
import { testEnvironment } from '../testing/test-environment.ts';
import { createTestApp, useApi } from '../testing/use-api.ts';

const api = useApi({ PUBLIC_URL: 'https://talk.example' });
const quotes = '/api/v1/price-quotes';
const redemptions = '/api/v1/promo-redemptions';

describe('createPriceQuote', () => {
  test('tells the price, what moved it, and until when it is promised', async () => {
    const user = await api.db.signUp();
    const packageId = await addPackage(api.db, { name: 'Half an hour', valid_for_days: 30 });
    await addPromoCode(api.db, { code: 'TENTH-2345' });
    const body = { package: packageId, quantity: 2, promoCode: 'tenth 2345' };
    const answer = await api.ask('POST', quotes, { user, body });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.any(String),
      package: {
        id: packageId,
        slug: expect.any(String),
        name: 'Half an hour',
        description: '',
        timeMs: 1_800_000,
        amountMinor: 1_000,
        currency: 'EUR',
        validForDays: 30,
      },
      quantity: 2,
      timeMs: 3_600_000,
      baseAmountMinor: 2_000,
      amountMinor: 1_800,
      currency: 'EUR',
      adjustments: [{ kind: 'promo', text: 'Promo code TENTH-2345: 10% off', amountMinor: -200 }],
      promoCode: 'TENTH-2345',
      isTaxIncluded: false,
      expiresAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  test('says that tax is inside the price where Stripe finds it', async () => {
    const { database } = api.services;
    const { ask } = createTestApp(testEnvironment({ STRIPE_TAX: '1' }), { database });
    const body = { package: await addPackage(api.db) };
    const answer = await ask('POST', quotes, { user: await api.db.signUp(), body });
    expect(answer.body).toMatchObject({ isTaxIncluded: true });
  });

  test('explains what a rule did', async () => {
    const set = (isOn: boolean) =>
      api.db.rows('update organizations set dynamic_pricing = $2 where id = $1', [
        DEFAULT_ORGANIZATION_ID,
        isOn,
      ]);
    await addRule(api.db);
    await set(true);
    const body = { package: await addPackage(api.db) };
    const answer = await api.ask('POST', quotes, { user: await api.db.signUp(), body });
    await set(false);
    expect(answer.body).toMatchObject({
      amountMinor: 900,
      adjustments: [{ kind: 'segment', text: 'Your first card costs less.', amountMinor: -100 }],
    });
  });

  test.each([
    ['no quantity', { quantity: 0 }],
    ['a negative quantity', { quantity: -1 }],
    ['a huge quantity', { quantity: 1e12 }],
    ['half a card', { quantity: 1.5 }],
    ['a price of the client', { amountMinor: 1 }],
    ['a small currency', { currency: 'eur' }],
    ['an endless promo code', { promoCode: 'x'.repeat(65) }],
  ])('refuses %s', async (_case, change) => {
    const body = { package: 'time-30', ...change };
    const answer = await api.ask('POST', quotes, { user: await api.db.signUp(), body });
    expect([answer.status, answer.body.code]).toEqual([422, 'validation_failed']);
  });
});

describe('createPromoRedemption', () => {
  test('gives the time of a code, and the same answer for the same key', async () => {
    const user = await api.db.signUp();
    const code = await addPromoCode(api.db, { free_time_ms: 60_000 });
    const headers = { 'idempotency-key': randomUUID() };
    const first = await api.ask('POST', redemptions, { user, body: { code }, headers });
    expect(first).toEqual({ status: 201, body: { grantedMs: 60_000, balanceMs: 660_000 } });
    expect(await api.ask('POST', redemptions, { user, body: { code }, headers })).toEqual(first);
    const again = await api.ask('POST', redemptions, { user, body: { code } });
    expect([again.status, again.body.code]).toEqual([409, 'promo_code_exhausted']);
    const other = await addPromoCode(api.db, { free_time_ms: 60_000 });
    const conflict = await api.ask('POST', redemptions, { user, body: { code: other }, headers });
    expect([conflict.status, conflict.body.code]).toEqual([409, 'idempotency_conflict']);
  });

  test('answers an unknown, an expired and a switched off code alike', async () => {
    const user = await api.db.signUp();
    const codes = [
      'NOBODY-HAS-IT',
      await addPromoCode(api.db, { free_time_ms: 60_000, ends_at: '2020-01-01' }),
      await addPromoCode(api.db, { free_time_ms: 60_000, is_active: false }),
    ];
    const answers = [];
    for (const code of codes) {
      const { status, body } = await api.ask('POST', redemptions, { user, body: { code } });
      answers.push({ status, body: { ...body, requestId: '' } });
    }
    expect(answers[0]).toMatchObject({ status: 422, body: { code: 'promo_code_invalid' } });
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
  });
});

describe('guessing promo codes', () => {
  const limited = (limits: Partial<typeof RATE_LIMITS> = {}, environment = {}) =>
    createTestApp(testEnvironment(environment), {
      database: api.services.database,
      rateLimits: createRateLimits({
        limits: { ...RATE_LIMITS, ...limits },
        logger: createLogger('api', { level: 'silent', format: 'json' }),
      }),
    });
  const tries = async (count: number, attempt: () => Promise<Response>) => {
    const statuses: number[] = [];
    for (let index = 0; index < count; index += 1) statuses.push((await attempt()).status);
    return statuses;
  };
  let guesses = 0;
  /** A code nobody has, another one each time. */
  const wrong = () => {
    guesses += 1;
    return `WRONG-${guesses}`;
  };

  test('ends after ten wrong ones an hour, wherever they are tried', async () => {
    const { send } = limited();
    const user = await api.db.signUp();
    const packageId = await addPackage(api.db);
    const promoCode = await addPromoCode(api.db);
    const quote = (code: string) =>
      send('POST', quotes, { user, body: { package: packageId, promoCode: code } });
    const redeem = (code: string) => send('POST', redemptions, { user, body: { code } });
    expect(await tries(5, () => quote(wrong()))).toEqual(Array(5).fill(422));
    expect(await tries(5, () => redeem(wrong()))).toEqual(Array(5).fill(422));
    const refused = await redeem(wrong());
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_000);
    // A right code tells nothing then either, and a price without one is still told.
    expect((await quote(promoCode)).status).toBe(429);
    const plain = await send('POST', quotes, { user, body: { package: packageId } });
    expect(plain.status).toBe(201);
  });

  test('is limited in checkouts as well', async () => {
    // No gateway is asked before the price is known.
    const { send } = limited({}, { STRIPE_SECRET_KEY: 'sk_test_unused' });
    const user = await api.db.signUp();
    const packageId = await addPackage(api.db);
    const headers = () => ({ 'idempotency-key': randomUUID() });
    const attempt = () =>
      send('POST', '/api/v1/checkout-sessions', {
        user,
        body: { package: packageId, promoCode: wrong() },
        headers: headers(),
      });
    expect(await tries(11, attempt)).toEqual([...Array(10).fill(422), 429]);
  });

  test('does not end by right codes, nor by prices that are refused for something else', async () => {
    const { send } = limited();
    const user = await api.db.signUp();
    const packageId = await addPackage(api.db);
    const promoCode = await addPromoCode(api.db);
    const used = await addPromoCode(api.db, { redemptions_max: 1 });
    const other = await api.db.signUp();
    const { id } = await quoted(api.db, other.userId, packageId, { promoCode: used });
    await createPayment(api.db, other.userId, id);
    const quote = (name: string, code: string) =>
      send('POST', quotes, { user, body: { package: name, promoCode: code } });
    expect(await tries(12, () => quote(packageId, promoCode))).toEqual(Array(12).fill(201));
    expect(await tries(12, () => quote('nothing', promoCode))).toEqual(Array(12).fill(404));
    expect(await tries(12, () => quote(packageId, used))).toEqual(Array(12).fill(409));
    expect((await quote(packageId, wrong())).status).toBe(422);
  });

  test('counts a wrong code once, however often it is tried, until the limit', async () => {
    const { send } = limited();
    const user = await api.db.signUp();
    const redeem = (code: string) => send('POST', redemptions, { user, body: { code } });
    expect(await tries(15, () => redeem('Wrong-0'))).toEqual(Array(15).fill(422));
    expect(await tries(10, () => redeem(wrong()))).toEqual([...Array(9).fill(422), 429]);
    expect((await redeem('WRONG 0')).status).toBe(429);
  });

  test('by many at once gets no more tries', async () => {
    const { send } = limited();
    const user = await api.db.signUp();
    const answers = await Promise.all(
      Array.from({ length: 40 }, () =>
        send('POST', redemptions, { user, body: { code: wrong() } }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 422)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
  });

  test('is limited for an address, whoever asks from it', async () => {
    const { send } = limited({
      promo_guess_address: { requests: 2, windowSeconds: 3_600 } as never,
    });
    const guess = async () =>
      send('POST', redemptions, { user: await api.db.signUp(), body: { code: wrong() } });
    expect(await tries(3, guess)).toEqual([422, 422, 429]);
  });
});

describe('referrals', () => {
  const link = '/api/v1/referral';

  test('have a link to share, the same ever after', async () => {
    const user = await api.db.signUp();
    const first = await api.ask('GET', link, { user });
    expect(first).toEqual({
      status: 200,
      body: {
        code: expect.stringMatching(/^[2-9A-HJ-NP-Z]{8}$/),
        url: `https://talk.example/?ref=${first.body.code}`,
        rewardMs: 900_000,
        pendingCount: 0,
        rewardedCount: 0,
        canAccept: true,
      },
    });
    expect(await api.ask('GET', link, { user })).toEqual(first);
  });

  test('are noted once, and a repetition answers the same', async () => {
    const [referrer, user] = [await api.db.signUp(), await api.db.signUp()];
    const { code } = (await api.ask('GET', link, { user: referrer })).body;
    const noted = { status: 201, body: { status: 'pending' } };
    expect(await api.ask('POST', '/api/v1/referrals', { user, body: { code } })).toEqual(noted);
    expect(await api.ask('POST', '/api/v1/referrals', { user, body: { code } })).toEqual(noted);
    expect((await api.ask('GET', link, { user: referrer })).body).toMatchObject({
      pendingCount: 1,
    });
    expect((await api.ask('GET', link, { user })).body).toMatchObject({ canAccept: false });
  });

  test('are refused with a reason', async () => {
    const user = await api.db.signUp();
    const { code } = (await api.ask('GET', link, { user })).body;
    const refused = await api.ask('POST', '/api/v1/referrals', { user, body: { code } });
    expect([refused.status, refused.body.code]).toEqual([409, 'referral_refused']);
    expect(refused.body.detail).toContain('your own code');
  });
});

describe('somebody who is gone', () => {
  test.each([
    ['POST', quotes, { package: 'time-30' }],
    ['POST', redemptions, { code: 'WELCOME' }],
    ['GET', '/api/v1/referral', undefined],
    ['POST', '/api/v1/referrals', { code: 'K7M4PQ9R' }],
  ])('cannot %s %s', async (method, path, body) => {
    const user = { userId: randomUUID(), accountId: '', email: '' };
    const answer = await api.ask(method, path, body ? { user, body } : { user });
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
  });
});
