// One server of the stack as a child process: started, watched, restarted, stopped by its pid.
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { readLines } from './part-output.ts';

/** How to run a part. */
export type ChildPartOptions = {
  name: string;
  command: string;
  args: readonly string[];
  environment: Record<string, string | undefined>;
  /** Resolves to true once the part does its work. Asked every 50 ms. */
  isReady: () => Promise<boolean>;
  onLine: (line: string) => void;
  /** A part that dies is started again; without it, its death is reported instead. */
  isRestarted: boolean;
  /** How long it may take to stop before it is ended (default 6 s). */
  stopTimeoutMs?: number;
  /** Called when a part that is not restarted has died by itself. */
  onDeath?: (explanation: string) => void;
  /** Called whenever the process id changes, so that a later run can find orphans. */
  onPid?: (pid: number | null) => void;
};

/** A running part. */
export type ChildPart = {
  name: string;
  /** The process id now; null between death and restart. */
  pid: () => number | null;
  /** Sends a signal to the part's process alone. */
  kill: (signal: NodeJS.Signals) => void;
  /** Stops the part and starts it again; resolves when it is ready. */
  restart: () => Promise<void>;
  /** Asks it to stop, and ends it and its children when it does not. */
  stop: () => Promise<void>;
};

const readyTimeoutMs = 90_000;
const defaultStopTimeoutMs = 6_000;
const firstBackoffMs = 500;
const longestBackoffMs = 15_000;
/** A part that ran this long has recovered: its next death starts the backoff anew. */
const healthyAfterMs = 60_000;

/** Starts a part and waits until it is ready. @throws {Error} when it dies or never gets ready. */
export async function startChildPart(options: ChildPartOptions): Promise<ChildPart> {
  const { name } = options;
  let child: ChildProcess | null = null;
  let isStopping = false;
  let backoffMs = firstBackoffMs;
  const recentLines: string[] = [];

  const launch = (): ChildProcess => {
    const started = spawn(options.command, options.args, {
      env: options.environment as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C reaches the supervisor alone, and the group can be ended whole.
      detached: true,
    });
    for (const stream of [started.stdout, started.stderr]) {
      const lines = readLines((line) => {
        recentLines.push(line);
        if (recentLines.length > 20) recentLines.shift();
        options.onLine(line);
      });
      stream?.setEncoding('utf8').on('data', lines.push).on('end', lines.flush);
    }
    const startedAt = performance.now();
    started.once('error', (error) => options.onLine(`could not be started: ${error.message}`));
    started.once('close', (code, signal) => {
      if (child === started) child = null;
      options.onPid?.(null);
      if (isStopping) return;
      endGroup(started.pid);
      const explanation = `${name} ended by itself (${signal ?? `code ${code}`})`;
      if (!options.isRestarted) return options.onDeath?.(explanation);
      if (performance.now() - startedAt > healthyAfterMs) backoffMs = firstBackoffMs;
      options.onLine(`${explanation}; starting it again in ${backoffMs} ms`);
      setTimeout(() => {
        if (!isStopping && child === null) child = launch();
      }, backoffMs).unref();
      backoffMs = Math.min(longestBackoffMs, backoffMs * 2);
    });
    options.onPid?.(started.pid ?? null);
    return started;
  };

  const waitUntilReady = async () => {
    const deadline = performance.now() + readyTimeoutMs;
    while (performance.now() < deadline) {
      const isDead = child === null || child.exitCode !== null;
      if (isDead && !options.isRestarted) break;
      if (!isDead && (await options.isReady().catch(() => false))) return;
      await delay(50);
    }
    throw new Error(`${name} did not become ready.\n${recentLines.join('\n')}`);
  };

  const end = async () => {
    const ending = child;
    if (ending === null || ending.exitCode !== null || ending.pid === undefined) return;
    const closed = new Promise((resolve) => ending.once('close', resolve));
    ending.kill('SIGTERM');
    const timer = setTimeout(
      () => endGroup(ending.pid),
      options.stopTimeoutMs ?? defaultStopTimeoutMs,
    );
    await closed;
    clearTimeout(timer);
    endGroup(ending.pid);
  };

  child = launch();
  const part: ChildPart = {
    name,
    pid: () => child?.pid ?? null,
    kill: (signal) => {
      child?.kill(signal);
    },
    restart: async () => {
      isStopping = true;
      await end();
      isStopping = false;
      child = launch();
      await waitUntilReady();
    },
    stop: async () => {
      isStopping = true;
      await end();
    },
  };
  try {
    await waitUntilReady();
    return part;
  } catch (error) {
    await part.stop();
    throw error;
  }
}

/** Ends whatever is left of a part's process group. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing was left.
  }
}
