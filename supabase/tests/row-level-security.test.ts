// Who sees and changes which rows: every table, every kind of person, every command.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Actor,
  createTestDatabase,
  DEFAULT_ORGANIZATION_ID,
  type TestDatabase,
  type TestUser,
} from '../../tests/support/database.ts';
import { createCall, startCall } from './ledger-scenario.ts';
import { applySnapshot, buyCard, refund } from './payment-scenario.ts';
import { addPackage, addPromoCode, addRule, quoted, redeem } from './pricing-scenario.ts';
import { accept, codeOf } from './referral-scenario.ts';
import {
  applyInvoice,
  applySubscription,
  createPlan,
  createSubscription,
} from './subscription-scenario.ts';

const people = ['anon', 'owner', 'other user', 'admin', 'admin of another organization'] as const;
type Person = (typeof people)[number];

/** Per table: which rows are the owner's, and who may read them. Nobody here may write. */
const tables: Record<string, { rowsOf: string; readers: Person[] }> = {
  organizations: { rowsOf: 'id = $1', readers: ['owner', 'other user', 'admin'] },
  profiles: { rowsOf: 'id = $2', readers: ['owner', 'admin'] },
  memberships: { rowsOf: 'user_id = $2', readers: ['owner', 'admin'] },
  assistants: { rowsOf: 'organization_id = $1', readers: ['admin'] },
  accounts: { rowsOf: 'user_id = $2', readers: ['owner', 'admin'] },
  time_grants: { rowsOf: 'account_id = $3', readers: ['owner', 'admin'] },
  ledger_entries: { rowsOf: 'account_id = $3', readers: ['owner', 'admin'] },
  holds: { rowsOf: 'account_id = $3', readers: ['owner', 'admin'] },
  voice_sessions: { rowsOf: 'user_id = $2', readers: ['owner', 'admin'] },
  transcript_items: { rowsOf: 'voice_session_id = $4', readers: ['owner', 'admin'] },
  leads: { rowsOf: 'user_id = $2', readers: ['owner', 'admin'] },
  tickets: { rowsOf: 'user_id = $2', readers: ['owner', 'admin'] },
  ticket_counters: { rowsOf: 'organization_id = $1', readers: [] },
  packages: { rowsOf: 'organization_id = $1', readers: ['owner', 'other user', 'admin'] },
  pricing_rules: { rowsOf: 'organization_id = $1', readers: ['admin'] },
  promo_codes: { rowsOf: 'organization_id = $1', readers: ['admin'] },
  promo_redemptions: { rowsOf: 'user_id = $2', readers: ['owner', 'admin'] },
  price_quotes: { rowsOf: 'user_id = $2', readers: ['owner', 'admin'] },
  referral_codes: { rowsOf: 'user_id = $2', readers: ['owner'] },
  referrals: { rowsOf: 'referred_user_id = $2', readers: ['owner', 'other user', 'admin'] },
  customers: { rowsOf: 'user_id = $2', readers: [] },
  payments: { rowsOf: 'user_id = $2', readers: ['owner', 'admin'] },
  refunds: { rowsOf: `id = 're_1'`, readers: ['owner', 'admin'] },
  disputes: { rowsOf: `id = 'dp_1'`, readers: ['owner', 'admin'] },
  gateway_events: { rowsOf: `event_id = 'evt_1'`, readers: [] },
  plans: { rowsOf: 'organization_id = $1', readers: ['owner', 'other user', 'admin'] },
  subscriptions: { rowsOf: 'user_id = $2', readers: ['owner', 'admin'] },
  subscription_periods: {
    rowsOf: 'subscription_id in (select id from subscriptions where user_id = $2)',
    readers: ['owner', 'admin'],
  },
  subscription_invoices: { rowsOf: `id = 'in_1'`, readers: ['owner', 'admin'] },
  audit_entries: { rowsOf: 'organization_id = $1', readers: ['admin'] },
  notices: { rowsOf: 'user_id = $2', readers: ['owner'] },
  notice_preferences: { rowsOf: 'user_id = $2', readers: ['owner'] },
  auto_top_ups: { rowsOf: 'account_id = $3', readers: ['owner', 'admin'] },
  voice_session_events: { rowsOf: 'voice_session_id = $4', readers: ['admin'] },
  livekit_events: { rowsOf: `id = 'EV_1'`, readers: [] },
};

