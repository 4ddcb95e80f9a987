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
  /** What asks it to stop at once (default SIGTERM). */
  stopSignal?: NodeJS.Signals;
  /** Called when a part that is not restarted has died by itself. */
  onDeath?: (explanation: string) => void;
  /** Gives up the start: the part is stopped then. */
  signal?: AbortSignal;
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
  /** Asks it to finish what it does (SIGTERM) and waits, as long as that takes, until it is gone. */
  drain: () => Promise<void>;
};

const readyTimeoutMs = 90_000;
const defaultStopTimeoutMs = 6_000;
const firstBackoffMs = 500;
const longestBackoffMs = 15_000;
/** A part that ran this long has recovered: its next death starts the backoff anew. */
const healthyAfterMs = 60_000;
/** How long the last words of a dead part may take to arrive. */
const lastWordsMs = 500;
const keptLines = 20;

/** A process of a part, in a group of its own. */
type Launched = {
  process: ChildProcess;
  startedAt: number;
  /** Resolves with how it ended. */
  ended: Promise<string>;
  /** Resolves when all it wrote has been read. */
  closed: Promise<unknown>;
};

function launch(options: ChildPartOptions, onLine: (line: string) => void): Launched {
  const child = spawn(options.command, options.args, {
    env: options.environment as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C reaches the supervisor alone, and the group can be ended whole.
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    const lines = readLines(onLine);
    stream?.setEncoding('utf8').on('data', lines.push).on('end', lines.flush);
  }
  const closed = new Promise((resolve) => child.once('close', resolve));
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    // Not `close`: its children may hold its output open long after it is gone.
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
  });
  options.onPid?.(child.pid ?? null);
  return { process: child, startedAt: performance.now(), ended, closed };
}

/** Starts a part and waits until it is ready. @throws {Error} when it dies or never gets ready. */
export async function startChildPart(options: ChildPartOptions): Promise<ChildPart> {
  const part = new WatchedPart(options);
  await part.start();
  return {
    name: options.name,
    pid: () => part.pid(),
    kill: (signal) => part.kill(signal),
    restart: () => part.restart(),
    stop: () => part.stop(),
    drain: () => part.drain(),
  };
}

class WatchedPart {
  private readonly options: ChildPartOptions;
  private current: Launched | null = null;
  private isStopping = false;
  private wasReady = false;
  private backoffMs = firstBackoffMs;
  private readonly recentLines: string[] = [];

  constructor(options: ChildPartOptions) {
    this.options = options;
  }

  async start(): Promise<void> {
    this.isStopping = false;
    const launched = this.run();
    try {
      await this.waitUntilReady();
    } catch (error) {
      // What it said last may still be on its way.
      if (this.current === null) await Promise.race([launched.closed, delay(lastWordsMs)]);
      await this.stop();
      if (this.options.signal?.aborted) throw error;
      const lastWords = this.recentLines.join('\n');
      throw new Error(`${this.options.name} did not become ready.\n${lastWords}`);
    }
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    if (this.current === null) return;
    const { process: ending, ended } = this.current;
    ending.kill(this.options.stopSignal ?? 'SIGTERM');
    const stopTimeoutMs = this.options.stopTimeoutMs ?? defaultStopTimeoutMs;
    const timer = setTimeout(() => endGroup(ending.pid), stopTimeoutMs);
    await ended;
    clearTimeout(timer);
  }

  async drain(): Promise<void> {
    this.isStopping = true;
    if (this.current === null) return;
    const { process: ending, ended } = this.current;
    ending.kill('SIGTERM');
    await ended;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  pid(): number | null {
    return this.current?.process.pid ?? null;
  }

  kill(signal: NodeJS.Signals): void {
    this.current?.process.kill(signal);
  }

  private run(): Launched {
    const launched = launch(this.options, (line) => {
      this.recentLines.push(line);
      if (this.recentLines.length > keptLines) this.recentLines.shift();
      this.options.onLine(line);
    });
    this.current = launched;
    void launched.ended.then((how) => this.onEnd(launched, how));
    return launched;
  }

  private onEnd(launched: Launched, how: string): void {
    const { onPid, onLine, onDeath, isRestarted } = this.options;
    if (this.current === launched) this.current = null;
    onPid?.(null);
    // Its children would go on without it, and nobody would know of them.
    endGroup(launched.process.pid);
    if (this.isStopping) return;
    const explanation = `${this.options.name} ended by itself (${how})`;
    // Whoever waits for the start is told there.
    if (!this.wasReady) onLine(explanation);
    else if (isRestarted) this.runLater(launched, explanation);
    else onDeath?.(explanation);
  }

  private runLater(launched: Launched, explanation: string): void {
    if (performance.now() - launched.startedAt > healthyAfterMs) this.backoffMs = firstBackoffMs;
    this.options.onLine(`${explanation}; starting it again in ${this.backoffMs} ms`);
    setTimeout(() => {
      if (!this.isStopping && this.current === null) this.run();
    }, this.backoffMs).unref();
    this.backoffMs = Math.min(longestBackoffMs, this.backoffMs * 2);
  }

  private async waitUntilReady(): Promise<void> {
    const deadline = performance.now() + readyTimeoutMs;
    // A part that cannot even start will not by being started again: only later deaths are forgiven.
    while (performance.now() < deadline && (this.current !== null || this.wasReady)) {
      this.options.signal?.throwIfAborted();
      if (this.isStopping) break;
      if (this.current !== null && (await this.options.isReady().catch(() => false))) {
        this.wasReady = true;
        return;
      }
      await delay(50);
    }
    throw new Error('It ended, or took too long.');
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
