// Starts the whole service on one machine, in order, and stops it again: `npm start` and the tests.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ChildPart } from './child-part.ts';
import { createSmtpSender, type SendEmail, startEmail } from './email.ts';
import { type HostedParts, readHostedParts } from './hosted.ts';
import { startLivekitServer } from './livekit-server.ts';
import { applyMigrations } from './migrations.ts';
import { checkPorts, chooseFreePorts, type Ports, readPorts } from './ports.ts';
import { type RunningPostgres, startPostgres } from './postgres.ts';
import { claimDataDir } from './process-list.ts';
import { readSecrets, type Secrets } from './secrets.ts';
import { serviceEnvironment } from './service-environment.ts';
import { startAgent, startApi, startSpeech } from './service-parts.ts';
import { startSupabase } from './supabase.ts';

/** The servers a stack may run as child processes. */
export type PartName = 'livekit' | 'speech' | 'api' | 'agent';

/** How to run a stack. */
export type StackOptions = {
  /** Where everything it keeps lives. */
  dataDir: string;
  /** `free` chooses ports nobody uses; otherwise the environment's, or these. */
  ports?: Ports | 'free';
  /** Settings as in .env; by default this process's environment. */
  environment?: Record<string, string | undefined>;
  /** False trades crash safety of the data for speed, for tests (default true). */
  isDurable?: boolean;
  /** Parts that are left out, for benches that need less. */
  without?: readonly PartName[];
  /** Receives each line a part writes. */
  onLine?: (part: string, line: string) => void;
  /** Told what is happening, for people who wait. */
  onProgress?: (text: string) => void;
  /** Called when a part died that nothing can go on without. */
  onDeath?: (explanation: string) => void;
};

/** A running stack. */
export type Stack = {
  /** The one address people open. */
  url: string;
  urls: { supabase: string; livekit: string; email: string | null; studio: string | null };
  ports: Ports;
  secrets: Secrets;
  hosted: HostedParts;
  databaseUrl: string;
  /** The environment its services were given. */
  environment: Record<string, string | undefined>;
  /** A part's process; throws when the stack runs none of that name. */
  part: (name: PartName) => ChildPart;
  /** Stops Postgres, waits, and starts it again on the same port and data. */
  restartPostgres: (downMs?: number) => Promise<void>;
  /** The last lines of a part, oldest first. */
  logs: (name: string) => readonly string[];
  stop: () => Promise<void>;
};

const keptLogLines = 5_000;

function portsInUse(hosted: HostedParts, without: readonly PartName[]): (keyof Ports)[] {
  const used: (keyof Ports)[] = [];
  if (!hosted.supabase) used.push('postgres', 'supabase');
  if (!hosted.supabase && !hosted.email) used.push('email');
  if (!hosted.livekit) used.push('livekit', 'livekitTcp', 'livekitUdp');
  if (!hosted.speech) used.push('speech');
  if (!without.includes('api')) used.push('api');
  if (!without.includes('agent')) used.push('agent');
  return used;
}

