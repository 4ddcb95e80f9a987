// Holds the page to showing the forms of the configured gateway and of nobody else.
import { expect, test } from 'vitest';
import { testEnvironment } from '../testing/test-environment.ts';
import { createTestApp } from '../testing/use-api.ts';

type Settings = Parameters<typeof testEnvironment>[0];

async function headersWith(settings: Settings) {
  const { headers } = await createTestApp(testEnvironment(settings)).send('GET', '/health/live');
  const policy = headers.get('content-security-policy') ?? '';
  const sources = (name: string) => new RegExp(`${name} ([^;]*)`).exec(policy)?.[1];
  return { sources, permissions: headers.get('permissions-policy') ?? '' };
}

test('without a gateway nothing is framed and no payment is asked for', async () => {
  const { sources, permissions } = await headersWith({});
  expect(sources('frame-src')).toBe("'none'");
  expect(permissions).toContain('payment=()');
});

test("the sandbox's form may be framed, and brings no script", async () => {
  const { sources } = await headersWith({
    SANDBOX_STRIPE: '1',
    SANDBOX_STRIPE_URL: 'http://127.0.0.1:54331/pay',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_x',
  });
  expect(sources('frame-src')).toBe('http://127.0.0.1:54331');
  expect(sources('script-src')).toBe("'self'");
});

test('with a key of Stripe its script, its frames and nothing wider are let in', async () => {
  const { sources, permissions } = await headersWith({ STRIPE_PUBLISHABLE_KEY: 'pk_live_x' });
  expect(sources('script-src')).toContain('https://js.stripe.com');
  expect(sources('frame-src')).toContain('https://hooks.stripe.com');
  expect(sources('connect-src')).toContain('https://api.stripe.com');
  expect(sources('script-src')).not.toMatch(/ \*|unsafe/);
  expect(permissions).toContain('payment=(self "https://js.stripe.com"');
});
