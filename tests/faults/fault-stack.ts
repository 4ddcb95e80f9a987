// A stack for fault runs, whose api or agent may be given an environment, or surroundings, of its own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { type ChildPart, startChildPart } from '../../local/src/child-part.ts';
import { chooseFreePorts } from '../../local/src/ports.ts';
import { agentEnvironment } from '../../local/src/service-environment.ts';
import { type PartName, type Stack, startStack } from '../../local/src/stack.ts';
import { accessOf } from '../bench/call-charges.ts';
import { type Caller, createCaller } from '../caller/caller.ts';

type Environment = Record<string, string | undefined>;

/** What differs from a stack of `npm start`. */
export interface FaultStackOptions {
  /** Settings of all parts. */
  environment?: Record<string, string>;
  /** Settings of the api alone, which the run then starts itself; told where the others are. */
  api?: (stack: Stack) => Environment | Promise<Environment>;
  /** The same for the agent worker. */
  agent?: (stack: Stack) => Environment | Promise<Environment>;
  /** An address of this machine at which the LiveKit server listens besides loopback. */
  livekitAddress?: string;
  /** True for runs that kill Postgres: what it has confirmed must then be on disk. */
  isDurable?: boolean;
}

/** A running stack, its database, and who can call in it. */
export interface FaultStack extends Stack {
  /** Asks the database as its owner. */
  query: <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) => Promise<Row[]>;
  /** Stops a part the run started itself and starts it with these settings added. */
  restartWith: (name: 'api' | 'agent', environment: Environment) => Promise<void>;
  /** Somebody with an account, holding `trialMs` of time, or what the service gives everybody. */
  signUp: (trialMs?: number) => Promise<Caller>;
}

const projectDir = resolve(import.meta.dirname, '..', '..');
const LOG_LINES_KEPT = 5_000;

/** Writes what every part said into the folder `FAULT_LOGS` names, for whoever has a broken run. */
function keepLogs(logsOf: (name: PartName) => readonly string[]): void {
  const folder = process.env.FAULT_LOGS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  for (const name of ['livekit', 'api', 'agent', 'speech', 'stripe'] as const) {
    writeFileSync(join(folder, `${name}.log`), logsOf(name).join('\n'));
  }
}

/** Starts it. The voice server tells of every participant, so that presence is known exactly. */
export async function startFaultStack(options: FaultStackOptions = {}): Promise<FaultStack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mindbot-fault-'));
  const { PATH, HOME, MINDBOT_CACHE_DIR } = process.env;
  const own = new Map<PartName, ChildPart>();
  const logs = new Map<PartName, string[]>();
  const without = (['api', 'agent'] as const).filter((name) => options[name]);
  const stack = await startStack({
    dataDir,
    ports: await chooseFreePorts(),
    isDurable: options.isDurable ?? false,
    without,
    ...(options.livekitAddress ? { livekitAddress: options.livekitAddress } : {}),
    environment: {
      PATH,
      HOME,
      MINDBOT_CACHE_DIR,
      LOG_LEVEL: 'debug',
      LOCAL_LIVEKIT_LOG_LEVEL: 'info',
      ...options.environment,
    },
  });
  const pool = new pg.Pool({ connectionString: stack.databaseUrl, max: 4 });
  // Runs restart the database; the pool then connects anew.
  pool.on('error', () => {});
  const interrupt = () => void stop().finally(() => process.exit(130));
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const stop = async () => {
    for (const signal of signals) process.off(signal, interrupt);
    await pool.end();
    await Promise.all([...own.values()].map((part) => part.stop()));
    keepLogs((name) => logs.get(name) ?? stack.logs(name));
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  // Its processes would outlive a run that is interrupted.
  for (const signal of signals) process.once(signal, interrupt);
  const startOwn = async (name: 'api' | 'agent', more: Environment) => {
    const environment: Environment = { ...stack.environment, ...more };
    const isApi = name === 'api';
    const readyUrl = isApi
      ? `http://127.0.0.1:${environment.PORT}/health/live`
      : `http://127.0.0.1:${environment.AGENT_HEALTH_PORT}/`;
    const [file = '', ...rest] = isApi ? ['api/src/main.ts'] : ['agent/src/main.ts', 'start'];
    const lines = logs.get(name) ?? [];
    logs.set(name, lines);
    const part = await startChildPart({
      name,
      command: process.execPath,
      args: [resolve(projectDir, file), ...rest],
      environment: isApi ? environment : agentEnvironment(environment),
      isReady: async () => (await fetch(readyUrl, { signal: AbortSignal.timeout(3_000) })).ok,
      isRestarted: true,
      onLine: (line) => {
        lines.push(line);
        if (lines.length > LOG_LINES_KEPT) lines.shift();
      },
    });
    own.set(name, part);
  };
  try {
    if (options.api) await startOwn('api', await options.api(stack));
    if (options.agent) await startOwn('agent', await options.agent(stack));
  } catch (error) {
    console.log([...logs.values()].flatMap((lines) => lines.slice(-20)).join('\n'));
    await stop();
    throw error;
  }
  const query: FaultStack['query'] = async (sql, values) => (await pool.query(sql, values)).rows;
  return {
    ...stack,
    logs: (name) => logs.get(name as PartName) ?? stack.logs(name),
    query,
    restartWith: async (name, environment) => {
      await own.get(name)?.stop();
      await startOwn(name, environment);
    },
    signUp: async (trialMs) => {
      if (trialMs !== undefined) {
        await query('update public.organizations set trial_ms = $1', [trialMs]);
      }
      const caller = createCaller(accessOf(stack));
      await caller.signUp();
      return caller;
    },
    stop,
  };
}
