// A stack for fault runs, whose api or agent may be given an environment, or surroundings, of its own.
import { mkdtempSync, rmSync } from 'node:fs';
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
}

/** A running stack, its database, and who can call in it. */
export interface FaultStack extends Stack {
  /** Asks the database as its owner. */
  query: <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) => Promise<Row[]>;
  /** Somebody with an account, holding `trialMs` of time, or what the service gives everybody. */
  signUp: (trialMs?: number) => Promise<Caller>;
}

const projectDir = resolve(import.meta.dirname, '..', '..');
const LOG_LINES_KEPT = 5_000;

/** Starts it. The voice server tells of every participant, so that presence is known exactly. */
export async function startFaultStack(options: FaultStackOptions = {}): Promise<FaultStack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mindbot-fault-'));
  const { PATH, HOME, MINDBOT_CACHE_DIR } = process.env;
  const own: ChildPart[] = [];
  const logs = new Map<PartName, string[]>();
  const without = (['api', 'agent'] as const).filter((name) => options[name]);
  const stack = await startStack({
    dataDir,
    ports: await chooseFreePorts(),
    isDurable: false,
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
  const stop = async () => {
    await pool.end();
    for (const part of own.reverse()) await part.stop();
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const start = async (
    name: 'api' | 'agent',
    args: readonly string[],
    environment: Environment,
  ) => {
    const lines: string[] = [];
    logs.set(name, lines);
    const readyUrl =
      name === 'api'
        ? `http://127.0.0.1:${environment.PORT}/health/live`
        : `http://127.0.0.1:${environment.AGENT_HEALTH_PORT}/`;
    own.push(
      await startChildPart({
        name,
        command: process.execPath,
        args: [resolve(projectDir, args[0] ?? ''), ...args.slice(1)],
        environment,
        isReady: async () => (await fetch(readyUrl, { signal: AbortSignal.timeout(3_000) })).ok,
        isRestarted: true,
        onLine: (line) => {
          lines.push(line);
          if (lines.length > LOG_LINES_KEPT) lines.shift();
        },
      }),
    );
  };
  try {
    if (options.api) {
      const environment = { ...stack.environment, ...(await options.api(stack)) };
      await start('api', ['api/src/main.ts'], environment);
    }
    if (options.agent) {
      const environment = { ...stack.environment, ...(await options.agent(stack)) };
      await start('agent', ['agent/src/main.ts', 'start'], agentEnvironment(environment));
    }
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
