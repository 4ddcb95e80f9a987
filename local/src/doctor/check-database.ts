// Asks Postgres: is it there, are its migrations in step, its roles right, its clock and its sums?
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import pg from 'pg';
import { projectDir } from '../../../scripts/setup/cache-paths.mjs';
import { ANSWER_MS_MAX, type Finding, fail, hostOf, ok, warn, whyOf } from './finding.ts';

const SKEW_MS_MAX = 5_000;
const DAY_MS = 86_400_000;

/** Reads only. The address may hold a password: it is not printed. */
export async function checkDatabase(url: string): Promise<Finding[]> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'mindbot-doctor',
    connectionTimeoutMillis: ANSWER_MS_MAX,
    statement_timeout: ANSWER_MS_MAX,
    options: '-c default_transaction_read_only=on',
  });
  client.on('error', () => {});
  const askedAtMs = performance.now();
  try {
    await client.connect();
  } catch (error) {
    const advice = 'See that it runs and that DATABASE_URL (or LOCAL_POSTGRES_PORT) is right.';
    return [fail(`Postgres at ${hostOf(url)} cannot be reached: ${whyOf(error)}`, advice)];
  }
  try {
    return [
      ...(await checkServer(client, askedAtMs)),
      ...(await checkMigrations(client)),
      ...(await checkRights(client)),
      ...(await checkTraffic(client)),
    ];
  } catch (error) {
    return [fail(`Postgres refused a question: ${whyOf(error)}`, 'Are the migrations applied?')];
  } finally {
    await client.end();
  }
}

async function checkServer(client: pg.Client, askedAtMs: number): Promise<Finding[]> {
  const before = Date.now();
  const { rows } = await client.query(
    `select current_setting('server_version') as version,
       extract(epoch from clock_timestamp())::float8 * 1000 as now_ms`,
  );
  const tookMs = Date.now() - before;
  const skewMs = Math.abs(rows[0].now_ms - before - tookMs / 2);
  const found = [
    ok(
      `Postgres ${rows[0].version} answers, ${Math.round(performance.now() - askedAtMs)} ms in all`,
    ),
  ];
  if (skewMs > SKEW_MS_MAX) {
    const text = `This clock and the database's are ${Math.round(skewMs / 1_000)} s apart`;
    found.push(warn(text, 'Charges go by the database; tokens by this clock. Run NTP on both.'));
  }
  return found;
}

async function checkMigrations(client: pg.Client): Promise<Finding[]> {
  const files = readdirSync(resolve(projectDir, 'supabase/migrations'))
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, 14));
  const { rows: there } = await client.query(
    `select to_regclass('supabase_migrations.schema_migrations') is not null as has_history`,
  );
  if (!there[0].has_history) {
    return [fail('No migration was ever applied', 'Apply them: supabase db push, or npm start.')];
  }
  const { rows } = await client.query<{ version: string }>(
    'select version from supabase_migrations.schema_migrations',
  );
  const applied = new Set(rows.map(({ version }) => version));
  const missing = files.filter((version) => !applied.has(version));
  const strange = [...applied].filter((version) => !files.includes(version));
  if (missing.length > 0) {
    const text = `${missing.length} migrations are not applied, the first is ${missing[0]}`;
    return [fail(text, 'Apply them before this version runs: supabase db push, or npm start.')];
  }
  if (strange.length > 0) {
    const text = `The database has ${strange.length} migrations this version does not know`;
    return [warn(text, 'A newer version ran here: deploy that one, or an older database.')];
  }
  return [ok(`All ${files.length} migrations are applied`)];
}

async function checkRights(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query(
    `select exists (select from pg_roles where rolname = 'voice_worker') as has_role,
       exists (
         select from pg_auth_members m join pg_roles r on r.oid = m.member
         join pg_roles g on g.oid = m.roleid
         where r.rolname = 'authenticator' and g.rolname = 'voice_worker'
       ) as is_granted,
       exists (select from pg_roles where rolname = 'authenticator') as has_authenticator`,
  );
  const { has_role: hasRole, is_granted: isGranted, has_authenticator: hasGate } = rows[0];
  if (!hasRole) return [fail('The role voice_worker is missing', 'Apply the migrations.')];
  if (hasGate && !isGranted) {
    const advice = 'grant voice_worker to authenticator;';
    return [fail("PostgREST may not act as voice_worker: every agent's token is refused", advice)];
  }
  const { rows: rights } = await client.query(
    `select count(*) filter (where not has_function_privilege('voice_worker', p.oid, 'execute'))
         as closed,
       (select count(*) from pg_class c where c.relnamespace = 'public'::regnamespace
         and c.relkind = 'r'
         and has_table_privilege('voice_worker', c.oid, 'select, insert, update, delete')) as open
     from pg_proc p
     where p.pronamespace = 'public'::regnamespace and p.proname like 'worker\\_%'`,
  );
  if (Number(rights[0].open) > 0) {
    return [
      fail(
        'Agents may touch tables',
        'revoke all on all tables in schema public from voice_worker;',
      ),
    ];
  }
  if (Number(rights[0].closed) > 0) {
    return [
      fail(`${rights[0].closed} worker functions are closed to agents`, 'Apply the migrations.'),
    ];
  }
  return [ok('Agents may call their functions and touch no table')];
}

/** What the last day's calls say about agents and webhooks. */
async function checkTraffic(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query(
    `select max(s.created_at) as last_call,
       (select max(e.at) from public.voice_session_events e where e.kind = 'activated') as last_taken,
       (select max(received_at) from public.livekit_events) as last_webhook,
       (select count(*)::integer from public.troubled_voice_sessions
         where first_trouble_at > now() - interval '1 day') as troubled
     from public.voice_sessions s where s.created_at > now() - interval '1 day'`,
  );
  const { last_call: call, last_taken: taken, last_webhook: webhook, troubled } = rows[0];
  if (call === null) return [ok('No call in the last day, so nothing to learn from one')];
  const found: Finding[] = [];
  const isNearCall = (at: Date | null) =>
    at !== null && call.getTime() - at.getTime() < DAY_MS / 24;
  found.push(
    isNearCall(taken)
      ? ok('Calls are taken by agents')
      : fail('Calls of the last hour found no agent', 'Is a worker running, with this AGENT_NAME?'),
    isNearCall(webhook)
      ? ok('Webhooks of LiveKit arrive')
      : warn(
          'No webhook of LiveKit came with the last calls',
          'Let LiveKit send them to <PUBLIC_URL>/webhooks/livekit, signed with the same key.',
        ),
  );
  if (troubled > 0) {
    found.push(
      warn(`${troubled} calls of the last day were in trouble`, 'npm run explain -- --recent'),
    );
  }
  return found;
}
