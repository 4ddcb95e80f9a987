// The stack a bench measures on: the whole service on free ports, with data of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Stack, startStack } from '../../local/src/stack.ts';

/** Of each part, when a bench fails. */
const LOG_LINES_SHOWN = 30;

/**
 * Runs `work` on a fresh stack and stops it, whatever happens. `environment` adds to its settings;
 * an empty value takes one away.
 */
export async function withBenchStack<Result>(
  environment: Record<string, string | undefined>,
  say: (text: string) => void,
  work: (stack: Stack) => Promise<Result>,
): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mindbot-bench-'));
  const { PATH, HOME, MINDBOT_CACHE_DIR } = process.env;
  say('starting a stack');
  const stack = await startStack({
    dataDir,
    ports: 'free',
    environment: {
      PATH,
      HOME,
      MINDBOT_CACHE_DIR,
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'json',
      LOCAL_LIVEKIT_LOG_LEVEL: 'info',
      ...environment,
    },
  });
  const stop = async () => {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const onSignal = () => void stop().then(() => process.exit(130));
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    return await work(stack);
  } catch (error) {
    for (const part of ['api', 'agent']) {
      console.error(`Last words of the ${part}:`);
      for (const line of stack.logs(part).slice(-LOG_LINES_SHOWN)) console.error(`  ${line}`);
    }
    throw error;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    await stop();
  }
}
