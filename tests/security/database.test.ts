// The catalogue of the database against the lints Supabase publishes, written anew, and who reaches what.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCall } from '../../supabase/tests/ledger-scenario.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const WEB_ROLES = `array['anon', 'authenticated', 'voice_worker']`;
/** Schemas of ours and of the queue; Postgres's own and Supabase's are theirs to keep. */
const OURS = `nspname in ('public', 'private', 'graphile_worker')`;

/** By the number and name of the lint: what is at fault, one row each. */
const LINTS: Record<string, string> = {
  '0001 foreign key without an index': `
    select conrelid::regclass || '.' || conname as name from pg_constraint con
    join pg_class c on c.oid = con.conrelid
    where con.contype = 'f' and c.relnamespace = 'public'::regnamespace and not exists (
      select from pg_index i where i.indrelid = con.conrelid
        and (string_to_array(i.indkey::text, ' ')::smallint[])[1:cardinality(con.conkey)]
          @> con.conkey
    )`,
  '0002 auth users exposed': `
    select c.relname from pg_class c join pg_depend d on d.objid in (
      select oid from pg_rewrite where ev_class = c.oid
    ) where c.relkind in ('v', 'm') and d.refobjid = 'auth.users'::regclass
      and (has_table_privilege('anon', c.oid, 'select')
        or has_table_privilege('authenticated', c.oid, 'select'))`,
  '0003 auth function called for every row': `
    select tablename || '.' || policyname from pg_policies where schemaname = 'public'
      and coalesce(qual, '') || coalesce(with_check, '') ~ 'auth\\.(uid|jwt|role)\\(\\)'
      and coalesce(qual, '') || coalesce(with_check, '') !~* 'select auth\\.(uid|jwt|role)\\(\\)'`,
  '0004 no primary key': `
    select relname from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r'
      and not exists (select from pg_constraint where conrelid = c.oid and contype = 'p')`,
  '0006 several permissive policies of one command': `
    select tablename from pg_policies where schemaname = 'public' and permissive = 'PERMISSIVE'
    group by tablename, cmd, roles having count(*) > 1`,
  '0007 policies without row level security': `
    select relname from pg_class c where relnamespace = 'public'::regnamespace
      and not relrowsecurity and exists (select from pg_policy where polrelid = c.oid)`,
  '0009 the same index twice': `
    select min(indexrelid::regclass::text) from pg_index i join pg_class c on c.oid = i.indrelid
    where c.relnamespace = 'public'::regnamespace
    group by indrelid, indkey::text, indclass::text, indoption::text,
      coalesce(indexprs::text, ''), coalesce(indpred::text, '') having count(*) > 1`,
  '0010 view with the rights of its owner': `
    select relname from pg_class c where relkind = 'v' and relnamespace = 'public'::regnamespace
      and not coalesce(reloptions @> array['security_invoker=true'], false)
      and not coalesce(reloptions @> array['security_invoker=on'], false)
      and (has_table_privilege('anon', c.oid, 'select')
        or has_table_privilege('authenticated', c.oid, 'select'))`,
  '0011 function with a search path that can be changed': `
    select proname from pg_proc p join pg_namespace n on n.oid = pronamespace
    where nspname in ('public', 'private')
      and not coalesce(proconfig @> array['search_path=""'], false)`,
  '0013 table without row level security': `
    select relname from pg_class where relnamespace = 'public'::regnamespace
      and relkind in ('r', 'p') and not relrowsecurity`,
  '0014 extension in public': `
    select extname from pg_extension where extnamespace = 'public'::regnamespace`,
  '0015 a policy believes what users write about themselves': `
    select policyname from pg_policies
    where coalesce(qual, '') || coalesce(with_check, '') ~ 'user_metadata'`,
  '0016, 0017 materialized view or foreign table in reach': `
    select relname from pg_class c, unnest(${WEB_ROLES}) role where relkind in ('m', 'f')
      and relnamespace = 'public'::regnamespace and has_table_privilege(role, c.oid, 'select')`,
  '0018 column of a type that cannot be upgraded': `
    select attname from pg_attribute a join pg_class c on c.oid = attrelid
    where relnamespace = 'public'::regnamespace and attnum > 0
      and atttypid in ('regproc'::regtype, 'regoper'::regtype, 'regnamespace'::regtype,
        'regcollation'::regtype, 'regconfig'::regtype, 'regdictionary'::regtype)`,
  '0019 the queue is in reach': `
    select nspname || '.' || relname from pg_class c join pg_namespace n on n.oid = relnamespace,
      unnest(${WEB_ROLES}) role
    where nspname in ('graphile_worker', 'private') and relkind in ('r', 'v', 'm', 'p')
      and has_schema_privilege(role, n.oid, 'usage') and has_table_privilege(role, c.oid, 'select')`,
  '0021 foreign key to a column of auth that is not unique': `
    select conname from pg_constraint con where contype = 'f'
      and confrelid in (select oid from pg_class where relnamespace = 'auth'::regnamespace)
      and not exists (select from pg_index where indrelid = con.confrelid and indisunique
        and (string_to_array(indkey::text, ' ')::smallint[]) = con.confkey)`,
  '0023 sensitive column in reach of strangers': `
    select relname || '.' || attname from pg_attribute a join pg_class c on c.oid = attrelid
    where relnamespace = 'public'::regnamespace and attnum > 0
      and attname ~ '(password|secret|token|ssn|api_key|card_number|cvc)'
      and (has_column_privilege('anon', c.oid, attnum, 'select')
        or has_column_privilege('authenticated', c.oid, attnum, 'select'))`,
  '0024 a policy that is always true': `
    select policyname from pg_policies where schemaname = 'public'
      and (regexp_replace(coalesce(qual, ''), '[() ]', '', 'g') = 'true'
        or regexp_replace(coalesce(with_check, ''), '[() ]', '', 'g') = 'true')`,
  '0028, 0029 function with its owner’s rights in reach of users': `
    select proname from pg_proc p, unnest(array['anon', 'authenticated']) role
    where pronamespace = 'public'::regnamespace and prosecdef
      and has_function_privilege(role, p.oid, 'execute')`,
};

