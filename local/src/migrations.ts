// Brings a local database to the state of supabase/migrations, as `supabase db push` does hosted.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from '@supabase/lite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import pg from 'pg';

/** What `applyMigrations` did. */
export type MigrationReport = {
  /** Names of the files applied now, in order. */
  applied: string[];
  /** How many had been applied before. */
  alreadyApplied: number;
};

/** Thrown when a file fails; the message names file, line and the database's complaint. */
export class MigrationFailedError extends Error {
  override name = 'MigrationFailedError';
}

/** Thrown when an applied file has changed or vanished since; the data must be made anew. */
export class MigrationChangedError extends Error {
  override name = 'MigrationChangedError';
}

const supabaseDir = join(import.meta.dirname, '..', '..', 'supabase');
// Any number will do, as long as every process that migrates uses the same.
const advisoryLockKey = 4_730_118;

type Migration = { version: string; name: string; file: string; sql: string };

function readMigrations(): Migration[] {
  const folder = join(supabaseDir, 'migrations');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const match = /^(\d{14})_([a-z0-9_]+)\.sql$/.exec(file);
      if (!match) throw new MigrationFailedError(`${file} is not named <14 digits>_<name>.sql.`);
      const sql = readFileSync(join(folder, file), 'utf8');
      return { version: match[1] as string, name: match[2] as string, file, sql };
    });
}

/** Makes what a hosted project has before its first migration: roles, Auth and the history. */
async function prepare(client: pg.Client, databaseUrl: string): Promise<void> {
  const { rows } = await client.query(`select to_regnamespace('supabase_migrations') as history`);
  if (rows[0].history === null) {
    // Once: the first migration closes again what these defaults open.
    await client.query(readFileSync(join(import.meta.dirname, 'hosted-defaults.sql'), 'utf8'));
  }
  const connection = createPostgresConnection({
    url: databaseUrl,
    postgresOptions: { max: 1, onnotice: () => {} },
  });
  try {
    await new App({ connection, auth: { enabled: true } }).ensureSystemSchema();
  } finally {
    await connection.close();
  }
}

function explain(migration: Migration, error: unknown): MigrationFailedError {
  const { message, position, detail, hint } = error as pg.DatabaseError;
  const line = position ? migration.sql.slice(0, Number(position)).split('\n').length : null;
  const where = line === null ? migration.file : `${migration.file}, line ${line}`;
  const extra = [detail, hint].filter(Boolean).join(' ');
  return new MigrationFailedError(`${where}: ${message}${extra ? ` (${extra})` : ''}`, {
    cause: error,
  });
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query(
      `insert into supabase_migrations.schema_migrations (version, name, statements)
       values ($1, $2, array[$3])`,
      [migration.version, migration.name, migration.sql],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw explain(migration, error);
  }
}

function checkHistory(known: Migration[], applied: Map<string, string>): void {
  for (const [version, sql] of applied) {
    const file = known.find((migration) => migration.version === version);
    if (file?.sql === sql) continue;
    throw new MigrationChangedError(
      `Migration ${file?.file ?? version} ${file ? 'has changed' : 'is gone'} since it was applied to this database. Until version 1.0 migrations are rewritten in place: delete the local data folder and start again.`,
    );
  }
}

/**
 * Applies every pending migration, each in its own transaction, then the seed. Safe to call from
 * several processes at once. The history table is the one the Supabase CLI keeps.
 * @throws {MigrationFailedError} when a file is refused; the ones before it stay applied.
 * @throws {MigrationChangedError} when an applied file differs from what was applied.
 */
export async function applyMigrations(databaseUrl: string): Promise<MigrationReport> {
  const migrations = readMigrations();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLockKey]);
    await prepare(client, databaseUrl);
    const history = await client.query<{ version: string; sql: string }>(
      `select version, array_to_string(statements, '') as sql
       from supabase_migrations.schema_migrations`,
    );
    const applied = new Map(history.rows.map(({ version, sql }) => [version, sql]));
    checkHistory(migrations, applied);
    const pending = migrations.filter(({ version }) => !applied.has(version));
    for (const migration of pending) await applyOne(client, migration);
    const seed = readFileSync(join(supabaseDir, 'seed.sql'), 'utf8');
    await client.query(seed);
    return { applied: pending.map(({ file }) => file), alreadyApplied: applied.size };
  } finally {
    await client.end();
  }
}
