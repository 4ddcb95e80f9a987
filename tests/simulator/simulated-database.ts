// The real SQL functions on a real Postgres, with the world's clock and numbered ids inside them.
import type pg from 'pg';
import type { TestDatabase, WorkerClaims } from '../support/database-clone.ts';

/** When simulated time begins; the expiry of cards is counted from here. */
const EPOCH_MS = Date.UTC(2030, 0, 1);

/** One connection: statements run in the order they arrive, as on a serializable database. */
export type SimulatedDatabase = {
  /** Runs a statement as the service at the world's present time. */
  query: <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>;
  /** The same with a worker's token. */
  queryAsWorker: <Row extends object>(
    claims: WorkerClaims,
    text: string,
    values?: readonly unknown[],
  ) => Promise<Row[]>;
  /** Resolves when no statement is under way, nor any that their answers lead to. */
  idle: () => Promise<void>;
  /** Whether anything may have changed since this was asked last. */
  hasChanged: () => boolean;
  /** A moment of the world as SQL sees it. */
  dateOf: (nowMs: number) => Date;
};

const clockSql = `
  create schema sim;
  create sequence sim.ids;
  create function sim.clock() returns timestamptz language sql volatile as
    $$ select current_setting('sim.now')::timestamptz $$;
  create function sim.next_id() returns uuid language sql volatile as
    $$ select ('00000000-0000-4000-9000-' || lpad(to_hex(nextval('sim.ids')), 12, '0'))::uuid $$;
  grant usage on schema sim to public;
  grant usage on sequence sim.ids to public;`;

// What the functions and column defaults ask for the time or an id is asked of the world instead.
const replaceSql = `
  do $do$
  declare
    v record;
    v_text text;
  begin
    for v in
      select pg_get_functiondef(p.oid) as text
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ('public', 'private') and p.prokind = 'f'
        and p.prosrc ~ '(clock_timestamp|now|gen_random_uuid)\\(\\)'
    loop
      v_text := regexp_replace(v.text, '\\m(clock_timestamp|now)\\(\\)', 'sim.clock()', 'g');
      execute regexp_replace(v_text, '\\mgen_random_uuid\\(\\)', 'sim.next_id()', 'g');
    end loop;
    for v in
      select c.oid::regclass as relation, a.attname as name,
        pg_get_expr(d.adbin, d.adrelid) as default_text
      from pg_attrdef d
      join pg_class c on c.oid = d.adrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum = d.adnum
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and pg_get_expr(d.adbin, d.adrelid) in ('now()', 'clock_timestamp()', 'gen_random_uuid()')
    loop
      execute format(
        'alter table %s alter column %I set default %s', v.relation, v.name,
        case when v.default_text = 'gen_random_uuid()' then 'sim.next_id()' else 'sim.clock()' end
      );
    end loop;
  end;
  $do$`;

/** Puts the world's clock into a cloned database. `nowMs` is asked before each statement. */
export async function simulateDatabase(
  database: TestDatabase,
  nowMs: () => number,
): Promise<SimulatedDatabase & { close: () => void }> {
  await database.rows(clockSql);
  await database.rows(replaceSql);
  const client: pg.PoolClient = await database.pool.connect();
  const underWay = new Set<Promise<unknown>>();
  let hasChanged = true;
  const dateOf = (atMs: number) => new Date(EPOCH_MS + atMs);

  function track<Result>(work: Promise<Result>): Promise<Result> {
    underWay.add(work);
    const forget = () => underWay.delete(work);
    work.then(forget, forget);
    return work;
  }

  async function run<Row extends object>(
    claims: string,
    text: string,
    values: readonly unknown[],
  ): Promise<Row[]> {
    // Both go out at once on the one connection, so nothing comes between them.
    const [, { rows }] = await Promise.all([
      client.query(
        `select set_config('sim.now', $1, false), set_config('request.jwt.claims', $2, false)`,
        [dateOf(nowMs()).toISOString(), claims],
      ),
      client.query(text, [...values]),
    ]);
    // What is asked every second and mostly finds nothing to do is no change then.
    if (rows.length > 0 && !/check_ledger|database_now/.test(text)) hasChanged = true;
    return rows as Row[];
  }

  return {
    dateOf,
    query: (text, values = []) => track(run('', text, values)),
    queryAsWorker: ({ voiceSessionId, epoch }, text, values = []) =>
      track(
        run(
          JSON.stringify({ role: 'voice_worker', voice_session_id: voiceSessionId, epoch }),
          text,
          values,
        ),
      ),
    async idle() {
      do {
        await Promise.allSettled([...underWay]);
        await new Promise((resolve) => setImmediate(resolve));
      } while (underWay.size > 0);
    },
    hasChanged() {
      const answer = hasChanged;
      hasChanged = false;
      return answer;
    },
    close: () => client.release(),
  };
}
