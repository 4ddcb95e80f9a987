// The way to Postgres: reads as the user and nobody else, limits on all, and a restart is survived.
import { createLogger } from '@mindbot/platform/logging';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts';
import { createDatabase, type Database, DatabaseUnavailableError } from './database.ts';

let db: TestDatabase;
let database: Database;
const logger = createLogger('api', { level: 'silent', format: 'json' });
const asClient = (userId: string) => ({ id: userId, email: null });

beforeAll(async () => {
  db = await createTestDatabase();
  database = createDatabase({ url: db.databaseUrl, poolSize: 2, logger });
});
afterAll(async () => {
  await database.close();
  await db.drop();
});

describe('a read as a user', () => {
  test("sees the user's own rows alone, whatever the statement asks for", async () => {
    const [user, other] = [await db.signUp(), await db.signUp()];
    const text = 'select user_id from public.accounts where user_id = any($1)';
    const values = [[user.userId, other.userId]];
    expect(await database.query(text, values)).toHaveLength(2);
    expect(await database.readAs(asClient(user.userId), text, values)).toEqual([
      { user_id: user.userId },
    ]);
  });

  test('may not write', async () => {
    const { userId } = await db.signUp();
    const text = `update public.profiles set display_name = 'x' returning id`;
    await expect(database.readAs(asClient(userId), text)).rejects.toThrow(/read-only|permission/);
  });

  test('leaves no trace of the user on the connection, not even when it fails', async () => {
    const { userId } = await db.signUp();
    const failing = Array.from({ length: 4 }, () =>
      database.readAs(asClient(userId), 'select 1 / 0').catch((error: Error) => error.message),
    );
    expect(new Set(await Promise.all(failing))).toEqual(new Set(['division by zero']));
    for (let connection = 0; connection < 4; connection += 1) {
      const [row] = await database.query(
        `select current_user = session_user as is_owner, current_setting('request.jwt.claims', true) as claims`,
      );
      expect(row).toEqual({ is_owner: true, claims: expect.toSatisfy((text) => !text) });
    }
  });

  test('takes hostile text as text', async () => {
    const hostile = `'; reset role; select '`;
    const [row] = await database.readAs<{ who: string }>(
      { id: hostile, email: null },
      'select current_user as who',
    );
    expect(row?.who).toBe('authenticated');
  });
});

test('amounts are numbers', async () => {
  const [row] = await database.query('select 9007199254740991::bigint as amount_ms');
  expect(row).toEqual({ amount_ms: Number.MAX_SAFE_INTEGER });
});

test('all connections break at once, as in a restart, and each statement is repeated', async () => {
  await Promise.all([database.query('select 1'), database.query('select pg_sleep(0.01)')]);
  await db.rows(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mindbot-api'`,
  );
  const answers = Array.from({ length: 3 }, () => database.query('select 1 as one'));
  expect((await Promise.all(answers)).flat()).toEqual(Array(3).fill({ one: 1 }));
});

test('a statement broken in its middle is repeated', async () => {
  const slow = database.query(`select pg_sleep(0.3), 'done' as state`);
  const kill = `select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'mindbot-api' and state = 'active' and query like '%pg_sleep(0.3)%'
      and pid <> pg_backend_pid()`;
  while ((await db.rows(kill)).length === 0);
  expect(await slow).toMatchObject([{ state: 'done' }]);
});

test('a migration that changes what a statement answers breaks no request', async () => {
  await db.rows('create table public.migrated as select 1 as old_column');
  const text = 'select * from public.migrated where $1::int = 1';
  const ask = () => Promise.all(Array.from({ length: 4 }, () => database.query(text, [1])));
  expect((await ask()).flat()).toEqual(Array(4).fill({ old_column: 1 }));
  await db.rows('alter table public.migrated add column new_column integer not null default 2');
  expect((await ask()).flat()).toEqual(Array(4).fill({ old_column: 1, new_column: 2 }));
  await db.rows('drop table public.migrated');
});

test('a server that is not there is an outage and no bug', async () => {
  const nowhere = createDatabase({ url: 'postgres://a@127.0.0.1:1/b', poolSize: 1, logger });
  await expect(nowhere.query('select 1')).rejects.toThrow(DatabaseUnavailableError);
  await expect(nowhere.check(1_000)).rejects.toThrow();
  await nowhere.close();
});

test('a mistake in a statement is a bug and no outage', async () => {
  await expect(database.query('select nothing from nowhere')).rejects.not.toThrow(
    DatabaseUnavailableError,
  );
});

test('callers wait for a free connection, and all are served', async () => {
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) => database.query('select $1::int as index', [index])),
  );
  expect(answers.flat()).toHaveLength(40);
});
