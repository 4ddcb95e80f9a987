// Makes live calls in a database by the functions that make them in earnest, and reports their time.
import type pg from 'pg';
import { DEFAULT_ORGANIZATION_ID } from '../support/database-clone.ts';
import { type ClosedLoad, runClosedLoad, type Work } from './closed-load.ts';

/** Who pays: each call an account of its own, or one account all of them. */
export type Payers = 'own' | 'one';

/** A call, as its agent knows it. */
export interface LiveCall {
  id: string;
  sequence: number;
  usedMs: number;
}

/** Far more than any load uses. */
const GRANTED_MS = 3_000_000_000;
const LEASE_MS = 30_000;
const CLIENTS = 16;

/** Accounts with time; the ids of the users who own them, none for an organization's. */
async function createPayers(pool: pg.Pool, count: number, payers: Payers): Promise<string[]> {
  const users = payers === 'one' ? 0 : count;
  const { rows } = await pool.query<{ id: string }>(
    `insert into auth.users (id, email)
     select gen_random_uuid(), i || '@example.com' from generate_series(1, $1) i returning id`,
    [users],
  );
  if (payers === 'one') {
    await pool.query('insert into accounts (organization_id) values ($1)', [
      DEFAULT_ORGANIZATION_ID,
    ]);
  }
  const grant = `select grant_time(id, 'load:' || id, 'card', $1, 100, null) from accounts`;
  await pool.query(grant, [payers === 'one' ? GRANTED_MS * 100 : GRANTED_MS]);
  return rows.map(({ id }) => id);
}

/** Live calls, and what making them cost. */
export interface Population {
  calls: LiveCall[];
  created: ClosedLoad;
  activated: ClosedLoad;
}

/** Creates and activates so many calls, each by a statement of its own, from several clients. */
export async function createLiveCalls(
  pool: pg.Pool,
  count: number,
  payers: Payers,
): Promise<Population> {
  const users = await createPayers(pool, count, payers);
  const calls: LiveCall[] = [];
  const until = (work: Work) =>
    runClosedLoad(pool, { clients: CLIENTS }, async (client, index) =>
      index < count ? work(client, index) : false,
    );
  const created = await until(async (client, index) => {
    const { rows } = await client.query({
      name: 'create',
      text: `select outcome, voice_session_id as id
             from create_voice_session($1, $2, null, $3, ${LEASE_MS}, 3600000)`,
      values: [users[index] ?? null, DEFAULT_ORGANIZATION_ID, `load-${index}`],
    });
    if (rows[0]?.outcome !== 'created') throw new Error(`A call is ${rows[0]?.outcome}.`);
    calls.push({ id: rows[0].id, sequence: 0, usedMs: 0 });
    return true;
  });
  const activated = await until(async (client, index) => {
    const call = calls[index];
    if (!call) return false;
    const { rows } = await asWorker(client, call.id, 'activate', 'worker_activate()', []);
    if (rows[0]?.outcome !== 'active') throw new Error(`A call is ${rows[0]?.outcome}.`);
    return true;
  });
  await pool.query('vacuum analyze');
  return { calls, created, activated };
}

/** One call of a worker's function as PostgREST makes it: role and claims set for a transaction. */
export async function asWorker(
  client: pg.PoolClient,
  voiceSessionId: string,
  name: string,
  call: string,
  values: unknown[],
): Promise<pg.QueryResult> {
  const claims = { role: 'voice_worker', voice_session_id: voiceSessionId, epoch: 1 };
  await client.query({ name: 'begin', text: 'begin' });
  await client.query({
    name: 'claims',
    text: `select set_config('role', 'voice_worker', true),
             set_config('request.jwt.claims', $1, true)`,
    values: [JSON.stringify(claims)],
  });
  const result = await client.query({ name, text: `select * from public.${call}`, values });
  await client.query({ name: 'commit', text: 'commit' });
  return result;
}

/** The next report of a call, `advanceMs` after its last one. */
function nextReport(call: LiveCall, advanceMs: number): { sequence: number; usedMs: number } {
  call.sequence += 1;
  call.usedMs += advanceMs;
  return { sequence: call.sequence, usedMs: call.usedMs };
}

/** Reports by the function itself, as its owner. */
export async function extendHold(
  client: pg.PoolClient,
  call: LiveCall,
  advanceMs: number,
): Promise<void> {
  const { sequence, usedMs } = nextReport(call, advanceMs);
  const { rows } = await client.query({
    name: 'extend',
    text: `select outcome from extend_hold($1, 1, $2, $3, ${LEASE_MS})`,
    values: [call.id, sequence, usedMs],
  });
  expectExtended(rows);
}

/** Reports as an agent does, with its call's token and within the time the call has lasted. */
export async function workerExtend(
  client: pg.PoolClient,
  call: LiveCall,
  advanceMs: number,
): Promise<void> {
  const { sequence, usedMs } = nextReport(call, advanceMs);
  const { rows } = await asWorker(
    client,
    call.id,
    'worker-extend',
    `worker_extend($1, $2, ${LEASE_MS})`,
    [sequence, usedMs],
  );
  expectExtended(rows);
}

function expectExtended(rows: { outcome?: string }[]): void {
  if (rows[0]?.outcome !== 'extended') throw new Error(`A report is ${rows[0]?.outcome}.`);
}
