// Starts the one throw-away PostgreSQL a test or bench run shares, with a migrated template in it.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import { applyMigrations } from '../../local/src/migrations.ts';
import { startPostgres } from '../../local/src/postgres.ts';
import { clearOrphan } from '../../local/src/postgres-orphan.ts';

/** Where clones are made. */
export type TestPostgres = {
  /** Connects the owner to the maintenance database. */
  adminUrl: string;
  /** The migrated and seeded database to clone; nobody may stay connected to it. */
  templateName: string;
  stop: () => Promise<void>;
};

const folderPrefix = 'mindbot-postgres-';
const templateName = 'mindbot_template';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes what runs that were killed have left in the temporary folder. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${folderPrefix}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const folder = join(tmpdir(), name);
    await clearOrphan(join(folder, 'data'));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Connection URL of another database on the same server. */
export function urlOfDatabase(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs one statement as the owner on the maintenance database. */
export async function runAsAdmin(adminUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Migrates the template as a deployment does: the tables, then the queue the api adds at its start. */
async function prepareTemplate(adminUrl: string): Promise<void> {
  const connectionString = urlOfDatabase(adminUrl, templateName);
  await runAsAdmin(adminUrl, `create database ${templateName}`);
  await applyMigrations(connectionString);
  // A pool of its own would be cut off by the server's stop and complain of that.
  const pgPool = new pg.Pool({ connectionString, max: 2 });
  pgPool.on('error', () => {});
  pgPool.on('connect', (client) => client.on('error', () => {}));
  await runMigrations({ pgPool, logger: new Logger(() => () => {}) });
  await pgPool.end();
}

/**
 * Starts the server on a free port and prepares the template; a second or two. What measures a
 * server as it is in earnest asks for a durable one; to tests it would only be slower.
 */
export async function startTestPostgres({ isDurable = false } = {}): Promise<TestPostgres> {
  await sweep();
  const folder = mkdtempSync(join(tmpdir(), `${folderPrefix}${process.pid}-`));
  const postgres = await startPostgres({ dataDir: join(folder, 'data'), isDurable });
  const stop = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await prepareTemplate(postgres.adminUrl);
  } catch (error) {
    await stop();
    throw error;
  }
  return { adminUrl: postgres.adminUrl, templateName, stop };
}
