// Many headless callers at once, each a user of their own, in few processes: for faults and for load.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Stack } from '../../local/src/stack.ts';
import type { CallOccurrences } from './call-log.ts';
import { createCaller } from './caller.ts';
import { FleetCall } from './fleet-call.ts';
import type { FleetCommand, FleetReport } from './fleet-process.ts';

/** How many call, and how. */
export interface FleetOptions {
  stack: Pick<Stack, 'url' | 'urls' | 'secrets'>;
  calls: number;
  /** True for callers who speak and listen; the others are silent, and cost little. */
  isTalking?: boolean;
  /** Calls in one process; 10 without it. */
  callsPerProcess?: number;
  /** From the start of one call to the start of the next, in milliseconds; 0 without it. */
  startGapMs?: number;
  /** Calls that may wait for their agent at once: a further one begins when one is counted. */
  waitingAtOnce?: number;
  /** False for callers whose client does not ask for another agent when theirs is lost. */
  isAsking?: boolean;
}

/** Callers at work. */
export interface Fleet {
  readonly calls: readonly FleetCall[];
  /** Adds calls to those there are; resolves when they are joined or have failed. */
  add(count: number): Promise<readonly FleetCall[]>;
  /** Resolves when every call that came about is being counted. @throws {Error} naming the others. */
  waitUntilCounting(timeoutMs?: number): Promise<void>;
  /** Those whose time is counted now, waiting for the others until `timeoutMs` at most. */
  whoeverCounts(timeoutMs?: number): Promise<readonly FleetCall[]>;
  /** Takes one caller out of the room without a word, as a closed tab does. */
  leave(call: FleetCall): Promise<void>;
  /** Ends the processes; whoever is still in a call leaves it. */
  stop(): Promise<void>;
}

const CALLS_PER_PROCESS = 10;
const JOIN_TIMEOUT_MS = 60_000;
const PROCESS_FILE = join(import.meta.dirname, 'fleet-process.ts');

/** Signs users up and has each start a call; resolves when all have joined or failed. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { stack, callsPerProcess = CALLS_PER_PROCESS, startGapMs = 0 } = options;
  const waitingMax = options.waitingAtOnce ?? Number.POSITIVE_INFINITY;
  const waiting = new Set<Promise<unknown>>();
  const calls: FleetCall[] = [];
  const processes: ChildProcess[] = [];

  function processOf(index: number): ChildProcess {
    const number = Math.floor(index / callsPerProcess);
    processes[number] ??= startProcess((report) => note(calls, report));
    return processes[number];
  }

  async function add(count: number): Promise<readonly FleetCall[]> {
    const added: Promise<FleetCall>[] = [];
    for (let made = 0; made < count; made += 1) {
      while (waiting.size >= waitingMax) await Promise.race(waiting);
      const caller = createCaller({
        apiUrl: stack.url,
        supabaseUrl: stack.urls.supabase,
        publishableKey: stack.secrets.supabasePublishableKey,
      });
      await caller.signUp();
      const index = calls.length;
      const call = new FleetCall(index, caller);
      calls.push(call);
      processOf(index).send({
        type: 'start',
        index,
        apiUrl: stack.url,
        accessToken: caller.accessToken,
        isTalking: options.isTalking ?? false,
        isAsking: options.isAsking ?? true,
      } satisfies FleetCommand);
      const joined = call.waitFor('joined', { timeoutMs: JOIN_TIMEOUT_MS });
      joined.catch((error: Error) => call.fail(error.message));
      added.push(Promise.race([joined, call.failed]).then(() => call));
      const counted = call.counting({ timeoutMs: JOIN_TIMEOUT_MS }).catch(() => {});
      const wait: Promise<unknown> = Promise.race([counted, call.failed]).then(() =>
        waiting.delete(wait),
      );
      waiting.add(wait);
      if (startGapMs > 0) await new Promise((resolve) => setTimeout(resolve, startGapMs));
    }
    return Promise.all(added);
  }

  const fleet: Fleet = {
    calls,
    add,
    async waitUntilCounting(timeoutMs = 60_000) {
      const alive = calls.filter(({ failure }) => failure === null);
      const results = await Promise.allSettled(alive.map((call) => call.counting({ timeoutMs })));
      const missing = results.filter(({ status }) => status === 'rejected');
      const [first] = missing;
      if (first?.status !== 'rejected') return;
      throw new Error(`${missing.length} of ${alive.length} calls do not count. ${first.reason}`);
    },
    async whoeverCounts(timeoutMs) {
      await fleet.waitUntilCounting(timeoutMs).catch(() => {});
      return calls.filter((call) => call.isInRoom && call.countingAfterMs !== null);
    },
    async leave(call) {
      processOf(call.index).send({ type: 'leave', index: call.index } satisfies FleetCommand);
      await call.waitFor('disconnected');
    },
    async stop() {
      await Promise.all(processes.map(stopProcess));
    },
  };
  await add(options.calls);
  return fleet;
}

function startProcess(onReport: (report: FleetReport) => void): ChildProcess {
  // LiveKit's Node client tells every step unless it believes to be in production.
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = fork(PROCESS_FILE, { env, execArgv: [] });
  child.on('message', onReport);
  return child;
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  if (child.connected) child.disconnect();
  await exited;
}

/** Notes in its call what a process tells. */
function note(calls: readonly FleetCall[], report: FleetReport): void {
  const call = calls[report.index];
  if (!call) return;
  switch (report.type) {
    case 'created':
      call.voiceSessionId = report.voiceSessionId;
      call.roomName = report.roomName;
      return;
    case 'occurred':
      call.log.add(
        report.name,
        report.payload as CallOccurrences[typeof report.name],
        report.at - performance.timeOrigin,
      );
      return;
    case 'failed':
      call.fail(report.message);
      return;
  }
}
