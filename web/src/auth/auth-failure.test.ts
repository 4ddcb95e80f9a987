// Holds the errors of the sign-in library to words a person can act on.
import { expect, test } from 'vitest';
import { checkEmail, checkNewPassword, failureOf } from './auth-failure.ts';

test.each([
  [{ code: 'invalid_credentials' }, 'invalid_credentials'],
  [{ code: 'email_exists' }, 'user_already_exists'],
  [{ code: 'over_email_send_rate_limit' }, 'over_request_rate_limit'],
  [{ name: 'AuthRetryableFetchError', status: 0 }, 'network_error'],
  [{ code: 'something_new' }, 'other'],
  [{ code: 'toString' }, 'other'],
  [{}, 'other'],
])('%o means %s', (error, failure) => {
  expect(failureOf(error)).toBe(failure);
});

test('an address without its parts is caught before anything is sent', () => {
  expect(checkEmail(' anna@example.org ')).toBeNull();
  for (const email of ['', 'anna', 'anna@example', '@example.org', 'an na@example.org']) {
    expect(checkEmail(email)).toBe('invalid_email');
  }
});

test('a new password has at least eight characters, of any kind', () => {
  expect(checkNewPassword('1234567')).toBe('weak_password');
  expect(checkNewPassword('        ')).toBeNull();
});
