// A database of one's own, copied from the migrated template, and ways to act in it as anybody.
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Database } from '../../supabase/database.types.ts';
import { runAsAdmin, urlOfDatabase } from './test-postgres.ts';

type Functions = Database['public']['Functions'];
type Row = Record<string, unknown>;

/** Somebody who can run SQL: the owner, or a role with the claims of a token. */
export type Actor = {
  /** Runs one statement and answers its rows. */
  rows: <T extends Row = Row>(sql: string, values?: unknown[]) => Promise<T[]>;
  /** Runs one statement and answers its only row. */
  row: <T extends Row = Row>(sql: string, values?: unknown[]) => Promise<T>;
  /** Calls a function by name with named arguments and answers its only row. */
  call: <Name extends keyof Functions>(
    name: Name,
    args: Functions[Name]['Args'],
  ) => Promise<Flat<Functions[Name]['Returns']>>;
  /** As `call`, for a function that answers any number of rows. */
  callAll: <Name extends keyof Functions>(
    name: Name,
    args: Functions[Name]['Args'],
  ) => Promise<Flat<Functions[Name]['Returns']>[]>;
};

type Flat<Returns> = Returns extends (infer Item)[] ? Item : Returns;

/** The claims of a worker's token that matter to SQL. */
export type WorkerClaims = { voiceSessionId: string; epoch: number };

/** A user as {@link TestDatabase.signUp} makes one. */
export type TestUser = { userId: string; accountId: string; email: string };

/** A cloned database and everybody in it. */
export type TestDatabase = Actor & {
  databaseUrl: string;
  pool: pg.Pool;
  /** A signed-in user. */
  asUser: (userId: string) => Actor;
  /** Somebody with the publishable key alone. */
  asAnon: () => Actor;
  /** The role the api may act as when it is not the owner. */
  asService: () => Actor;
  /** An agent with its call's token. */
  asWorker: (claims: WorkerClaims) => Actor;
  /** Makes a user as Auth does, which sets off the sign-up trigger. */
  signUp: (email?: string, displayName?: string) => Promise<TestUser>;
  /** Moves every moment the rules of time look at into the past, as if time had passed. */
  passTime: (durationMs: number) => Promise<void>;
  /** Disconnects and removes the database. */
  drop: () => Promise<void>;
};

/** The organization every new user joins. */
export const DEFAULT_ORGANIZATION_ID = '00000000-0000-4000-8000-000000000001';

// Amounts and ids are bigint in SQL; all of them fit a JavaScript number.
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
};

type Run = <T extends Row>(sql: string, values: unknown[]) => Promise<T[]>;

function createActor(run: Run): Actor {
  const only = <T>(rows: T[]): T => {
    const [first] = rows;
    if (rows.length !== 1 || first === undefined) throw new Error(`${rows.length} rows, not one.`);
    return first;
  };
  const callAll = (name: string, args: Row) => {
    const list = Object.keys(args).map((key, index) => `${key} => $${index + 1}`);
    const values = Object.values(args).map((value) =>
      typeof value === 'object' && value !== null && !(value instanceof Date)
        ? JSON.stringify(value)
        : value,
    );
    return run(`select * from public.${name}(${list.join(', ')})`, values);
  };
  return {
    rows: <T extends Row = Row>(sql: string, values: unknown[] = []) => run<T>(sql, values),
    row: async <T extends Row = Row>(sql: string, values: unknown[] = []) =>
      only(await run<T>(sql, values)),
    call: async (name, args) => only(await callAll(name, args as Row)) as never,
    callAll: (name, args) => callAll(name, args as Row) as never,
  };
}

/** Runs each statement as PostgREST does: in a transaction, with the role and claims set for it. */
function createRoleActor(pool: pg.Pool, role: string, claims: Row): Actor {
  return createActor(async <T extends Row>(sql: string, values: unknown[]) => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query(
        `select set_config('request.jwt.claims', $1, true),
           set_config('request.jwt.claim.sub', $2, true),
           set_config('request.jwt.claim.role', $3, true)`,
        [JSON.stringify({ role, ...claims }), String(claims.sub ?? ''), role],
      );
      await client.query(`set local role ${role}`);
      const { rows } = await client.query<T>(sql, values);
      await client.query('commit');
      return rows;
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  });
}

async function signUp(owner: Actor, email: string, displayName?: string): Promise<TestUser> {
  const userId = randomUUID();
  await owner.rows('insert into auth.users (id, email, raw_user_meta_data) values ($1, $2, $3)', [
    userId,
    email,
    displayName === undefined ? {} : { display_name: displayName },
  ]);
  const account = await owner.row<{ id: string }>(
    'select id from public.accounts where user_id = $1 and organization_id = $2',
    [userId, DEFAULT_ORGANIZATION_ID],
  );
  return { userId, accountId: account.id, email };
}

async function passTime(pool: pg.Pool, durationMs: number): Promise<void> {
  const columns: Record<string, string[]> = {
    accounts: ['next_expiry_at'],
    time_grants: ['expires_at', 'frozen_at'],
    holds: ['expires_at', 'reported_at'],
    voice_sessions: ['started_at', 'latest_end_at', 'ended_at', 'dispatched_at'],
    subscriptions: ['current_period_start_at', 'current_period_end_at', 'checkout_expires_at'],
    subscription_periods: ['starts_at', 'ends_at'],
  };
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const [table, names] of Object.entries(columns)) {
      const set = names.map((name) => `${name} = ${name} - $1 * interval '1 millisecond'`);
      await client.query(`update public.${table} set ${set.join(', ')}`, [durationMs]);
    }
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** The pool says goodbye without waiting for an answer; a forced drop would find it talking. */
async function waitForDisconnection(adminUrl: string, name: string): Promise<void> {
  await runAsAdmin(
    adminUrl,
    `do $$
     begin
       for attempt in 1..100 loop
         exit when not exists (select from pg_stat_activity where datname = '${name}');
         perform pg_sleep(0.02);
         perform pg_stat_clear_snapshot();
       end loop;
     end;
     $$`,
  );
}

/** Clones the template; some 50 ms. */
export async function cloneDatabase(adminUrl: string, templateName: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runAsAdmin(adminUrl, `create database ${name} template ${templateName}`);
  const databaseUrl = urlOfDatabase(adminUrl, name);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 30, types });
  const owner = createActor(async <T extends Row>(sql: string, values: unknown[]) => {
    const { rows } = await pool.query<T>(sql, values);
    return rows;
  });
  return {
    ...owner,
    databaseUrl,
    pool,
    asUser: (userId) => createRoleActor(pool, 'authenticated', { sub: userId }),
    asAnon: () => createRoleActor(pool, 'anon', {}),
    asService: () => createRoleActor(pool, 'service_role', {}),
    asWorker: ({ voiceSessionId, epoch }) =>
      createRoleActor(pool, 'voice_worker', { voice_session_id: voiceSessionId, epoch }),
    signUp: (email = `${randomUUID()}@example.com`, displayName) =>
      signUp(owner, email, displayName),
    passTime: (durationMs) => passTime(pool, durationMs),
    drop: async () => {
      await pool.end();
      await waitForDisconnection(adminUrl, name);
      await runAsAdmin(adminUrl, `drop database ${name} with (force)`);
    },
  };
}