describe('lints', () => {
  test.each(Object.keys(LINTS))('%s: nothing', async (name) => {
    expect(await db.rows(LINTS[name] ?? '')).toEqual([]);
  });
});

test('a table no role of the web may read is so on purpose (lint 0008)', async () => {
  const rows = await db.rows<{ name: string }>(
    `select relname as name from pg_class c
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relrowsecurity
       and not exists (select from pg_policy where polrelid = c.oid) order by 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual(TABLES_OF_THE_SERVICE_ALONE);
});

/** Without a policy nobody of the web sees a row: these are the service's own. */
const TABLES_OF_THE_SERVICE_ALONE = [
  'customers',
  'gateway_events',
  'livekit_events',
  'ticket_counters',
];

describe('reach', () => {
  test('strangers and agents reach no table, view or sequence of any schema of ours', async () => {
    const rights = await db.rows<{ right: string }>(
      `select role || ': ' || nspname || '.' || relname as right
       from pg_class c join pg_namespace n on n.oid = c.relnamespace,
         unnest(array['anon', 'voice_worker']) role
       where ${OURS} and relkind in ('r', 'v', 'm', 'f', 'p')
         and has_schema_privilege(role, n.oid, 'usage')
         and has_table_privilege(role, c.oid,
           'select, insert, update, delete, truncate, references, trigger')`,
    );
    expect(rights).toEqual([]);
  });

  test('no role of the web writes to anything', async () => {
    const rights = await db.rows(
      `select role || ': ' || nspname || '.' || relname
       from pg_class c join pg_namespace n on n.oid = c.relnamespace, unnest(${WEB_ROLES}) role
       where ${OURS} and relkind in ('r', 'v', 'm', 'f', 'p')
         and has_schema_privilege(role, n.oid, 'usage')
         and has_table_privilege(role, c.oid, 'insert, update, delete, truncate, trigger')`,
    );
    expect(rights).toEqual([]);
  });

  test('no role of the web makes anything in a schema of ours', async () => {
    const rights = await db.rows(
      `select role || ': ' || nspname from pg_namespace n, unnest(${WEB_ROLES}) role
       where ${OURS} and has_schema_privilege(role, n.oid, 'create')`,
    );
    expect(rights).toEqual([]);
  });

  test('every table is reached through row level security by its readers', async () => {
    const bypassing = await db.rows(
      `select rolname from pg_roles
       where rolname in ('anon', 'authenticated', 'voice_worker') and (rolbypassrls or rolsuper)`,
    );
    expect(bypassing).toEqual([]);
  });
});

describe("an agent's functions", () => {
  test('take no id of a session, account, user or organization: the token says whose', async () => {
    const rows = await db.rows<{ argument: string }>(
      `select distinct argument from pg_proc, unnest(proargnames[1:pronargs]) argument
       where pronamespace = 'public'::regnamespace and proname like 'worker\\_%' order by 1`,
    );
    expect(rows.length).toBeGreaterThan(10);
    const whose = /user|account|organization|session|grant|hold|amount|price|role|epoch/;
    const others = rows.filter(({ argument }) => whose.test(argument));
    expect(others).toEqual([]);
  });

  test('give nobody time, whatever they are told', async () => {
    const user = await db.signUp();
    const { worker } = await startCall(db, user.userId);
    const before = await db.row('select posted_ms from accounts where id = $1', [user.accountId]);
    const extremes = [-1, -(2 ** 53), 0, 2 ** 53 - 1, 30_000];
    for (const usedMs of extremes) {
      for (const leaseMs of extremes) {
        const args = { p_sequence: 1, p_used_ms: usedMs, p_lease_ms: leaseMs };
        // A refusal by value or by exception: neither may change what follows.
        await worker.call('worker_extend', args).catch(() => undefined);
        const account = await db.row<{ posted_ms: number; held_ms: number }>(
          'select posted_ms, held_ms from accounts where id = $1',
          [user.accountId],
        );
        expect(account.posted_ms).toBe(before.posted_ms);
        expect(account.held_ms).toBeLessThanOrEqual(account.posted_ms);
        expect(account.held_ms).toBeGreaterThanOrEqual(0);
      }
    }
    expect(await db.rows('select * from check_ledger()')).toEqual([]);
  });
});
