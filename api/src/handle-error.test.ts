// What callers are told of the few failures of Postgres that are theirs to mend.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { useApi } from './testing/use-api.ts';

const api = useApi();
const withNul = 'a\u0000b';

test.each([
  ['price-quotes', { package: withNul }],
  ['price-quotes', { package: 'time-30', promoCode: withNul }],
  ['promo-redemptions', { code: withNul }],
  ['voice-sessions', { assistant: withNul }],
  ['checkout-sessions', { package: withNul }],
  ['payment-intents', { package: withNul }],
  ['subscriptions', { plan: withNul }],
  ['referrals', { code: withNul }],
])('text that Postgres cannot hold is refused by %s, and is no bug of ours', async (path, body) => {
  const headers = { 'idempotency-key': randomUUID() };
  const user = await api.db.signUp();
  const answer = await api.ask('POST', `/api/v1/${path}`, { user, body, headers });
  expect(answer.status).toBeLessThan(500);
  expect(answer.status).toBeGreaterThanOrEqual(400);
});

test('a search for what Postgres cannot hold is refused', async () => {
  const user = await api.db.signUp();
  const answer = await api.ask('GET', '/api/v1/voice-sessions?query=a%00b', { user });
  expect([answer.status, answer.body.code]).toEqual([422, 'validation_failed']);
});
