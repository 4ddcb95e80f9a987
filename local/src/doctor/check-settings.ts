// Finds settings that a process would refuse, and those that contradict each other: pure.
import { readAgentEnvironment } from '../../../agent/src/environment.ts';
import { readApiEnvironment } from '../../../api/src/environment.ts';
import type { HostedParts } from '../hosted.ts';
import { type Finding, fail, ok, type Settings, warn } from './finding.ts';

/** Whether an address is only this machine's. */
const isLoopback = (address: string): boolean => /^\w+:\/\/(127\.|localhost|\[::1\])/.test(address);

/** Reads the settings as api and agent would. */
export function checkParsing(environment: Settings): Finding[] {
  const complaints = [readApiEnvironment, readAgentEnvironment].flatMap((read) => {
    try {
      read(environment);
      return [];
    } catch (error) {
      const lines = String((error as Error).message).split('\n');
      return lines.filter((line) => line.startsWith('  ')).map((line) => line.trim());
    }
  });
  const distinct = [...new Set(complaints)];
  if (distinct.length === 0) return [ok('Every setting can be read by api and agent')];
  return distinct.map((line) => fail(`Setting ${line}`, 'Correct it in .env; see .env.example.'));
}

const rules: ((settings: Settings, hosted: HostedParts) => Finding | null)[] = [
  ({ STRIPE_SECRET_KEY: key, PUBLIC_URL: url }) =>
    key?.startsWith('sk_live_') && !url?.startsWith('https://')
      ? fail('A live Stripe key with a PUBLIC_URL that is not https', 'Set PUBLIC_URL=https://….')
      : null,
  ({ STRIPE_SECRET_KEY: secret, STRIPE_PUBLISHABLE_KEY: publishable }) => {
    if (!secret || !publishable) return null;
    const modes = [secret, publishable].map((key) => key.split('_')[1]);
    return modes[0] === modes[1]
      ? null
      : fail('One Stripe key is of test mode and the other is live', 'Take both from one mode.');
  },
  ({ STRIPE_WEBHOOK_SECRET: secret }) =>
    secret && !secret.startsWith('whsec_')
      ? fail(
          'STRIPE_WEBHOOK_SECRET is no webhook secret',
          "It begins with whsec_: see Stripe's page.",
        )
      : null,
  ({ DATABASE_URL: url }) =>
    url && /:6543(\/|$)/.test(url)
      ? fail(
          'DATABASE_URL is a transaction pool (port 6543)',
          'The api listens on its connection: use the direct or session address (port 5432).',
        )
      : null,
  ({ METER_INTERVAL_MS: interval = '10000', METER_LEASE_MS: lease = '30000' }) =>
    Number(lease) < 2 * Number(interval)
      ? fail(
          'METER_LEASE_MS is less than two of METER_INTERVAL_MS',
          'One lost report would end a call: make the lease three intervals.',
        )
      : null,
  ({ ENDPOINTING_MIN_DELAY_MS: least, ENDPOINTING_MAX_DELAY_MS: most }) =>
    least && most && Number(least) > Number(most)
      ? fail('ENDPOINTING_MIN_DELAY_MS is above ENDPOINTING_MAX_DELAY_MS', 'Swap them.')
      : null,
  ({ PUBLIC_URL: url, TRUSTED_PROXY_COUNT: proxies }) =>
    url?.startsWith('https://') && !Number(proxies ?? 0)
      ? warn(
          'PUBLIC_URL is https, but no proxy is trusted',
          'The api speaks http: behind a proxy set TRUSTED_PROXY_COUNT=1, or all callers count as one.',
        )
      : null,
  ({ LOG_LEVEL: level }, hosted) =>
    (level === 'debug' || level === 'trace') && (hosted.speech || hosted.supabase)
      ? warn(
          `LOG_LEVEL=${level} writes what callers say`,
          'Set LOG_LEVEL=info where callers are real.',
        )
      : null,
  ({ AGENT_METRICS_HOST: host, AGENT_METRICS_TOKEN: token }) =>
    host && !isLoopback(`http://${host}`) && !token
      ? fail('AGENT_METRICS_HOST is open to others without a token', 'Set AGENT_METRICS_TOKEN.')
      : null,
  ({ PUBLIC_URL: url, SMTP_URL: smtp }) =>
    url && !isLoopback(url) && !smtp
      ? warn('Mails are kept on this machine', 'Set SMTP_URL so that users get them.')
      : null,
  ({ PUBLIC_URL: url }, { speech }) =>
    url && !isLoopback(url) && !speech
      ? warn('Callers from outside would talk to the speech sandbox', 'Set OPENAI_API_KEY.')
      : null,
  ({ PUBLIC_URL: url }, { stripe }) =>
    url && !isLoopback(url) && !stripe
      ? warn('Callers from outside would pay in the Stripe sandbox', 'Set the three STRIPE_… keys.')
      : null,
  ({ LIVEKIT_URL: url, PUBLIC_URL: own }) =>
    url?.startsWith('ws://') && own?.startsWith('https://')
      ? fail('LIVEKIT_URL is ws:// and the page is https', 'Browsers refuse that: use wss://.')
      : null,
];

/** Finds contradictions. */
export function checkContradictions(settings: Settings, hosted: HostedParts): Finding[] {
  const found = rules.flatMap((rule) => rule(settings, hosted) ?? []);
  return found.length > 0 ? found : [ok('No setting contradicts another')];
}
