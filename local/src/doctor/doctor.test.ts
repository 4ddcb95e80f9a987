// That the doctor finds what is wrong before anything starts, says what to do, and keeps secrets.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readHostedParts } from '../hosted.ts';
import { chooseFreePorts } from '../ports.ts';
import { checkDatabase } from './check-database.ts';
import { checkFreePorts } from './check-machine.ts';
import { checkInherited, checkNames, lettersApart, namesIn } from './check-names.ts';
import { checkLivekit, checkMail } from './check-services.ts';
import { checkContradictions, checkParsing } from './check-settings.ts';
import { examine } from './examine.ts';
import type { Finding, Settings } from './finding.ts';

const known = ['OPENAI_API_KEY', 'PUBLIC_URL', 'METER_LEASE_MS'];
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

describe('names', () => {
  test('a misspelt variable is told with what was probably meant', () => {
    const [found] = checkNames(['OPENAI_APIKEY'], known);
    expect(found).toMatchObject({ level: 'warn', advice: 'Did you mean OPENAI_API_KEY?' });
  });

  test('a word that is like none of ours is told without a guess', () => {
    expect(checkNames(['FAVOURITE_COLOUR'], known)[0]?.advice).toContain('.env.example');
  });

  test('what the machine itself sets is not ours to judge', () => {
    expect(
      checkInherited({ PATH: '/bin', HOME: '/', LANG: 'C', PUBLIC_UR: 'x' }, known),
    ).toMatchObject([{ level: 'warn', advice: 'Did you mean PUBLIC_URL?' }]);
  });

  test('the letters two words are apart', () => {
    expect([
      lettersApart('abc', 'abc'),
      lettersApart('abc', 'acd'),
      lettersApart('', 'ab'),
    ]).toEqual([0, 2, 2]);
  });

  test('comments and exports in .env are understood', () => {
    expect(namesIn('# A=1\nB=2\nexport C=3\n D = 4')).toEqual(['B', 'C', 'D']);
  });
});

const live = {
  STRIPE_SECRET_KEY: ['sk', 'live', 'x'].join('_'),
  STRIPE_PUBLISHABLE_KEY: 'pk_live_x',
  STRIPE_WEBHOOK_SECRET: 'whsec_x',
};
const contradictions = (settings: Settings): Finding[] =>
  checkContradictions(settings, readHostedParts(settings));

describe('contradictions', () => {
  test.each<[string, Settings, string]>([
    ['live money over http', { ...live, PUBLIC_URL: 'http://a.example' }, 'not https'],
    [
      'keys of two modes',
      { ...live, STRIPE_PUBLISHABLE_KEY: 'pk_test_x' },
      'test mode and the other',
    ],
    ['a wrong webhook secret', { ...live, STRIPE_WEBHOOK_SECRET: 'secret' }, 'no webhook secret'],
    ['a lease too short', { METER_LEASE_MS: '15000' }, 'METER_LEASE_MS'],
    [
      'waits that cross',
      { ENDPOINTING_MIN_DELAY_MS: '900', ENDPOINTING_MAX_DELAY_MS: '800' },
      'above',
    ],
    ['a proxy nobody trusts', { PUBLIC_URL: 'https://a.example' }, 'no proxy is trusted'],
    ['open numbers', { AGENT_METRICS_HOST: '0.0.0.0' }, 'without a token'],
    ['talk in the log', { LOG_LEVEL: 'debug', OPENAI_API_KEY: 'x' }, 'what callers say'],
    ['a sandbox for strangers', { PUBLIC_URL: 'http://a.example' }, 'speech sandbox'],
  ])('%s is found', (_, settings, text) => {
    const found = contradictions(settings);
    expect(found.map((finding) => finding.text).join('\n')).toContain(text);
    expect(found.every(({ level, advice }) => level !== 'ok' && advice)).toBe(true);
  });

  test('defaults do not contradict each other', () => {
    expect(contradictions({})).toMatchObject([{ level: 'ok' }]);
  });
});

test('a setting that api or agent would refuse is told by its name, once', () => {
  const found = checkParsing({ PORT: 'none', METER_LEASE_MS: '5' });
  const texts = found.map(({ text }) => text);
  expect(texts.filter((text) => text.startsWith('Setting PORT'))).toHaveLength(1);
  expect(texts.filter((text) => text.startsWith('Setting METER_LEASE_MS'))).toHaveLength(1);
  expect(texts.some((text) => text.startsWith('Setting SUPABASE_URL'))).toBe(true);
});

describe('what is not there', () => {
  test('a taken port is told with the variable that changes it', async () => {
    const ports = await chooseFreePorts();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(ports.api, '127.0.0.1', resolve));
    closers.push(() => taken.close());
    const [found] = await checkFreePorts(ports, readHostedParts({}));
    expect(found).toMatchObject({ level: 'fail' });
    expect(found?.advice).toContain('PORT in .env');
  });

  test('a database, a LiveKit and a mail server that are away are named, their secrets are not', async () => {
    const { api: port } = await chooseFreePorts();
    const secret = 'a-secret-of-this-test';
    const found = [
      ...(await checkDatabase(`postgres://someone:${secret}@127.0.0.1:${port}/x`)),
      ...(await checkLivekit({
        LIVEKIT_URL: `ws://127.0.0.1:${port}`,
        LIVEKIT_API_KEY: 'key',
        LIVEKIT_API_SECRET: secret,
      })),
      ...(await checkMail(`smtp://someone:${secret}@127.0.0.1:${port}`)),
    ];
    expect(found.map(({ level }) => level)).toEqual(['fail', 'fail', 'fail']);
    expect(found.every(({ text }) => text.includes(`127.0.0.1:${port}`))).toBe(true);
    expect(JSON.stringify(found)).not.toContain(secret);
  });
});

test('half a group of hosted settings ends the examination with what is missing', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'mindbot-doctor-'));
  closers.push(() => rmSync(dataDir, { recursive: true }));
  const settings = { LIVEKIT_URL: 'wss://a.example' };
  const found = await examine({ settings, dotenv: 'LIVEKIT_URL=x', dataDir }, () => {});
  expect(found.at(-1)).toMatchObject({ level: 'fail' });
  expect(found.at(-1)?.text).toContain('LIVEKIT_API_KEY');
});
