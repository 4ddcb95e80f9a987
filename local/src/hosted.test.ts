// Guards which parts run on this machine, and that half a configuration is refused.
import { expect, test } from 'vitest';
import { readHostedParts } from './hosted.ts';

const supabase = {
  DATABASE_URL: 'postgres://db',
  SUPABASE_URL: 'https://x.supabase.co',
  SUPABASE_PUBLISHABLE_KEY: 'key',
  SUPABASE_JWT_SECRET: 'secret',
};
const livekit = { LIVEKIT_URL: 'wss://x', LIVEKIT_API_KEY: 'key', LIVEKIT_API_SECRET: 'secret' };
const stripe = {
  STRIPE_SECRET_KEY: 'key',
  STRIPE_PUBLISHABLE_KEY: 'key',
  STRIPE_WEBHOOK_SECRET: 'secret',
};
const nothing = { supabase: false, livekit: false, speech: false, email: false, stripe: false };

test('with no settings everything is on this machine', () => {
  expect(readHostedParts({})).toEqual(nothing);
  expect(readHostedParts({ OPENAI_API_KEY: '', LIVEKIT_URL: '' })).toEqual(nothing);
});

test.each([
  [supabase, { supabase: true }],
  [livekit, { livekit: true }],
  [{ OPENAI_API_KEY: 'key' }, { speech: true }],
  [{ OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' }, { speech: true }],
  [{ SMTP_URL: 'smtp://mail' }, { email: true }],
  [stripe, { stripe: true }],
  [{ STT_API_KEY: 'a', LLM_BASE_URL: 'b', TTS_API_KEY: 'c' }, { speech: true }],
  // The sandbox still speaks and thinks for it.
  [{ STT_BASE_URL: 'http://127.0.0.1:1/v1' }, { speech: false }],
])('settings switch their own part alone: %o', (settings, expected) => {
  expect(readHostedParts(settings)).toEqual({ ...nothing, ...expected });
});

test.each([
  [{ LIVEKIT_URL: 'wss://x' }, /LIVEKIT_API_KEY, LIVEKIT_API_SECRET/],
  [{ SUPABASE_URL: 'https://x' }, /DATABASE_URL/],
  [{ STRIPE_SECRET_KEY: 'key' }, /STRIPE_PUBLISHABLE_KEY, STRIPE_WEBHOOK_SECRET/],
  [{ ...supabase, SUPABASE_JWT_SECRET: '' }, /SUPABASE_JWT_SECRET/],
])('half a group is refused with what is missing: %o', (settings, message) => {
  expect(() => readHostedParts(settings)).toThrow(message);
});
