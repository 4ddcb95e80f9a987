// `npm start`: runs the whole service on this machine and prints the one address to open.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writeDeployStatus } from './deploy-status.ts';
import { createFormat, isLoud, type LogRecord, toRecord } from './part-output.ts';
import { type Stack, startStack } from './stack.ts';

const projectDir = resolve(import.meta.dirname, '..', '..');
const dotenv = resolve(projectDir, '.env');
if (existsSync(dotenv)) process.loadEnvFile(dotenv);
// An empty line in .env means "not set".
for (const [name, value] of Object.entries(process.env)) {
  if (value === '') delete process.env[name];
}
const { values: flags } = parseArgs({ options: { replicas: { type: 'string' } } });
if (flags.replicas !== undefined) process.env.MINDBOT_REPLICAS = flags.replicas;
const dataDir = process.env.MINDBOT_DATA_DIR ?? resolve(projectDir, '.mindbot');

const isTerminal = process.stdout.isTTY === true;
const isPretty = process.env.LOG_FORMAT ? process.env.LOG_FORMAT === 'pretty' : isTerminal;
const isColoured = isTerminal && !process.env.NO_COLOR;
const format = createFormat(isPretty ? 'pretty' : 'json', isColoured);
const threshold = process.env.LOG_LEVEL ?? 'info';

/** The servers below the service chatter: what they say matters when something is wrong. */
const quietParts = new Map([
  ['postgres', 'warn'],
  ['livekit', 'warn'],
]);

function write(record: LogRecord): void {
  const least = threshold === 'debug' || threshold === 'trace' ? threshold : null;
  const quiet = quietParts.get(String(record.part)) ?? threshold;
  if (isLoud(record, least ?? quiet)) process.stdout.write(`${format(record)}\n`);
}

const say = (level: string, msg: string, fields: LogRecord = {}) =>
  write({ level, time: new Date().toISOString(), part: 'local', msg, ...fields });

/** Errors whose message says what to do; any other is a fault of ours and shows its stack. */
const explainedErrors = new Set([
  'EnvironmentError',
  'MigrationChangedError',
  'PortTakenError',
  'PostgresInUseError',
  'StackRunningError',
]);

let isStopping = false;
/** Told of what happens during a deploy, null while there is none. */
let noteStep: ((text: string) => void) | null = null;
const giveUp = new AbortController();
const running = startStack({
  signal: giveUp.signal,
  dataDir,
  onLine: (part, line) => write(toRecord(part, line)),
  onProgress: (text) => {
    say('info', text);
    noteStep?.(text);
  },
  onDeath: (explanation) => {
    if (isStopping) return;
    say('fatal', `${explanation}. Nothing can go on without it; stopping.`);
    void leave(1);
  },
});

async function leave(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  giveUp.abort(new Error('stopped while starting'));
  const stack = await running.catch(() => null);
  await stack?.stop();
  say('info', 'stopped');
  process.exitCode = code;
  // Whatever still keeps this process alive is not worth waiting for.
  setTimeout(() => process.exit(code), 500).unref();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!isStopping) say('info', 'stopping (a moment, please)');
    void leave(0);
  });
}

/** What `npm run deploy:local` asks for; it reads there what becomes of it. */
async function deploy(): Promise<void> {
  if (noteStep !== null || isStopping) return;
  const steps: string[] = [];
  noteStep = (text) => {
    steps.push(text);
    writeDeployStatus(dataDir, { state: 'running', steps });
  };
  noteStep('deploying');
  try {
    await (await running).deploy();
    steps.push('deployed: everything runs the new version');
    writeDeployStatus(dataDir, { state: 'done', steps });
    say('info', 'deployed');
  } catch (error) {
    const { message } = error as Error;
    steps.push(`not deployed: ${message}`);
    writeDeployStatus(dataDir, { state: 'failed', steps });
    say('error', `not deployed, the old version goes on: ${message}`);
  } finally {
    noteStep = null;
  }
}
process.on('SIGUSR2', () => void deploy());

// npm hands SIGTERM to its shell, which dies of it and tells nobody: when that is gone, so are we.
if (process.env.npm_lifecycle_event) {
  const shell = process.ppid;
  setInterval(() => {
    if (process.ppid === shell) return;
    if (!isStopping) say('info', 'npm has ended; stopping');
    void leave(0);
  }, 500).unref();
}

function notesOn({ hosted, urls, environment }: Stack): string[] {
  const isDeaf = environment.SANDBOX_SPEECH_UNDERSTANDS_VOICE === '0';
  return [
    hosted.speech
      ? ''
      : 'Speech and language are a sandbox that knows simple English phrases; OPENAI_API_KEY in .env changes that.',
    isDeaf ? 'It understands typed text only: install Python 3.9 or newer to speak to it.' : '',
    urls.stripe
      ? `Payments are a test: no real money. Refund and dispute them here: ${urls.stripe}`
      : '',
    urls.email ? `Emails are kept here and sent nowhere: ${urls.email}` : '',
    urls.studio ? `Tables (Studio): ${urls.studio}` : '',
  ].filter(Boolean);
}

function announce(stack: Stack): void {
  const notes = notesOn(stack);
  const ready = `MindBot is ready: ${stack.url}`;
  if (!isPretty) {
    say('info', ready, { url: stack.url, notes });
    return;
  }
  process.stdout.write(`\n  ${ready}\n${notes.map((note) => `    ${note}\n`).join('')}\n`);
}

function fail({ name, message, stack }: Error): never {
  process.stderr.write(`\n${explainedErrors.has(name) ? message : (stack ?? message)}\n`);
  process.exit(1);
}

try {
  const stack = await running;
  if (!isStopping) announce(stack);
} catch (error) {
  // Whoever stops a start is not told that it did not succeed.
  if (!isStopping) fail(error as Error);
}
