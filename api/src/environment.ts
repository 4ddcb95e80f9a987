// The environment the api reads, once, at its start.
import {
  integerVariable,
  listVariable,
  portVariable,
  readEnvironment,
} from '@mindbot/platform/env';
import { telemetryVariables } from '@mindbot/platform/telemetry-environment';
import { z } from 'zod';

const environmentSchema = z.object({
  PORT: portVariable.default(3000),
  API_STOP_DELAY_MS: integerVariable(0, 60_000).default(0),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url().default('http://127.0.0.1:3000'),
  CORS_ORIGINS: listVariable.default([]),
  METRICS_TOKEN: z.string().min(16).optional(),
  REDIS_URL: z.url().optional(),
  WEB_DIST: z.string().default('web/dist'),
  TRUSTED_PROXY_COUNT: integerVariable(0, 10).default(0),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LOG_FORMAT: z.enum(['pretty', 'json']).optional(),
  ...telemetryVariables,
  DATABASE_URL: z.string().min(1),
  DATABASE_POOL_SIZE: integerVariable(2, 200).default(10),
  SUPABASE_URL: z.url(),
  SUPABASE_PUBLISHABLE_KEY: z.string().min(1),
  SUPABASE_JWT_SECRET: z.string().min(32),
  LIVEKIT_URL: z.string().regex(/^(wss?|https?):\/\//, 'must be a ws:// or wss:// address'),
  LIVEKIT_API_URL: z.url().optional(),
  LIVEKIT_API_KEY: z.string().min(1),
  LIVEKIT_API_SECRET: z.string().min(32),
  AGENT_NAME: z.string().default('mindbot'),
  METER_INTERVAL_MS: integerVariable(100, 60_000).default(10_000),
  METER_LEASE_MS: integerVariable(1_000, 600_000).default(30_000),
  STRIPE_SECRET_KEY: z.string().min(1).optional(),
  STRIPE_PUBLISHABLE_KEY: z.string().min(1).optional(),
  STRIPE_WEBHOOK_SECRET: z.string().min(1).optional(),
  STRIPE_API_URL: z.url().optional(),
  STRIPE_TAX: z.stringbool().default(false),
  CRYPTOMUS_MERCHANT_ID: z.string().min(1).optional(),
  CRYPTOMUS_PAYMENT_KEY: z.string().min(1).optional(),
  CRYPTOMUS_API_URL: z.url().default('https://api.cryptomus.com'),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  EMAIL_FROM: z.string().default('MindBot <mindbot@localhost>'),
  SANDBOX_STRIPE: z.stringbool().default(false),
  SANDBOX_STRIPE_URL: z.url().optional(),
  SANDBOX_SPEECH: z.stringbool().default(false),
  SANDBOX_SPEECH_UNDERSTANDS_VOICE: z.stringbool().optional(),
  SANDBOX_EMAIL: z.stringbool().default(false),
  SANDBOX_EMAIL_URL: z.url().optional(),
});

/** Every setting of the api, with defaults filled in. */
export type ApiEnvironment = z.infer<typeof environmentSchema>;

/**
 * Reads the api's settings.
 * @throws {EnvironmentError} naming every variable that is missing or malformed.
 */
export function readApiEnvironment(
  source: Record<string, string | undefined> = process.env,
): ApiEnvironment {
  return readEnvironment(environmentSchema, source);
}
