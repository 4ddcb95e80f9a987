// That the local PostgreSQL starts anywhere, finds its data again and leaves nothing behind.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PortTakenError } from './port-taken.ts';
import { type RunningPostgres, startPostgres } from './postgres.ts';
import { PostgresInUseError } from './postgres-orphan.ts';
import { canReach, placeDataDir } from './postgres-owner.ts';

let folder: string;
let dataDir: string;
let running: RunningPostgres[] = [];

// One data folder for all tests: making it is the slow part.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mindbot-local-'));
  dataDir = join(folder, 'data');
});
afterEach(async () => {
  await Promise.all(running.map((postgres) => postgres.stop()));
  running = [];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(port?: number): Promise<RunningPostgres> {
  const postgres = await startPostgres({ dataDir, port, isDurable: false });
  running.push(postgres);
  return postgres;
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('startPostgres', () => {
  test('starts over when the first start was interrupted', async () => {
    mkdirSync(`${dataDir}.new`);
    writeFileSync(join(`${dataDir}.new`, 'half'), '');
    const { url } = await start();
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('finds its data again after a stop', async () => {
    const first = await start();
    await ask(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    expect(await first.ended).toBe(0);
    const second = await start();
    expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('speaks UTF-8 and UTC and listens on loopback alone', async () => {
    const { url } = await start();
    const settings = await ask(
      url,
      `select current_setting('server_encoding') as encoding, current_setting('timezone') as zone,
         current_setting('listen_addresses') as addresses, upper('é') as upper`,
    );
    expect(settings).toEqual([
      { encoding: 'UTF8', zone: 'UTC', addresses: '127.0.0.1', upper: 'É' },
    ]);
  });

  test('asks for its password', async () => {
    const { url } = await start();
    const wrong = new URL(url);
    wrong.password = 'wrong';
    await expect(ask(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
  });

  test('says which port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    try {
      const refused = start(port);
      await expect(refused).rejects.toThrow(PortTakenError);
      await expect(refused).rejects.toThrow(`Port ${port} is taken`);
    } finally {
      other.close();
    }
  });

  test('refuses data that a living process works on', async () => {
    await start();
    await expect(start()).rejects.toThrow(PostgresInUseError);
  });

  test('takes over from a run that was killed', async () => {
    const script = `
      const { startPostgres } = await import(${JSON.stringify(join(import.meta.dirname, 'postgres.ts'))});
      const { url } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} });
      console.log(url);
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
    const [printed] = await once(child.stdout, 'data');
    const orphanUrl = String(printed).trim();
    await ask(orphanUrl, 'create table orphaned as select 42 as answer');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { url } = await start();
    expect(await ask(url, 'select answer from orphaned')).toEqual([{ answer: 42 }]);
    await expect(ask(orphanUrl, 'select 1')).rejects.toThrow();
  });

  test('passes over a lock file whose process is somebody else now', async () => {
    const first = await start();
    await first.stop();
    writeFileSync(join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n`);
    await start();
  });
});

describe('where the data goes', () => {
  // Neither this process's user nor group.
  const stranger = { uid: 54_321, gid: 54_321 };

  test("is where it was asked for when the server's user can pass", () => {
    expect(canReach(dataDir, stranger)).toBe(true);
    expect(placeDataDir(dataDir, stranger)).toBe(dataDir);
  });

  test('stays in a temporary folder, which is made passable', () => {
    const closed = join(folder, 'private');
    mkdirSync(closed, { mode: 0o700 });
    const wanted = join(closed, 'data');
    expect(canReach(wanted, stranger)).toBe(false);
    expect(placeDataDir(wanted, stranger)).toBe(wanted);
    expect(canReach(wanted, stranger)).toBe(true);
  });

  test('is one place of the machine when nobody else may pass, always the same', () => {
    const closed = mkdtempSync(join(folder, 'private-'));
    const temporaryDir = join(folder, 'elsewhere');
    mkdirSync(temporaryDir, { recursive: true });
    try {
      const wanted = join(closed, 'data');
      const placed = placeDataDir(wanted, stranger, temporaryDir);
      expect(placed).toMatch(/^\/var\/lib\/mindbot\/data-[0-9a-f]{12}$/);
      expect(placeDataDir(wanted, stranger, temporaryDir)).toBe(placed);
    } finally {
      rmSync(closed, { recursive: true });
    }
  });

  test('is not questioned when the server runs as this user', () => {
    expect(canReach('/anywhere/at/all', null)).toBe(true);
  });
});
