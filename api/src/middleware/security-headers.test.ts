// What pages may do depends on who takes the money: nobody, the sandbox in a frame, or Stripe.
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { ApiEnv } from '../services.ts';
import { testEnvironment } from '../testing/test-environment.ts';
import { securityHeaders } from './security-headers.ts';

async function headersWith(overrides: Record<string, string>): Promise<(name: string) => string> {
  const app = new Hono<ApiEnv>();
  app.use('*', securityHeaders(testEnvironment(overrides)));
  app.get('/', (c) => c.text('a page'));
  const { headers } = await app.request('/');
  return (name) => headers.get(name) ?? '';
}

test('without a gateway no frame and no payment is allowed', async () => {
  const header = await headersWith({});
  expect(header('content-security-policy')).toContain("frame-src 'none'");
  expect(header('permissions-policy')).toContain('payment=()');
  expect(header('cross-origin-opener-policy')).toBe('same-origin');
});

test('the sandbox may be shown in a frame, and run nothing on our page', async () => {
  const header = await headersWith({
    STRIPE_SECRET_KEY: 'sk_test_sandbox',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_sandbox',
    SANDBOX_STRIPE: '1',
    SANDBOX_STRIPE_URL: 'http://127.0.0.1:4242/',
  });
  expect(header('content-security-policy')).toContain('frame-src http://127.0.0.1:4242;');
  expect(header('content-security-policy')).toContain("script-src 'self';");
  expect(header('permissions-policy')).toContain('payment=()');
});

test('with its key Stripe may take cards, and nobody else may', async () => {
  const header = await headersWith({
    STRIPE_SECRET_KEY: 'sk_live_x',
    STRIPE_PUBLISHABLE_KEY: 'pk_live_x',
  });
  const policy = header('content-security-policy');
  expect(policy).toContain("script-src 'self' https://js.stripe.com");
  expect(policy).toMatch(
    /frame-src [^;]*https:\/\/js\.stripe\.com[^;]*https:\/\/hooks\.stripe\.com/,
  );
  expect(policy).toMatch(/connect-src [^;]*https:\/\/api\.stripe\.com/);
  expect(header('permissions-policy')).toContain('payment=(self "https://js.stripe.com"');
  expect(header('cross-origin-opener-policy')).toBe('same-origin-allow-popups');
});
