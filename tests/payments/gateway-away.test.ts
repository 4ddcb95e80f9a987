// A gateway that is away loses nobody's order: the same key goes on where it stopped.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createRateLimits } from '../../api/src/rate-limits.ts';
import { createTestApp } from '../../api/src/testing/use-api.ts';
import { HALF_HOUR_MS, TRIAL_MS, useShop } from './support/use-shop.ts';

const shop = useShop();

test('an order begun while Stripe was away is finished by the same request', async () => {
  const { environment, database } = shop.services;
  const away = createTestApp(
    { ...environment, STRIPE_API_URL: 'http://127.0.0.1:1' },
    { database },
  );
  const user = await shop.db.signUp();
  const request = {
    user,
    body: { package: 'time-30' },
    headers: { 'idempotency-key': randomUUID() },
  };
  for (const path of ['/api/v1/checkout-sessions', '/api/v1/checkout-sessions']) {
    const { status, body } = await away.ask('POST', path, request);
    expect([status, body.code]).toEqual([503, 'payments_unavailable']);
  }
  const { status, body } = await shop.ask('POST', '/api/v1/checkout-sessions', request);
  expect([status, body.payment.status]).toEqual([201, 'pending']);
  const rows = await shop.db.rows('select id from payments where user_id = $1', [user.userId]);
  expect(rows).toHaveLength(1);
  const [formId = ''] = String(body.clientSecret).split('_secret_');
  shop.stripe.control.pay(formId);
  await shop.settle();
  expect(await shop.balanceMs(user)).toBe(TRIAL_MS + HALF_HOUR_MS);
});

test('a key Stripe refuses is answered as a gateway that is away', async () => {
  const { environment, database } = shop.services;
  const wrong = createTestApp({ ...environment, STRIPE_SECRET_KEY: 'sk_test_wrong' }, { database });
  const { status, body } = await wrong.ask('POST', '/api/v1/checkout-sessions', {
    user: await shop.db.signUp(),
    body: { package: 'time-30' },
    headers: { 'idempotency-key': randomUUID() },
  });
  expect([status, body.code]).toEqual([503, 'payments_unavailable']);
});

test('a second card test within the minute is refused after five', async () => {
  const { environment, database, logger } = shop.services;
  const limited = createTestApp(environment, {
    database,
    rateLimits: createRateLimits({ logger }),
  });
  const user = await shop.db.signUp();
  const statuses: number[] = [];
  for (let time = 0; time < 6; time += 1) {
    const { status } = await limited.ask('POST', '/api/v1/payment-intents', {
      user,
      body: { package: 'time-30' },
      headers: { 'idempotency-key': randomUUID() },
    });
    statuses.push(status);
  }
  expect(statuses).toEqual([201, 201, 201, 201, 201, 429]);
});
