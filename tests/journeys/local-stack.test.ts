// Guards `npm start` itself: it says where to go, finds its data again, heals, and leaves nothing behind.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { chooseFreePorts, type Ports } from '../../local/src/ports.ts';
import { identityOf } from '../../local/src/process-identity.ts';

const main = resolve(import.meta.dirname, '../../local/src/main.ts');
let dataDir: string;
let ports: Ports;
const running = new Set<Started>();

type Started = Awaited<ReturnType<typeof start>>;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'mindbot-start-'));
  ports = await chooseFreePorts();
  // LiveKit takes the two ports after its own.
  ports.livekitTcp = ports.livekit + 1;
  ports.livekitUdp = ports.livekit + 2;
});
afterEach(async () => {
  for (const started of running) await started.stop();
  running.clear();
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

function environment(): NodeJS.ProcessEnv {
  const { PATH, HOME, MINDBOT_CACHE_DIR } = process.env;
  return {
    PATH,
    HOME,
    ...(MINDBOT_CACHE_DIR ? { MINDBOT_CACHE_DIR } : {}),
    MINDBOT_DATA_DIR: dataDir,
    PORT: String(ports.api),
    LOCAL_POSTGRES_PORT: String(ports.postgres),
    LOCAL_SUPABASE_PORT: String(ports.supabase),
    LOCAL_LIVEKIT_PORT: String(ports.livekit),
    LOCAL_SPEECH_PORT: String(ports.speech),
    LOCAL_EMAIL_PORT: String(ports.email),
    LOCAL_SMTP_PORT: String(ports.smtp),
    LOCAL_STRIPE_PORT: String(ports.stripe),
    AGENT_HEALTH_PORT: String(ports.agent),
  };
}

/** Runs what `npm start` runs after the set-up. */
async function start() {
  const child: ChildProcess = spawn(process.execPath, [main], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const waiting = new Set<{ text: string; found: () => void }>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      for (const { text, found } of waiting) if (output.includes(text)) found();
    });
  }
  const exited = new Promise<number | null>((done) => child.once('exit', done));
  const says = (text: string) =>
    new Promise<void>((found, never) => {
      if (output.includes(text)) found();
      waiting.add({ text, found });
      void exited.then(() => never(new Error(`It ended without saying "${text}":\n${output}`)));
    });
  const started = {
    pid: child.pid ?? 0,
    says,
    exited,
    output: () => output,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      return exited;
    },
  };
  running.add(started);
  return started;
}

const recordedPids = (): Record<string, number> => {
  const { parts } = JSON.parse(readFileSync(join(dataDir, 'processes.json'), 'utf8'));
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, (part as { pid: number }).pid]),
  );
};
const isAnswered = async () => (await fetch(`http://127.0.0.1:${ports.api}/health/ready`)).ok;
const accountCount = async () => {
  const key = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8'));
  const address = `http://127.0.0.1:${ports.supabase}/auth/v1/token?grant_type=password`;
  const response = await fetch(address, {
    method: 'POST',
    headers: { apikey: key.supabasePublishableKey, 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ann@example.com', password: 'correct horse' }),
  });
  return response.ok;
};

test('starts, is usable, refuses a second start, and stops without a trace', async () => {
  const stack = await start();
  await stack.says(`MindBot is ready: http://127.0.0.1:${ports.api}`);
  expect(await isAnswered()).toBe(true);
  const { supabasePublishableKey } = JSON.parse(
    readFileSync(join(dataDir, 'secrets.json'), 'utf8'),
  );
  const signUp = await fetch(`http://127.0.0.1:${ports.supabase}/auth/v1/signup`, {
    method: 'POST',
    headers: { apikey: supabasePublishableKey, 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ann@example.com', password: 'correct horse' }),
  });
  expect(signUp.status).toBe(200);

  const second = await start();
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain(`MindBot already runs on ${dataDir} (process ${stack.pid})`);
  expect(await isAnswered()).toBe(true);

  const pids = recordedPids();
  const names = ['agent', 'api', 'livekit', 'postgres', 'speech', 'stripe'];
  expect(Object.keys(pids).sort()).toEqual(names);
  expect(stack.output()).toContain('no real money');
  expect(stack.output()).toContain(`http://127.0.0.1:${ports.stripe}`);
  expect(await stack.stop()).toBe(0);
  for (const pid of Object.values(pids)) expect(identityOf(pid)).toBeNull();
});

/** A call to the Stripe sandbox, with the key of this data folder. */
const askStripe = async (path: string, init: RequestInit = {}) => {
  const { stripeSecretKey } = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8'));
  const headers = { authorization: `Bearer ${stripeSecretKey}` };
  const answer = await fetch(`http://127.0.0.1:${ports.stripe}${path}`, { ...init, headers });
  return (await answer.json()) as { id: string; name: string };
};

test('after its supervisor was killed the next start clears up and finds the data', async () => {
  const killed = await start();
  await killed.says('MindBot is ready');
  const { id } = await askStripe('/v1/customers', { method: 'POST', body: 'name=Ann' });
  const orphans = recordedPids();
  killed.kill('SIGKILL');
  await killed.exited;

  const next = await start();
  await next.says('MindBot is ready');
  expect(next.output()).toContain('ending postgres of a run that was killed');
  for (const pid of Object.values(orphans)) expect(identityOf(pid)).toBeNull();
  expect(await accountCount()).toBe(true);
  expect((await askStripe(`/v1/customers/${id}`)).name).toBe('Ann');
});

test('an api that dies is started again; without LiveKit everything stops', async () => {
  const stack = await start();
  await stack.says('MindBot is ready');
  const { api = 0, livekit = 0, ...others } = recordedPids();
  process.kill(api, 'SIGKILL');
  await stack.says('api ended by itself (SIGKILL); starting it again');
  process.kill(livekit, 'SIGKILL');
  expect(await stack.exited).toBe(1);
  expect(stack.output()).toContain('livekit ended by itself (SIGKILL). Nothing can go on');
  for (const pid of Object.values(others)) expect(identityOf(pid)).toBeNull();
});

test('a stop during the start stops at once', async () => {
  const stack = await start();
  await stack.says('starting');
  stack.kill('SIGINT');
  expect(await stack.exited).toBe(0);
  expect(stack.output()).not.toContain('MindBot is ready');
});

test.skipIf(process.platform === 'win32')(
  'stops when the shell npm runs it in is ended',
  async () => {
    const shell = spawn('/bin/sh', ['-c', `"${process.execPath}" "${main}"; exit $?`], {
      env: { ...environment(), npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    const isReady = Promise.withResolvers<void>();
    shell.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (output.includes('MindBot is ready')) isReady.resolve();
    });
    shell.once('exit', () => isReady.reject(new Error(`It did not start:\n${output}`)));
    await isReady.promise;
    const pids = Object.values(recordedPids());
    // Closed by the last process that writes to it, which is not the shell.
    const closed = new Promise((resolve) => shell.stdout.once('close', resolve));
    shell.kill('SIGTERM');
    await closed;
    expect(output).toContain('npm has ended; stopping');
    for (const pid of pids) expect(identityOf(pid)).toBeNull();
  },
);