let db: TestDatabase;
let actors: Record<Person, Actor>;
/** Columns Postgres computes, which nobody may name in an insert. */
const computedColumns = new Set(['code_key']);
let ids: string[];

/** The condition with the ids it names written into it. */
const conditionOf = (table: string) =>
  (tables[table]?.rowsOf ?? 'false').replace(/\$(\d)/g, (_, n) => `'${ids[Number(n) - 1]}'`);

const ownersRows = (table: string) =>
  db.rows(`select * from public.${table} t where ${conditionOf(table)} order by t::text`);

/** Money has told the owner things already; wishes and a standing order are theirs to make. */
async function populateNotices(userId: string): Promise<void> {
  const args = { p_user_id: userId, p_organization_id: DEFAULT_ORGANIZATION_ID };
  await db.call('set_notice_preferences', { ...args, p_email: { low_time: false } });
  const set = await db.call('set_auto_top_up', {
    ...args,
    p_is_enabled: false,
    p_threshold_ms: 300_000,
    p_package_id: null,
    p_monthly_max_count: 2,
  });
  expect(set).toEqual({ outcome: 'set' });
}

async function populate(): Promise<void> {
  const [owner, other, admin, foreigner] = await Promise.all(
    ['owner', 'other', 'admin', 'foreigner'].map((name) => db.signUp(`${name}@example.com`)),
  );
  if (!owner || !other || !admin || !foreigner) throw new Error('There are four people.');
  await db.rows(`update memberships set role = 'admin' where user_id = $1`, [admin.userId]);
  await db.rows('delete from memberships where user_id = $1', [foreigner.userId]);
  await db.rows(
    `with o as (
       insert into organizations (slug, name) values ('another', 'Another') returning id
     )
     insert into memberships (organization_id, user_id, role) select id, $1, 'owner' from o`,
    [foreigner.userId],
  );
  await populatePricing(owner.userId, other.userId);
  await populateMoney(owner.userId);
  await populateSubscription(owner);
  await populateNotices(owner.userId);
  const call = await startCall(db, owner.userId);
  await createCall(db, other.userId);
  const item = { itemId: 'a', position: 0, speaker: 'user', text: 'hello' };
  await call.worker.call('worker_add_transcript_items', { p_items: [item] });
  await call.worker.call('worker_capture_lead', {
    p_tool_call_id: 't',
    p_name: 'A',
    p_email: 'a@b.co',
    p_phone: null,
    p_interest: null,
  });
  await call.worker.call('worker_create_ticket', {
    p_tool_call_id: 't',
    p_subject: 's',
    p_description: 'd',
  });
  await db.call('record_livekit_event', {
    p_event_id: 'EV_1',
    p_type: 't',
    p_room_name: null,
    p_created_at: new Date().toISOString(),
  });
  ids = [DEFAULT_ORGANIZATION_ID, owner.userId, owner.accountId, call.voiceSessionId];
  actors = {
    anon: db.asAnon(),
    owner: db.asUser(owner.userId),
    'other user': db.asUser(other.userId),
    admin: db.asUser(admin.userId),
    'admin of another organization': db.asUser(foreigner.userId),
  };
}

/** One of everything that moves a price or gives time away. */
async function populatePricing(userId: string, referrerId: string): Promise<void> {
  await addRule(db);
  await quoted(db, userId, await addPackage(db));
  await redeem(db, userId, await addPromoCode(db, { free_time_ms: 1000 }));
  await codeOf(db, userId);
  await accept(db, userId, await codeOf(db, referrerId));
}

