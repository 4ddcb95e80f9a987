// A call from a process of its own, so that a test can take the caller away without a goodbye.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { HeadlessCallOptions } from './headless-call.ts';

/** As {@link HeadlessCallOptions}; what comes before joining runs in the parent. */
export interface ChildCallOptions extends Omit<HeadlessCallOptions, 'beforeJoin'> {
  beforeJoin?: (room: { voiceSessionId: string; roomName: string }) => Promise<unknown>;
  /** What the process's command begins with, for example to run in a network of its own. */
  prefix?: readonly string[];
  /** Where that network reaches the api; else as the parent does. */
  apiUrl?: string;
}

/** What a child is told. */
export type ChildCommand =
  | { type: 'join' }
  | { type: 'say'; phrase: string }
  | { type: 'type'; text: string }
  | { type: 'leave' };

/** What a child tells. */
export type ChildReport =
  | { type: 'created'; voiceSessionId: string; roomName: string }
  | { type: 'joined' }
  | { type: 'agentReady' }
  | { type: 'done' }
  | { type: 'failed'; message: string };

/** A call in a child process. */
export class ChildCall {
  readonly voiceSessionId: string;
  readonly roomName: string;
  readonly #child: ChildProcess;
  readonly #agentReady: Promise<unknown>;

  private constructor(
    child: ChildProcess,
    created: Extract<ChildReport, { type: 'created' }>,
    agentReady: Promise<unknown>,
  ) {
    this.#child = child;
    this.voiceSessionId = created.voiceSessionId;
    this.roomName = created.roomName;
    this.#agentReady = agentReady;
  }

  /** Starts the process and waits until it has joined. */
  static async start(
    account: { apiUrl: string; accessToken: string },
    { beforeJoin, prefix = [], apiUrl = account.apiUrl, ...options }: ChildCallOptions = {},
  ): Promise<ChildCall> {
    const main = join(import.meta.dirname, 'child-call-main.ts');
    const [command = process.execPath, ...words] = [...prefix, process.execPath, main];
    const child = spawn(command, words, {
      env: { ...process.env, CALLER: JSON.stringify({ ...account, apiUrl, options }) },
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    const agentReady = waitForReport(child, 'agentReady');
    // Whoever does not ask for the agent must not be failed by its absence.
    agentReady.catch(() => {});
    const created = await waitForReport(child, 'created');
    await beforeJoin?.(created);
    const joined = waitForReport(child, 'joined');
    child.send({ type: 'join' } satisfies ChildCommand);
    await joined;
    return new ChildCall(child, created, agentReady);
  }

  /** Waits until the agent is in the room and the time counts. */
  async agentReady(): Promise<void> {
    await this.#agentReady;
  }

  /** Says a recorded phrase and waits until it is out. */
  say(phrase: string): Promise<void> {
    return this.#do({ type: 'say', phrase });
  }

  /** Sends a typed message. */
  type(text: string): Promise<void> {
    return this.#do({ type: 'type', text });
  }

  /** Leaves the room as a closed tab does, and ends the process. */
  async leave(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.send({ type: 'leave' } satisfies ChildCommand);
    await exited;
  }

  /** Falls silent on the network, as behind a cut cable; `thaw` mends it. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  /** Comes back from `freeze`. */
  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  /** Is gone at once, without a word to the server. */
  async vanish(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }

  async #do(command: ChildCommand): Promise<void> {
    const done = waitForReport(this.#child, 'done');
    this.#child.send(command);
    await done;
  }
}

function waitForReport<Type extends ChildReport['type']>(
  child: ChildProcess,
  type: Type,
): Promise<Extract<ChildReport, { type: Type }>> {
  return new Promise((resolve, reject) => {
    const onMessage = (report: ChildReport) => {
      if (report.type !== type && report.type !== 'failed') return;
      stop();
      if (report.type === 'failed') reject(new Error(report.message));
      else resolve(report as Extract<ChildReport, { type: Type }>);
    };
    const onExit = () => {
      stop();
      reject(new Error(`The caller's process ended before it reported "${type}".`));
    };
    const stop = () => {
      child.off('message', onMessage);
      child.off('exit', onExit);
    };
    child.on('message', onMessage);
    child.on('exit', onExit);
  });
}
