// The environment of the service's own processes: what .env says, filled in by what runs locally.
import { resolve } from 'node:path';
import { findSpeechPython } from '../../scripts/setup/speech-environment.mjs';
import type { HostedParts } from './hosted.ts';
import type { Ports } from './ports.ts';
import type { Secrets } from './secrets.ts';

const projectDir = resolve(import.meta.dirname, '..', '..');

/** What is known once the servers below the services run. */
export type ServiceEnvironmentOptions = {
  settings: Record<string, string | undefined>;
  hosted: HostedParts;
  ports: Ports;
  secrets: Secrets;
  url: string;
  livekitAddress: string;
  databaseUrl: string;
  supabaseUrl: string;
  emailUrl: string | null;
  smtpUrl: string;
  /** Whom mails come from. */
  sender: string;
};

/** Where the Stripe sandbox is. */
export const stripeUrl = (ports: Ports): string => `http://127.0.0.1:${ports.stripe}`;

/** Variables of a hosted part are passed on untouched; those of a local part are filled in. */
export function serviceEnvironment(
  options: ServiceEnvironmentOptions,
): Record<string, string | undefined> {
  const { settings, hosted, ports, secrets } = options;
  const supabase = {
    DATABASE_URL: options.databaseUrl,
    SUPABASE_URL: options.supabaseUrl,
    SUPABASE_PUBLISHABLE_KEY: secrets.supabasePublishableKey,
    SUPABASE_JWT_SECRET: secrets.supabaseJwtSecret,
  };
  const livekit = {
    LIVEKIT_URL: `ws://${options.livekitAddress}:${ports.livekit}`,
    LIVEKIT_API_KEY: secrets.livekitApiKey,
    LIVEKIT_API_SECRET: secrets.livekitApiSecret,
  };
  const speech = {
    OPENAI_BASE_URL: `http://127.0.0.1:${ports.speech}/v1`,
    OPENAI_API_KEY: 'sandbox',
    SANDBOX_SPEECH: '1',
    SANDBOX_SPEECH_UNDERSTANDS_VOICE: findSpeechPython() === undefined ? '0' : '1',
  };
  const stripe = {
    STRIPE_API_URL: stripeUrl(ports),
    STRIPE_SECRET_KEY: secrets.stripeSecretKey,
    STRIPE_PUBLISHABLE_KEY: secrets.stripePublishableKey,
    STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret,
    SANDBOX_STRIPE: '1',
    SANDBOX_STRIPE_URL: stripeUrl(ports),
  };
  return {
    // On one machine the load is the machine's, not the worker's: refusing calls would help nobody.
    AGENT_LOAD_THRESHOLD: '100',
    AGENT_MAX_CALLS: '100',
    // Ctrl-C ends everything at once; a deploy on this machine waits only so long for its calls,
    // then hands them over.
    AGENT_DRAIN_TIMEOUT_MS: '30000',
    ...settings,
    ...(hosted.supabase ? {} : supabase),
    ...(hosted.livekit ? {} : livekit),
    ...(hosted.speech ? {} : speech),
    ...(hosted.stripe ? {} : stripe),
    SMTP_URL: options.smtpUrl,
    EMAIL_FROM: options.sender,
    ...(options.emailUrl === null
      ? {}
      : { SANDBOX_EMAIL: '1', SANDBOX_EMAIL_URL: options.emailUrl }),
    PORT: String(ports.api),
    AGENT_HEALTH_PORT: String(ports.agent),
    AGENT_METRICS_PORT: String(ports.agentMetrics),
    PUBLIC_URL: options.url,
    WEB_DIST: settings.WEB_DIST || resolve(projectDir, 'web', 'dist'),
    // The supervisor makes it readable; between processes it is data.
    LOG_FORMAT: 'json',
  };
}

/**
 * The environment of one of several processes: its own port, and the balancer before it is one
 * proxy more.
 */
export function replicaEnvironment(
  environment: Record<string, string | undefined>,
  own: { PORT?: string; AGENT_HEALTH_PORT?: string },
): Record<string, string | undefined> {
  const proxies = Number(environment.TRUSTED_PROXY_COUNT || 0) + 1;
  return { ...environment, ...own, TRUSTED_PROXY_COUNT: String(proxies) };
}

const agentMayNotHave =
  /^(DATABASE_URL|SUPABASE_JWT_SECRET|SMTP_URL|METRICS_TOKEN|(STRIPE|CRYPTOMUS)_.*)$/;

/** What the agent is given: no key of the database, of money or of mail. */
export const agentEnvironment = (
  environment: Record<string, string | undefined>,
): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !agentMayNotHave.test(name)));

/** What any program needs to run, and the settings of the sandboxes. */
function sandboxSettings(settings: Record<string, string | undefined>) {
  const isItsOwn = (name: string) =>
    /^SANDBOX_/.test(name) || ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LOG_LEVEL'].includes(name);
  return Object.fromEntries(Object.entries(settings).filter(([name]) => isItsOwn(name)));
}

/** What the speech sandbox is given: its own settings, and no key of anything. */
export function speechEnvironment(
  settings: Record<string, string | undefined>,
  ports: Ports,
): Record<string, string | undefined> {
  return {
    ...sandboxSettings(settings),
    SPEECH_PYTHON: findSpeechPython(),
    LOCAL_SPEECH_PORT: String(ports.speech),
    LOG_FORMAT: 'json',
  };
}

/** What the Stripe sandbox is given: its own keys, and whom to tell of payments. */
export function stripeEnvironment({
  settings,
  ports,
  secrets,
  url,
  dataDir,
}: Pick<ServiceEnvironmentOptions, 'settings' | 'ports' | 'secrets' | 'url'> & {
  dataDir: string;
}): Record<string, string | undefined> {
  return {
    ...sandboxSettings(settings),
    LOCAL_STRIPE_PORT: String(ports.stripe),
    STRIPE_SECRET_KEY: secrets.stripeSecretKey,
    STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret,
    STRIPE_WEBHOOK_URL: `http://127.0.0.1:${ports.api}/webhooks/stripe`,
    STRIPE_DATA_FILE: resolve(dataDir, 'stripe.jsonl'),
    PUBLIC_URL: url,
    CORS_ORIGINS: settings.CORS_ORIGINS,
    LOG_FORMAT: 'json',
  };
}
