// What the catalog says of every function, table and policy, so that a new one cannot slip by.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const apiFunctions = [
  'abandon_subscription',
  'accept_referral',
  'account_balance',
  'admin_grant_time',
  'admin_resolve_payment_review',
  'admin_reverse_entry',
  'apply_invoice_snapshot',
  'apply_payment_snapshot',
  'apply_subscription_snapshot',
  'beat_task_worker',
  'begin_auto_top_ups',
  'capture_hold',
  'check_ledger',
  'close_overages',
  'count_requests',
  'create_payment',
  'create_price_quote',
  'create_subscription',
  'create_voice_session',
  'database_now',
  'delete_transcript',
  'enqueue_due_subscription_syncs',
  'enqueue_payment_sync',
  'enqueue_subscription_sync',
  'expire_holds',
  'expire_time_grants',
  'extend_hold',
  'fence_voice_session',
  'find_due_notices',
  'find_subscription',
  'finish_gateway_event',
  'forget_task_worker',
  'generate_promo_codes',
  'get_overage_bill',
  'get_payment_by_gateway_id',
  'get_referral',
  'grant_time',
  'list_unattended_voice_sessions',
  'list_unsettled_payments',
  'mark_notices_read',
  'move_gateway_watermark',
  'place_hold',
  'private.list_failed_tasks',
  'purge_notices',
  'purge_voice_session_events',
  'read_gateway_watermark',
  'read_notice_letter',
  'record_gateway_event',
  'record_livekit_event',
  'record_notice_emailed',
  'redeem_promo_code',
  'release_hold',
  'request_voice_session_end',
  'retry_failed_task',
  'reverse_entry',
  'reward_referral',
  'save_customer',
  'set_auto_top_up',
  'set_notice_preferences',
  'set_overage_cap',
  'set_overage_invoice',
  'set_payment_gateway_ids',
  'set_plan_gateway_price',
  'set_saved_card',
  'set_subscription_checkout',
  'set_voice_session_dispatch',
  'task_queue_state',
];
const workerFunctions = [
  'worker_activate',
  'worker_add_transcript_items',
  'worker_capture',
  'worker_capture_lead',
  'worker_create_ticket',
  'worker_extend',
  'worker_get_balance',
  'worker_hand_over',
  'worker_record_events',
  'worker_record_usage',
];

/** Names of the functions a role may execute, with the schema for internals. */
async function functionsOf(role: string): Promise<string[]> {
  const rows = await db.rows<{ name: string }>(
    `select case n.nspname when 'public' then '' else n.nspname || '.' end || p.proname as name
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ('public', 'private') and has_function_privilege($1, p.oid, 'execute')
     order by 1`,
    [role],
  );
  return rows.map(({ name }) => name);
}

test('nobody without a session may execute anything', async () => {
  expect(await functionsOf('anon')).toEqual([]);
});

test('a user may execute only what the policies ask', async () => {
  expect(await functionsOf('authenticated')).toEqual([
    'private.administered_organization_ids',
    'private.joined_organization_ids',
  ]);
});

test('the service may execute the functions of the api', async () => {
  expect(await functionsOf('service_role')).toEqual(apiFunctions);
});

test('an agent may execute the functions of a worker', async () => {
  expect(await functionsOf('voice_worker')).toEqual(workerFunctions);
});

test("every public function is a definer's, and all have an empty search path", async () => {
  const functions = await db.rows<Record<string, unknown>>(
    `select n.nspname as schema, p.proname as name, p.prosecdef as "isDefiner",
       coalesce(p.proconfig @> array['search_path=""'], false) as "hasEmptyPath"
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ('public', 'private')`,
  );
  expect(functions.length).toBeGreaterThan(40);
  expect(functions.filter(({ hasEmptyPath }) => !hasEmptyPath)).toEqual([]);
  const publicOnes = functions.filter(({ schema }) => schema === 'public');
  expect(publicOnes.filter(({ isDefiner }) => !isDefiner)).toEqual([]);
});

test('every function is introduced by what it promises', async () => {
  const { sql } = await db.row<{ sql: string }>(
    `select string_agg(s, '') as sql
     from supabase_migrations.schema_migrations, unnest(statements) s`,
  );
  const lines = sql.split('\n');
  const silent = lines.filter((line, index) => {
    if (!line.startsWith('create function ')) return false;
    let first = index;
    while (lines[first - 1]?.startsWith('-- ')) first -= 1;
    return !lines[first]?.startsWith('-- Promise: ');
  });
  expect(silent).toEqual([]);
});

test('every table has row level security and every policy only reads', async () => {
  const open = await db.rows(
    `select relname from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r' and not relrowsecurity`,
  );
  expect(open).toEqual([]);
  const policies = await db.rows(
    `select policyname from pg_policies
     where schemaname = 'public' and (cmd <> 'SELECT' or roles <> '{authenticated}'
       or qual in ('true', '(true)'))`,
  );
  expect(policies).toEqual([]);
});

test('no web role may write or truncate any table; the service no table of money', async () => {
  const rights = await db.rows<{ role: string; table: string }>(
    `select r.role, c.relname as table
     from pg_class c, unnest(array['anon', 'authenticated', 'service_role', 'voice_worker']) r(role)
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and has_table_privilege(r.role, c.oid, 'insert, update, delete, truncate')
     order by 2, 1`,
  );
  expect(rights.map(({ role, table }) => `${role}: ${table}`)).toEqual([
    'service_role: assistants',
    'service_role: leads',
    'service_role: memberships',
    'service_role: organizations',
    'service_role: profiles',
    'service_role: tickets',
  ]);
});

test('what a later migration adds is closed until it says otherwise', async () => {
  await db.rows('create function public.later() returns integer language sql return 1');
  await db.rows('create table public.later_table (id integer)');
  for (const role of ['anon', 'authenticated', 'service_role', 'voice_worker']) {
    expect(await functionsOf(role)).not.toContain('later');
    const [right] = await db.rows(
      `select has_table_privilege($1, 'public.later_table', 'select') as "mayRead"`,
      [role],
    );
    expect(right).toEqual({ mayRead: false });
  }
});

test("the worker's role cannot log in and inherits nothing", async () => {
  const role = await db.row(
    `select rolcanlogin, rolsuper, rolbypassrls, rolinherit,
       (select count(*)::integer from pg_auth_members where member = r.oid) as memberships
     from pg_roles r where rolname = 'voice_worker'`,
  );
  expect(role).toEqual({
    rolcanlogin: false,
    rolsuper: false,
    rolbypassrls: false,
    rolinherit: false,
    memberships: 0,
  });
});
