// `npm start`: runs the whole service on this machine and prints the one address to open.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createLogger } from '@mindbot/platform/logging';
import { createFormat, isLoud, toRecord } from './part-output.ts';
import { startStack } from './stack.ts';

const projectDir = resolve(import.meta.dirname, '..', '..');
const dotenv = resolve(projectDir, '.env');
if (existsSync(dotenv)) process.loadEnvFile(dotenv);
// An empty line in .env means "not set".
for (const [name, value] of Object.entries(process.env)) {
  if (value === '') delete process.env[name];
}

const isPretty = process.env.LOG_FORMAT
  ? process.env.LOG_FORMAT === 'pretty'
  : process.stdout.isTTY === true;
const format = createFormat(isPretty);
const threshold = process.env.LOG_LEVEL ?? 'info';
const logger = createLogger('local', { level: threshold, format: isPretty ? 'pretty' : 'json' });

/** The servers below the service chatter: what they say matters when something is wrong. */
const quietParts = new Map([
  ['postgres', 'warn'],
  ['livekit', 'warn'],
]);

const print = (part: string, line: string) => {
  const record = toRecord(part, line);
  const least = threshold === 'debug' || threshold === 'trace' ? threshold : quietParts.get(part);
  if (isLoud(record, least ?? threshold)) process.stdout.write(`${format(record)}\n`);
};

/** Errors whose message says what to do; any other is a fault of ours and shows its stack. */
const explainedErrors = new Set([
  'EnvironmentError',
  'MigrationChangedError',
  'PortTakenError',
  'PostgresInUseError',
  'StackRunningError',
]);

let isStopping = false;
const running = startStack({
  dataDir: process.env.MINDBOT_DATA_DIR ?? resolve(projectDir, '.mindbot'),
  onLine: print,
  onProgress: (text) => logger.info(text),
  onDeath: (explanation) => {
    if (isStopping) return;
    logger.fatal(`${explanation}. Nothing can go on without it; stopping.`);
    void leave(1);
  },
});

async function leave(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  const stack = await running.catch(() => null);
  await stack?.stop();
  logger.info('stopped');
  process.exitCode = code;
  // Whatever still keeps this process alive is not worth waiting for.
  setTimeout(() => process.exit(code), 500).unref();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!isStopping) logger.info('stopping (a moment, please)');
    void leave(0);
  });
}

try {
  const stack = await running;
  if (!isStopping) {
    const notes = [
      ...(stack.hosted.speech
        ? []
        : [
            'Speech and language are a sandbox: simple English phrases. OPENAI_API_KEY changes that.',
          ]),
      ...(stack.urls.email ? [`Mail goes nowhere but ${stack.urls.email}`] : []),
      ...(stack.urls.studio ? [`Tables (Studio): ${stack.urls.studio}`] : []),
    ];
    process.stdout.write(
      `\n  MindBot is ready:  ${stack.url}\n${notes.map((note) => `    ${note}\n`).join('')}\n`,
    );
  }
} catch (error) {
  // A message people can act on needs no stack; anything else does.
  const { name, message, stack } = error as Error;
  const isExplained = explainedErrors.has(name);
  process.stderr.write(`\n${isExplained ? message : (stack ?? message)}\n`);
  process.exit(1);
}
