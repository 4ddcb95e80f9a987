// Remembered tokens: never past their own expiry, never for long, never without bound.
import { expect, test } from 'vitest';
import { createRecentTokens } from './recent-tokens.ts';

const user = { id: 'a-user', email: null };

test('a token is known until it expires, and a minute at most', () => {
  let nowMs = 0;
  const recent = createRecentTokens(() => nowMs);
  recent.keep('short', user, 10_000);
  recent.keep('long', user, 3_600_000);
  nowMs = 9_999;
  expect([recent.find('short'), recent.find('long')]).toEqual([user, user]);
  nowMs = 10_000;
  expect([recent.find('short'), recent.find('long')]).toEqual([null, user]);
  nowMs = 60_000;
  expect(recent.find('long')).toBeNull();
});

test('a token nobody verified is not known', () => {
  const recent = createRecentTokens();
  recent.keep('a-token', user, Date.now() + 10_000);
  expect(recent.find('a-token ')).toBeNull();
});

test('the oldest make room for new ones', () => {
  const recent = createRecentTokens();
  const expiresAtMs = Date.now() + 10_000;
  for (let token = 0; token <= 5_000; token += 1) recent.keep(`token-${token}`, user, expiresAtMs);
  expect(recent.find('token-0')).toBeNull();
  expect(recent.find('token-1')).toEqual(user);
  expect(recent.find('token-5000')).toEqual(user);
});
