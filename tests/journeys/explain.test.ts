// The drill of docs/operations/runbook.md: from a provider that fails, by metric and alert, to the call
// it hit, the stage, the reason and the charge.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, onTestFailed, onTestFinished, test } from 'vitest';
import { examine } from '../../local/src/doctor/examine.ts';
import { inSeconds } from '../../local/src/explain/story-words.ts';
import type { Stack } from '../../local/src/stack.ts';
import { accessOf } from '../bench/call-charges.ts';
import { createCaller } from '../caller/caller.ts';
import { startTestStack } from './support/journey.ts';

const projectDir = resolve(import.meta.dirname, '../..');
let stack: Stack;

beforeAll(async () => {
  stack = await startTestStack({ METER_INTERVAL_MS: '1000', SANDBOX_FAULTS: '1' });
});
afterAll(() => stack?.stop());

async function orderFault(fault: object): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${stack.ports.speech}/sandbox/faults`, {
    method: 'POST',
    headers: { authorization: 'Bearer sandbox', 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  expect(answer.status).toBe(204);
}

const scrape = async (port: number) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();

/** What is scraped once it holds the line: a busy worker hears its jobs a moment later. */
async function scrapeUntil(line: string): Promise<string> {
  let scraped = '';
  const look = async () => {
    scraped = await scrape(stack.ports.agentMetrics);
    return scraped.split('\n');
  };
  await expect.poll(look, { timeout: 15_000 }).toContain(line);
  return scraped;
}

/** Whether an alert of the form `sum by (…) (metric) > bound` holds for what was scraped. */
function isAlerting(name: string, scraped: string): boolean {
  const rules = readFileSync(resolve(projectDir, 'docs/operations/alerts.yaml'), 'utf8');
  const rule = rules.split('- alert: ').find((text) => text.startsWith(`${name}\n`)) ?? '';
  const expression = /expr: sum by \((\w+)\) \((\w+)\) > (\d+)$/m.exec(rule);
  if (expression === null) throw new Error(`${name} has another form.`);
  const [, , metric, bound] = expression;
  return scraped
    .split('\n')
    .filter((line) => line.startsWith(`${metric}{`))
    .some((line) => Number(line.split(' ').at(-1)) > Number(bound));
}

async function explain(...wanted: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [resolve(projectDir, 'local/src/explain/main.ts'), ...wanted],
    { env: { PATH: process.env.PATH, DATABASE_URL: stack.databaseUrl } },
  );
  return stdout;
}

test('a failing call is found from its alert: which call, which stage, why, what was charged', async () => {
  const caller = createCaller(accessOf(stack));
  await caller.signUp();
  const call = await caller.call();
  onTestFailed(() => {
    console.log(call.log.tail(30));
    console.log(stack.logs('agent').slice(-30).join('\n'));
  });
  const counting = { where: ({ isCounting }: { isCounting: boolean }) => isCounting };
  await call.waitFor('time', { ...counting, timeoutMs: 30_000 });
  expect(isAlerting('MindbotProviderDown', await scrape(stack.ports.agentMetrics))).toBe(false);

  await orderFault({ part: 'tts', mode: 'fail', status: 503 });
  await call.type('Tell me a story.');
  await call.waitFor('time', {
    where: ({ pausedReason }) => pausedReason === 'provider_down',
    timeoutMs: 30_000,
  });
  const failing = await scrapeUntil(
    'mindbot_agent_providers_down{stage="synthesis",part="agent"} 1',
  );
  expect(isAlerting('MindbotProviderDown', failing)).toBe(true);

  await orderFault({ part: 'tts', mode: 'none' });
  const after = performance.now();
  await call.waitFor('time', { ...counting, after, timeoutMs: 30_000 });
  const settled = await call.hangUp();
  const over = 'mindbot_agent_calls_ended_total{reason="user_hung_up",part="agent"} 1';
  expect(isAlerting('MindbotProviderDown', await scrapeUntil(over))).toBe(false);

  const told = await explain('--recent');
  if (process.env.SHOW_EXPLANATION) console.log(told);
  expect(told).toContain(call.voiceSession.id);
  expect(told).toMatch(/synthesis failed: .*503/);
  expect(told).toContain('a provider was away');
  expect(told).toContain(`charged ${inSeconds(settled.chargedMs ?? 0)}.`);
  expect(told).toMatch(/They agree/);
  expect(told).toMatch(/Ledger: capture of .* from trial time/);
  expect(told).not.toContain('LOOK INTO THIS');

  // Anybody may ask by what a user can tell: the beginning of the id, or the request's id.
  expect(await explain(call.voiceSession.id.slice(0, 8))).toContain('What it cost');
  const requestId = /request (\S+), account/.exec(told)?.[1] ?? '';
  expect(await explain(requestId)).toContain(`Call ${call.voiceSession.id}`);
});

test('the doctor finds a running service sound, and a wrong key by its name', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'mindbot-doctor-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  // Asked as a hosted service is: by its variables alone.
  const settings = { ...stack.environment };
  const found = await examine({ settings, dotenv: null, dataDir }, () => {});
  expect(found.filter(({ level }) => level === 'fail')).toEqual([]);
  const texts = found.map(({ text }) => text).join('\n');
  expect(texts).toMatch(/All \d+ migrations are applied/);
  expect(texts).toContain('Agents may call their functions and touch no table');
  expect(texts).toMatch(/LiveKit at \S+ takes this key/);
  expect(texts).toContain('A worker is registered with LiveKit');
  expect(texts).toContain('Calls are taken by agents');
  expect(texts).toContain('Webhooks of LiveKit arrive');
  const secrets = [
    'DATABASE_URL',
    'LIVEKIT_API_SECRET',
    'SUPABASE_JWT_SECRET',
    'STRIPE_SECRET_KEY',
  ];
  for (const name of secrets) expect(JSON.stringify(found)).not.toContain(stack.environment[name]);

  const wrong = { ...settings, LIVEKIT_API_SECRET: 'another-secret-of-thirty-two-letters' };
  const again = await examine({ settings: wrong, dotenv: null, dataDir }, () => {});
  expect(again.filter(({ level }) => level === 'fail')).toMatchObject([
    { text: expect.stringContaining('LiveKit'), advice: expect.stringContaining('API_SECRET') },
  ]);
});
