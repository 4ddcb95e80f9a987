// That migrations are applied once, all or nothing each, and never silently differ.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cloneDatabase } from '../../tests/support/database-clone.ts';
import {
  runAsAdmin,
  startTestPostgres,
  type TestPostgres,
  urlOfDatabase,
} from '../../tests/support/test-postgres.ts';
import { applyMigrations, MigrationChangedError, MigrationFailedError } from './migrations.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

async function createEmptyDatabase(name: string): Promise<string> {
  await runAsAdmin(postgres.adminUrl, `create database ${name}`);
  return urlOfDatabase(postgres.adminUrl, name);
}

describe('applyMigrations', () => {
  test('applies all once, also when several processes start together', async () => {
    const url = await createEmptyDatabase('together');
    const reports = await Promise.all([1, 2, 3].map(() => applyMigrations(url)));
    const counts = reports.map(({ applied }) => applied.length).sort((a, b) => a - b);
    expect(counts.slice(0, 2)).toEqual([0, 0]);
    expect(counts[2]).toBeGreaterThan(10);
    expect(await applyMigrations(url)).toEqual({ applied: [], alreadyApplied: counts[2] });
  });

  test('leaves closed what the migrations closed when it runs again', async () => {
    const db = await cloneDatabase(postgres.adminUrl, postgres.templateName);
    try {
      await applyMigrations(db.databaseUrl);
      await db.rows('create function public.later() returns integer language sql return 1');
      const right = await db.row(
        `select has_function_privilege('anon', 'public.later()', 'execute') as "mayExecute"`,
      );
      expect(right).toEqual({ mayExecute: false });
    } finally {
      await db.drop();
    }
  });

  test('refuses a database whose applied migration has changed since', async () => {
    const db = await cloneDatabase(postgres.adminUrl, postgres.templateName);
    try {
      await db.rows(
        `update supabase_migrations.schema_migrations set statements = array['select 1']
         where name = 'organizations'`,
      );
      const refused = expect(applyMigrations(db.databaseUrl)).rejects;
      await refused.toThrow(MigrationChangedError);
      await expect(applyMigrations(db.databaseUrl)).rejects.toThrow(
        /organizations\.sql has changed since/,
      );
    } finally {
      await db.drop();
    }
  });

  test('refuses a database that knows a migration the files do not', async () => {
    const db = await cloneDatabase(postgres.adminUrl, postgres.templateName);
    try {
      await db.rows(
        `insert into supabase_migrations.schema_migrations (version, name, statements)
         values ('20200101000000', 'gone', array['select 1'])`,
      );
      await expect(applyMigrations(db.databaseUrl)).rejects.toThrow('20200101000000 is gone');
    } finally {
      await db.drop();
    }
  });

  test('names the file, the line and the complaint of a migration that fails', async () => {
    const url = await createEmptyDatabase('occupied');
    await runAsAdmin(url, 'create table public.organizations (id integer)');
    await expect(applyMigrations(url)).rejects.toThrow(MigrationFailedError);
    await expect(applyMigrations(url)).rejects.toThrow(
      /organizations\.sql.*relation "organizations" already exists/,
    );
  });
});
