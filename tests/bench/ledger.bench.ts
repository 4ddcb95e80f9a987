// Measures how many running calls the ledger carries: extend_hold against a bare row update.
import type pg from 'pg';
import { cloneDatabase, DEFAULT_ORGANIZATION_ID } from '../support/database-clone.ts';
import { startTestPostgres } from '../support/test-postgres.ts';
import type { Bench } from './bench.ts';

/** Calls a second of one kind of statement. */
type LedgerRates = {
  clients: number;
  accounts: number;
  /** A single-row update by primary key, prepared: the most this machine and server can do. */
  bareUpdatesPerSecond: number;
  /** `extend_hold` on calls of random accounts. */
  extensionsPerSecond: number;
  /** `extend_hold` on calls that one account pays for. */
  extensionsOfOneAccountPerSecond: number;
  /** Extensions on random accounts for each bare update. */
  ratio: number;
};

/** How hard to measure. */
type LedgerBenchOptions = { clients?: number; accounts?: number; durationMs?: number };

type Statement = { name: string; text: string; values: (index: number) => unknown[] };

async function measure(
  pool: pg.Pool,
  clients: number,
  durationMs: number,
  statement: Statement,
): Promise<number> {
  const endsAt = performance.now() + durationMs;
  let count = 0;
  const work = async (): Promise<void> => {
    const client = await pool.connect();
    try {
      while (performance.now() < endsAt) {
        const { name, text, values } = statement;
        await client.query({ name, text, values: values(Math.floor(Math.random() * 1e9)) });
        count += 1;
      }
    } finally {
      client.release();
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: clients }, work));
  return Math.round((count * 1000) / (performance.now() - startedAt));
}

/** Makes as many users with a running call each, and as many calls of one account. */
async function populate(pool: pg.Pool, accounts: number): Promise<void> {
  await pool.query(
    `insert into auth.users (id, email)
     select gen_random_uuid(), i || '@example.com' from generate_series(1, $1) i`,
    [accounts],
  );
  await pool.query(
    `select grant_time(id, 'bench:' || id, 'card', 300000000000, 100, null) from accounts`,
  );
  await pool.query(
    `select create_voice_session(user_id, organization_id, null, 'bench', 30000, 3600000)
     from accounts`,
  );
  await pool.query(
    `with payer as (
       insert into accounts (organization_id) values ('${DEFAULT_ORGANIZATION_ID}') returning id
     )
     select id from payer`,
  );
  await pool.query(
    `select grant_time(id, 'bench:' || id, 'card', 300000000000, 100, null)
     from accounts where user_id is null`,
  );
  await pool.query(
    `select create_voice_session(null, '${DEFAULT_ORGANIZATION_ID}', null, 'v' || i, 30000, 3600000)
     from generate_series(1, $1) i`,
    [accounts],
  );
  await pool.query(
    `create table bench_rows (id integer primary key, value bigint) with (fillfactor = 70)`,
  );
  await pool.query(
    'insert into bench_rows select i, 0 from generate_series(0, $1::integer - 1) i',
    [accounts],
  );
  await pool.query('vacuum analyze');
}

/** Measures all three rates on a throw-away server; some ten seconds. */
async function measureLedger(options: LedgerBenchOptions = {}): Promise<LedgerRates> {
  const { clients = 16, accounts = 1000, durationMs = 2000 } = options;
  const postgres = await startTestPostgres();
  try {
    const database = await cloneDatabase(postgres.adminUrl, postgres.templateName);
    const { pool } = database;
    await populate(pool, accounts);
    const idsOf = async (condition: string): Promise<string[]> => {
      const { rows } = await pool.query(`select id from voice_sessions where user_id ${condition}`);
      return rows.map(({ id }) => id);
    };
    const extension = (ids: string[]): Statement => {
      let sequence = 0;
      return {
        name: 'extend',
        text: 'select outcome from extend_hold($1, 1, $2, $2, 30000)',
        values: (index) => {
          sequence += 1;
          return [ids[index % ids.length], sequence];
        },
      };
    };
    const update: Statement = {
      name: 'update',
      text: 'update bench_rows set value = value + 1 where id = $1',
      values: (index) => [index % accounts],
    };
    const scattered = extension(await idsOf('is not null'));
    const gathered = extension(await idsOf('is null'));
    // Alternating rounds share whatever else the machine does.
    const rates = { update: 0, scattered: 0, gathered: 0 };
    const rounds = 4;
    for (let round = 0; round < rounds; round += 1) {
      rates.update += await measure(pool, clients, durationMs / rounds, update);
      rates.scattered += await measure(pool, clients, durationMs / rounds, scattered);
      rates.gathered += await measure(pool, clients, durationMs / rounds, gathered);
    }
    await database.drop();
    return {
      clients,
      accounts,
      bareUpdatesPerSecond: Math.round(rates.update / rounds),
      extensionsPerSecond: Math.round(rates.scattered / rounds),
      extensionsOfOneAccountPerSecond: Math.round(rates.gathered / rounds),
      ratio: rates.scattered / rates.update,
    };
  } finally {
    await postgres.stop();
  }
}

/** The quick look at the ledger alone. */
export const ledgerBench: Bench = {
  name: 'ledger',
  about: 'how many running calls the ledger carries, against bare updates',
  goals: [],
  minutes: 0.5,
  run: async () => ({ goals: [], details: await measureLedger() }),
};
