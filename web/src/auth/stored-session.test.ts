// Holds links from emails to the page they are for.
import { expect, test } from 'vitest';
import { readAuthLink } from './stored-session.ts';

test.each([
  ['', 'none'],
  ['#prices', 'none'],
  ['#access_token=a&refresh_token=b&type=recovery', 'recovery'],
  ['#access_token=a&refresh_token=b&type=signup', 'confirmation'],
  ['#error=access_denied&error_code=otp_expired', 'expired'],
])('%s is %s', (hash, link) => {
  expect(readAuthLink(hash)).toBe(link);
});