/**
 * Starts the stack and resolves when all of it works.
 * @throws {EnvironmentError} when the settings contradict each other.
 * @throws {StackRunningError} when one runs on the data folder already.
 * @throws {PortTakenError} when a port is taken; nothing has been started then.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const settings = options.environment ?? process.env;
  const without = options.without ?? [];
  const hosted = readHostedParts(settings);
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  const progress = options.onProgress ?? (() => {});
  const processes = claimDataDir(dataDir, (part) => progress(`ended an orphaned ${part}`));
  const stops: { name: string; stop: () => Promise<void> }[] = [];
  const kept = new Map<string, string[]>();
  const lineSink = (part: string) => (line: string) => {
    const lines = kept.get(part) ?? [];
    lines.push(line);
    if (lines.length > keptLogLines) lines.shift();
    kept.set(part, lines);
    options.onLine?.(part, line);
  };
  const stop = async () => {
    for (const entry of stops.reverse()) {
      progress(`stopping ${entry.name}`);
      await entry.stop().catch((error) => lineSink(entry.name)(`could not be stopped: ${error}`));
    }
    stops.length = 0;
    processes.clear();
  };
  try {
    const ports =
      options.ports === 'free' ? await chooseFreePorts() : (options.ports ?? readPorts(settings));
    await checkPorts(ports, portsInUse(hosted, without));
    const secrets = readSecrets(dataDir);
    const url = settings.PUBLIC_URL || `http://127.0.0.1:${ports.api}`;

    let postgres: RunningPostgres | null = null;
    const runPostgres = () =>
      startPostgres({
        dataDir: resolve(dataDir, 'postgres'),
        port: ports.postgres,
        isDurable: options.isDurable ?? true,
        onLog: lineSink('postgres'),
      });
    let emailUrl: string | null = null;
    let supabaseUrl = settings.SUPABASE_URL ?? '';
    if (!hosted.supabase) {
      progress('Postgres');
      postgres = await runPostgres();
      stops.push({ name: 'postgres', stop: async () => postgres?.stop() });
      const report = await applyMigrations(postgres.url);
      if (report.applied.length > 0) progress(`${report.applied.length} migrations applied`);
      let sendEmail: SendEmail;
      if (settings.SMTP_URL) {
        sendEmail = createSmtpSender(
          settings.SMTP_URL,
          settings.EMAIL_FROM ?? 'hello@mindbot.test',
        );
      } else {
        progress('Mail');
        const email = await startEmail({ folder: resolve(dataDir, 'emails'), port: ports.email });
        stops.push({ name: 'mail', stop: email.stop });
        emailUrl = email.url;
        sendEmail = email.send;
      }
      progress('Supabase (REST, Auth, Studio)');
      const supabase = await startSupabase({
        databaseUrl: postgres.url,
        port: ports.supabase,
        jwtSecret: secrets.supabaseJwtSecret,
        publishableKey: secrets.supabasePublishableKey,
        secretKey: secrets.supabaseSecretKey,
        siteUrl: url,
        sendEmail,
        studio: true,
      });
      stops.push({ name: 'supabase', stop: supabase.stop });
      supabaseUrl = supabase.url;
    }

    const parts = new Map<PartName, ChildPart>();
    const add = (name: PartName, part: ChildPart) => {
      parts.set(name, part);
      stops.push({ name, stop: part.stop });
    };
    const common = (name: PartName) => ({
      onLine: lineSink(name),
      onPid: (pid: number | null) => processes.record(name, pid),
    });
    const environment = serviceEnvironment({
      settings,
      hosted,
      ports,
      secrets,
      url,
      databaseUrl: postgres?.url ?? '',
      supabaseUrl,
      emailUrl,
    });
    if (!hosted.livekit && !without.includes('livekit')) {
      progress('LiveKit server');
      const onDeath = options.onDeath ?? (() => {});
      const logLevel = settings.LOCAL_LIVEKIT_LOG_LEVEL === 'info' ? 'info' : 'warn';
      const livekit = { dataDir, ports, secrets, onDeath, logLevel, ...common('livekit') } as const;
      add('livekit', await startLivekitServer(livekit));
    }
    progress('Speech sandbox, api and agent');
    // What follows does not wait for one another: each retries until the other is there.
    const started = await Promise.allSettled([
      hosted.speech || without.includes('speech')
        ? null
        : startSpeech(environment, ports, common('speech')).then((part) => add('speech', part)),
      without.includes('api')
        ? null
        : startApi(environment, ports, common('api')).then((part) => add('api', part)),
      without.includes('agent')
        ? null
        : startAgent(environment, ports, common('agent')).then((part) => add('agent', part)),
    ]);
    for (const result of started) if (result.status === 'rejected') throw result.reason;

    return {
      url,
      urls: {
        supabase: supabaseUrl,
        livekit: String(environment.LIVEKIT_URL),
        email: emailUrl,
        studio: hosted.supabase ? null : supabaseUrl,
      },
      ports,
      secrets,
      hosted,
      databaseUrl: String(environment.DATABASE_URL),
      environment,
      part: (name) => {
        const part = parts.get(name);
        if (part === undefined) throw new Error(`This stack runs no ${name}.`);
        return part;
      },
      restartPostgres: async (downMs = 0) => {
        await postgres?.stop();
        await new Promise((done) => setTimeout(done, downMs));
        postgres = await runPostgres();
      },
      logs: (name) => kept.get(name) ?? [],
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
