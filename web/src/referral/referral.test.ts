// Holds referral links to being given once, to the right code, and to never bothering anybody.
import type { MindbotError, MindbotResult } from '@mindbot/sdk';
import { beforeEach, expect, test, vi } from 'vitest';
import { rememberedReferral, rememberReferral } from './remembered-referral.ts';
import { acceptRememberedReferral } from './use-referral.ts';

const DAY_MS = 86_400_000;

beforeEach(() => {
  const stored = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  });
});

const clientWith = (code: MindbotError['code'] | null) => {
  const error = code && ({ code, message: '' } as MindbotError);
  const result = (error ? { data: null, error } : { data: {}, error }) as MindbotResult<never>;
  const accept = vi.fn(async () => result);
  return { accept, client: { referral: { accept } } };
};

test('a link is remembered and leaves the address', () => {
  expect(rememberReferral('?ref=ABCD1234&utm=x', 0)).toBe('?utm=x');
  expect(rememberReferral('?utm=x', 0)).toBe('?utm=x');
  expect(rememberedReferral(29 * DAY_MS)).toBe('ABCD1234');
  expect(rememberedReferral(31 * DAY_MS)).toBeNull();
});

test.each(['', 'a', '<script>', 'x'.repeat(65), '../../me'])('"%s" is no code', (code) => {
  expect(rememberReferral(`?ref=${encodeURIComponent(code)}`, 0)).toBe('');
  expect(rememberedReferral(0)).toBeNull();
});

test.each([null, 'referral_refused', 'not_found', 'validation_failed'] as const)(
  'after %s it is not given again',
  async (code) => {
    rememberReferral('?ref=ABCD1234', 0);
    const { accept, client } = clientWith(code);
    await acceptRememberedReferral(client, 0);
    await acceptRememberedReferral(client, 0);
    expect(accept).toHaveBeenCalledExactlyOnceWith('ABCD1234');
  },
);

test('after an outage it is given the next time', async () => {
  rememberReferral('?ref=ABCD1234', 0);
  await acceptRememberedReferral(clientWith('network_error').client, 0);
  const { accept, client } = clientWith(null);
  await acceptRememberedReferral(client, 0);
  expect(accept).toHaveBeenCalledOnce();
});

test('blocked storage is no failure', async () => {
  vi.stubGlobal('localStorage', undefined);
  expect(rememberReferral('?ref=ABCD1234', 0)).toBe('');
  await acceptRememberedReferral(clientWith(null).client, 0);
});
