// What somebody may do with a stolen or a legitimate token of a call, and what must come of it: nothing.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { SignJWT } from 'jose';
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import type { Stack } from '../../local/src/stack.ts';
import { accessOf } from '../bench/call-charges.ts';
import { attack, attacks } from '../caller/attacks.ts';
import { type Caller, createCaller } from '../caller/caller.ts';
import type { HeadlessCall } from '../caller/headless-call.ts';
import { processTree } from '../security/process-tree.ts';
import { startTestStack } from './support/journey.ts';

let stack: Stack;
let database: pg.Pool;
let caller: Caller;
let call: HeadlessCall;

beforeAll(async () => {
  stack = await startTestStack({ METER_INTERVAL_MS: '2000' });
  database = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
  caller = createCaller(accessOf(stack));
  await caller.signUp();
  call = await caller.call();
  await call.waitFor('time', { where: ({ isCounting }) => isCounting, timeoutMs: 30_000 });
});
afterAll(async () => {
  await call?.leave();
  await database?.end();
  await stack?.stop();
});

const rowsOf = async <Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) =>
  (await database.query<Row>(sql, values)).rows;

/** The token the agent of the call has, as somebody who read its memory would. */
const stolenToken = (claims: Record<string, unknown> = {}) =>
  new SignJWT({
    role: 'voice_worker',
    voice_session_id: call.voiceSession.id,
    epoch: 1,
    ...claims,
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setAudience('authenticated')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(stack.secrets.supabaseJwtSecret));

async function askDatabase(method: string, path: string, token: string, body?: unknown) {
  const response = await fetch(`${stack.urls.supabase}/rest/v1/${path}`, {
    method,
    headers: {
      apikey: stack.secrets.supabasePublishableKey,
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      prefer: 'return=representation',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { isOk: response.ok, status: response.status, text: await response.text() };
}

test("a stolen agent's token reads and writes no table", async () => {
  const token = await stolenToken();
  const relations = await rowsOf<{ name: string; column: string }>(
    `select relname as name, attname as column
     from pg_class c join pg_attribute a on attrelid = c.oid and attnum = 1
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm', 'f', 'p')`,
  );
  expect(relations.length).toBeGreaterThan(30);
  const allowed: string[] = [];
  for (const { name, column } of relations) {
    const all = `${name}?${column}=not.is.null`;
    for (const [method, path, body] of [
      ['GET', `${name}?select=*&limit=1`, undefined],
      ['POST', name, { [column]: null }],
      ['PATCH', all, { [column]: null }],
      ['DELETE', all, undefined],
    ] as const) {
      const answer = await askDatabase(method, path, token, body);
      if (answer.isOk) allowed.push(`${method} ${name}: ${answer.text.slice(0, 100)}`);
    }
  }
  expect(allowed).toEqual([]);
});

test("a stolen agent's token runs no function but an agent's", async () => {
  const token = await stolenToken();
  const functions = await rowsOf<{ name: string; names: string[] | null }>(
    `select proname as name, proargnames[1:pronargs] as names
     from pg_proc where pronamespace = 'public'::regnamespace and proname not like 'worker\\_%'`,
  );
  expect(functions.length).toBeGreaterThan(50);
  const run: string[] = [];
  for (const { name, names } of functions) {
    const body = Object.fromEntries((names ?? []).map((argument) => [argument, null]));
    const answer = await askDatabase('POST', `rpc/${name}`, token, body);
    if (answer.isOk) run.push(name);
  }
  expect(run).toEqual([]);
});

test('what is no token of this call opens nothing', async () => {
  const stranger = await stolenToken({ voice_session_id: crypto.randomUUID() });
  const earlier = await stolenToken({ epoch: 0 });
  const nobody = await stolenToken({ voice_session_id: undefined, epoch: undefined });
  for (const token of [stranger, earlier, nobody, 'a.b.c']) {
    const answer = await askDatabase('POST', 'rpc/worker_get_balance', token, {});
    expect(answer.text).not.toContain('"ok"');
    expect(answer.text).not.toMatch(/"remaining_ms":\s*\d/);
  }
});

test("a caller's join token manages no room", async () => {
  const { token } = call.voiceSession;
  const address = `${stack.urls.livekit.replace(/^ws/, 'http')}/twirp/livekit.RoomService`;
  for (const method of ['ListRooms', 'DeleteRoom', 'RemoveParticipant', 'UpdateParticipant']) {
    const response = await fetch(`${address}/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ room: call.voiceSession.roomName, identity: call.agent?.identity }),
    });
    expect([method, response.ok]).toEqual([method, false]);
  }
  const forged = new AccessToken('devkey', 'secret', { identity: 'x' });
  forged.addGrant({ roomAdmin: true, roomList: true });
  const rooms = new RoomServiceClient(
    stack.urls.livekit.replace(/^ws/, 'http'),
    'devkey',
    'secret',
  );
  await expect(rooms.listRooms()).rejects.toThrow();
});

test('no attack of a caller ends the agent, its count, or the limits of a call', async () => {
  onTestFailed(() => {
    console.log(call.log.tail(40));
    console.log(stack.logs('agent').slice(-60).join('\n'));
  });
  const agent = call.agent?.identity;
  for (const name of Object.keys(attacks)) await attack(call, name);
  const after = performance.now();
  await call.waitFor('time', { where: ({ isCounting }) => isCounting, after, timeoutMs: 15_000 });
  expect(call.agent?.identity).toBe(agent);
  expect(call.room.localParticipant?.attributes['lk.agent.state']).toBeUndefined();

  const settled = await call.hangUp();
  expect(settled.endedReason).toBe('user_hung_up');
  const presentMs = call.presence().reduce((sum, { from, to }) => sum + to - from, 0);
  expect(settled.chargedMs).toBeGreaterThan(0);
  expect(settled.chargedMs).toBeLessThanOrEqual(presentMs + 1_000);
  const [counted] = await rowsOf<{ epoch: number; typed: number; longest: number }>(
    `select epoch, (select count(*)::integer from public.transcript_items
         where voice_session_id = s.id and speaker = 'user') as typed,
       (select coalesce(max(length(text)), 0) from public.transcript_items
         where voice_session_id = s.id) as longest
     from public.voice_sessions s where id = $1`,
    [call.voiceSession.id],
  );
  // Twenty typed messages a minute, of two thousand characters; nobody replaced the agent.
  expect(counted?.epoch).toBe(1);
  expect(counted?.typed).toBeLessThanOrEqual(20);
  expect(counted?.longest).toBeLessThanOrEqual(2_000);
  expect(await rowsOf('select * from public.check_ledger()')).toEqual([]);
});

test('after the end its token changes nothing', async () => {
  const before = await rowsOf('select * from public.voice_sessions');
  const token = await stolenToken();
  const wish = { p_sequence: 99, p_used_ms: 1, p_lease_ms: 30_000 };
  const outcomeOf = async (name: string, body: unknown) =>
    /"outcome":\s*"(\w+)"/.exec((await askDatabase('POST', `rpc/${name}`, token, body)).text)?.[1];
  expect(await outcomeOf('worker_extend', wish)).toBe('ended');
  expect(await outcomeOf('worker_activate', {})).toBe('ended');
  expect(await rowsOf('select * from public.voice_sessions')).toEqual(before);
});

test.skipIf(process.platform !== 'linux')('everything listens on this machine alone', () => {
  const open: string[] = [];
  for (const pid of processTree(process.pid)) open.push(...publicListeners(pid));
  expect(open).toEqual([]);
});

/** What a process listens at that others could reach, from the kernel's own tables. */
function publicListeners(pid: number): string[] {
  const inodes = new Set<string>();
  try {
    for (const name of readdirSync(`/proc/${pid}/fd`)) {
      const [, inode] = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`)) ?? [];
      if (inode) inodes.add(inode);
    }
  } catch {
    return []; // It ended meanwhile.
  }
  const found: string[] = [];
  for (const table of ['tcp', 'tcp6']) {
    const lines = readFileSync(`/proc/${pid}/net/${table}`, 'utf8').split('\n').slice(1);
    for (const line of lines) {
      const [, address = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      const isLoopback = /^(0100007F|0{24}01000000|0{16}FFFF00000100007F):/.test(address);
      if (state === '0A' && inodes.has(inode) && !isLoopback) {
        found.push(`${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} at ${address}`);
      }
    }
  }
  return found;
}
