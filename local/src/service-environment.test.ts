// Guards what each process is told: hosted settings untouched, local ones filled in, no key too many.
import { expect, test } from 'vitest';
import { readHostedParts } from './hosted.ts';
import { readPorts } from './ports.ts';
import {
  agentEnvironment,
  serviceEnvironment,
  speechEnvironment,
  stripeEnvironment,
} from './service-environment.ts';

const secrets = {
  supabaseJwtSecret: 'local jwt secret',
  supabasePublishableKey: 'local publishable key',
  supabaseSecretKey: 'local secret key',
  livekitApiKey: 'local livekit key',
  livekitApiSecret: 'local livekit secret',
  stripeSecretKey: 'local stripe key',
  stripePublishableKey: 'local stripe publishable key',
  stripeWebhookSecret: 'local webhook secret',
};
const environmentOf = (settings: Record<string, string>) =>
  serviceEnvironment({
    settings,
    hosted: readHostedParts(settings),
    ports: readPorts(settings),
    secrets,
    url: 'http://127.0.0.1:3000',
    livekitAddress: '127.0.0.1',
    databaseUrl: 'postgres://local',
    supabaseUrl: 'http://127.0.0.1:54321',
    emailUrl: settings.SMTP_URL ? null : 'http://127.0.0.1:54324',
    smtpUrl: settings.SMTP_URL ?? 'smtp://127.0.0.1:54325',
    sender: 'MindBot <hello@mindbot.test>',
  });

test('with no settings everything points at this machine and says that it is a sandbox', () => {
  expect(environmentOf({})).toMatchObject({
    DATABASE_URL: 'postgres://local',
    SUPABASE_JWT_SECRET: 'local jwt secret',
    LIVEKIT_URL: 'ws://127.0.0.1:7880',
    OPENAI_BASE_URL: 'http://127.0.0.1:54330/v1',
    SANDBOX_SPEECH: '1',
    SANDBOX_EMAIL: '1',
    SMTP_URL: 'smtp://127.0.0.1:54325',
    STRIPE_API_URL: 'http://127.0.0.1:54331',
    STRIPE_WEBHOOK_SECRET: 'local webhook secret',
    SANDBOX_STRIPE: '1',
    SANDBOX_STRIPE_URL: 'http://127.0.0.1:54331',
  });
});

test('with a key nothing says sandbox, and the key is passed on as it is', () => {
  const environment = environmentOf({ OPENAI_API_KEY: 'real', SMTP_URL: 'smtp://mail' });
  expect(environment.OPENAI_API_KEY).toBe('real');
  expect(environment.OPENAI_BASE_URL).toBeUndefined();
  expect(environment.SANDBOX_SPEECH).toBeUndefined();
  expect(environment.SANDBOX_EMAIL).toBeUndefined();
});

test('a part with a server of its own keeps it beside the sandbox', () => {
  expect(environmentOf({ STT_BASE_URL: 'http://127.0.0.1:9/v1' })).toMatchObject({
    STT_BASE_URL: 'http://127.0.0.1:9/v1',
    OPENAI_BASE_URL: 'http://127.0.0.1:54330/v1',
  });
});

test('the turn and meter settings of .env reach the services', () => {
  expect(environmentOf({ METER_INTERVAL_MS: '500' }).METER_INTERVAL_MS).toBe('500');
});

test('the sandbox is given no key of anything', () => {
  const settings = { ...environmentOf({}), SANDBOX_STT_DELAY_MS: '5', PATH: '/bin' };
  const given = speechEnvironment(settings, readPorts({}));
  expect(given.SANDBOX_STT_DELAY_MS).toBe('5');
  expect(JSON.stringify(given)).not.toMatch(/secret|local livekit|postgres:/i);
});

test('the Stripe sandbox is given its own keys and no other', () => {
  const settings = { ...environmentOf({}), OPENAI_API_KEY: 'real' };
  const options = { settings, ports: readPorts({}), secrets, url: 'http://127.0.0.1:3000' };
  const given = stripeEnvironment({ ...options, dataDir: '/data' });
  expect(given).toMatchObject({
    STRIPE_WEBHOOK_URL: 'http://127.0.0.1:3000/webhooks/stripe',
    STRIPE_WEBHOOK_SECRET: 'local webhook secret',
    STRIPE_DATA_FILE: '/data/stripe.jsonl',
  });
  expect(JSON.stringify(given)).not.toMatch(/jwt|local livekit|postgres:|real/);
});

test('with a key of Stripe no sandbox is named', () => {
  const stripe = {
    STRIPE_SECRET_KEY: 'a',
    STRIPE_PUBLISHABLE_KEY: 'b',
    STRIPE_WEBHOOK_SECRET: 'c',
  };
  const environment = environmentOf(stripe);
  expect(environment).toMatchObject(stripe);
  expect(environment.SANDBOX_STRIPE).toBeUndefined();
  expect(environment.STRIPE_API_URL).toBeUndefined();
});

test('the agent is given no key of the database, of money or of mail', () => {
  const given = agentEnvironment(environmentOf({ CRYPTOMUS_PAYMENT_KEY: 'crypto key' }));
  expect(given).toMatchObject({ LIVEKIT_API_SECRET: 'local livekit secret', SANDBOX_STRIPE: '1' });
  expect(JSON.stringify(given)).not.toMatch(/postgres:|jwt|stripe key|webhook|crypto|smtp:/);
});