/** One of everything that comes with a purchase. */
async function populateMoney(userId: string): Promise<void> {
  const payment = await buyCard(db, userId);
  const disputes = [{ id: 'dp_1', status: 'won' }];
  await applySnapshot(db, payment, { refunds: [refund('re_1', 1)], disputes });
  await db.call('save_customer', {
    p_user_id: userId,
    p_organization_id: DEFAULT_ORGANIZATION_ID,
    p_gateway: 'stripe',
    p_gateway_customer_id: 'cus_1',
  });
  await db.call('record_gateway_event', {
    p_gateway: 'stripe',
    p_event_id: 'evt_1',
    p_type: 't',
    p_object_id: null,
    p_created_at: new Date().toISOString(),
    p_payload: {},
  });
}

/** A subscription with a paid period, and something an admin did. */
async function populateSubscription(user: TestUser): Promise<void> {
  const plan = await createPlan(db);
  const { subscription } = await createSubscription(db, user.userId, plan.id);
  const made = { id: String(subscription?.id), gatewayId: 'sub_1', user, plan };
  await applySubscription(db, made);
  await applyInvoice(db, made, 'in_1');
  await db.call('admin_grant_time', {
    p_account_id: user.accountId,
    p_amount_ms: 1,
    p_reason: 'a good reason',
    p_idempotency_key: 'k',
  });
}

beforeAll(async () => {
  db = await createTestDatabase();
  await populate();
});
afterAll(() => db.drop());

/** What a command did: the rows it answered, or nothing when it was refused. */
const attempt = (actor: Actor, sql: string, values: unknown[] = []) =>
  actor.rows(sql, values).catch((error: Error) => {
    expect(error.message).toMatch(/permission denied|row-level security|immutable/);
    return [];
  });

function describeMatrix(): void {
  describe.each(Object.keys(tables))('%s', (table) => {
    test.each(people)('%s: select', async (person) => {
      const rows = await attempt(
        actors[person],
        `select * from public.${table} where ${conditionOf(table)}`,
      );
      const expected = tables[table]?.readers.includes(person) ? await ownersRows(table) : [];
      expect(rows).toHaveLength(expected.length);
      if (tables[table]?.readers.includes(person)) expect(rows.length).toBeGreaterThan(0);
    });

    test.each(people)('%s: insert', async (person) => {
      const [row] = await ownersRows(table);
      const copy = { ...row, ...(typeof row?.id === 'string' ? { id: randomUUID() } : {}) };
      const columns = Object.keys(copy).filter((name) => !computedColumns.has(name));
      const inserted = await attempt(
        actors[person],
        `insert into public.${table} (${columns}) overriding system value
         select ${columns} from jsonb_populate_record(null::public.${table}, $1) returning 1`,
        [copy],
      );
      expect(inserted).toEqual([]);
    });

    test.each(people)('%s: update and delete', async (person) => {
      const before = await ownersRows(table);
      const [column] = Object.keys(before[0] ?? {});
      const where = `where ${conditionOf(table)} returning 1`;
      const update = `update public.${table} set ${column} = ${column} ${where}`;
      // A generated identity refuses its own value before any policy is asked.
      const plain = { ledger_entries: 'note', audit_entries: 'reason' }[table];
      const changes = plain ? update.replaceAll(/\bid\b/g, plain) : update;
      expect(await attempt(actors[person], changes)).toEqual([]);
      expect(await attempt(actors[person], `delete from public.${table} ${where}`)).toEqual([]);
      expect(await ownersRows(table)).toEqual(before);
    });
  });
}

test('the matrix knows every table', async () => {
  const found = await db.rows<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  expect(found.map(({ name }) => name)).toEqual(Object.keys(tables).sort());
});

describe('with the privileges of the migrations', describeMatrix);

// A hosted project, and the local stand-in, may grant all on all tables to the roles of the web:
// the policies alone must hold then.
describe('with all privileges granted, as stand-ins do', () => {
  beforeAll(async () => {
    await db.rows('grant all on all tables in schema public to anon, authenticated');
  });
  describeMatrix();
});
