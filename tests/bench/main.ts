// Runs every bench there is on this machine and prints what it measured: `npm run bench [-- call …]`.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from '../../local/src/stack.ts';
import { printResults } from './print-results.ts';

/** What a bench exports; what it measures is its own affair, printed as it comes. */
interface Bench {
  /** The stack is there for those that need one. */
  run: (stack?: Stack) => Promise<object>;
}

/** In the order they run; the first two bring a Postgres of their own and leave the stack alone. */
const BENCHES = [
  { name: 'ledger', needsStack: false },
  { name: 'api', needsStack: false },
  { name: 'call', needsStack: true },
] as const;

/** Of each part, when a bench fails. */
const LOG_LINES_SHOWN = 30;

const fileOf = (name: string) => join(import.meta.dirname, `${name}.bench.ts`);

async function startBenchStack(): Promise<Stack> {
  const { startStack } = await import('../../local/src/stack.ts');
  const dataDir = mkdtempSync(join(tmpdir(), 'mindbot-bench-'));
  const stack = await startStack({
    dataDir,
    ports: 'free',
    environment: {
      ...process.env,
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'json',
      LOCAL_LIVEKIT_LOG_LEVEL: 'info',
    },
    onProgress: (text) => console.log(`  ${text}`),
  });
  const stop = async () => {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().then(() => process.exit(130)));
  }
  // Its processes would outlive ours.
  process.once('uncaughtException', (error) => {
    console.error(error);
    void stop().then(() => process.exit(1));
  });
  return { ...stack, stop };
}

async function main(wanted: readonly string[]): Promise<void> {
  const benches = BENCHES.filter(
    ({ name }) => existsSync(fileOf(name)) && (wanted.length === 0 || wanted.includes(name)),
  );
  if (benches.length === 0) {
    const known = BENCHES.map(({ name }) => name).join(', ');
    throw new Error(`There is no bench called ${wanted.join(', ')}. Known: ${known}.`);
  }
  let stack: Stack | null = null;
  try {
    for (const { name, needsStack } of benches) {
      console.log(`\n${name}`);
      const bench: Bench = await import(fileOf(name));
      if (needsStack) stack ??= await startBenchStack();
      printResults(await (needsStack && stack ? bench.run(stack) : bench.run()));
    }
  } catch (error) {
    for (const part of ['api', 'agent']) {
      console.error(`Last words of the ${part}:`);
      for (const line of stack?.logs(part).slice(-LOG_LINES_SHOWN) ?? [])
        console.error(`  ${line}`);
    }
    throw error;
  } finally {
    await stack?.stop();
  }
}

// LiveKit's Node client tells every step on a terminal unless it believes to be in production.
process.env.NODE_ENV ??= 'production';
await main(process.argv.slice(2));
// The native client keeps threads of its own that would keep this process alive.
process.exit();
