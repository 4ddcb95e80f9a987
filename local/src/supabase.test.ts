// That supabase-js, unchanged, meets here what it meets on a hosted project.
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cloneDatabase, type TestDatabase } from '../../tests/support/database-clone.ts';
import { startTestPostgres, type TestPostgres } from '../../tests/support/test-postgres.ts';
import { type RunningSupabase, type SupabaseEmail, startSupabase } from './supabase.ts';

const keys = {
  jwtSecret: randomBytes(32).toString('hex'),
  publishableKey: `sb_publishable_${randomBytes(12).toString('hex')}`,
  secretKey: `sb_secret_${randomBytes(12).toString('hex')}`,
};
const siteUrl = 'http://127.0.0.1:3999';
const emails: SupabaseEmail[] = [];
let postgres: TestPostgres;
let db: TestDatabase;
let supabase: RunningSupabase;

beforeAll(async () => {
  // The stand-in prints each refusal these tests provoke.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  postgres = await startTestPostgres();
  db = await cloneDatabase(postgres.adminUrl, postgres.templateName);
  const sendEmail = async (email: SupabaseEmail) => void emails.push(email);
  supabase = await startSupabase({ databaseUrl: db.databaseUrl, ...keys, siteUrl, sendEmail });
}, 60_000);
afterAll(async () => {
  await supabase.stop();
  await db.drop();
  await postgres.stop();
});

const connect = (accessToken?: string) =>
  createClient(supabase.url, keys.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    ...(accessToken === undefined ? {} : { accessToken: async () => accessToken }),
  });

async function signUp(name: string) {
  const email = `${randomUUID()}@example.com`;
  const client = connect();
  const { data, error } = await client.auth.signUp({
    email,
    password: 'correct horse battery',
    options: { data: { display_name: name } },
  });
  expect(error).toBeNull();
  return { client, email, userId: data.user?.id ?? '' };
}

/** A token as the api signs one for each call. */
function signWorkerToken(claims: object): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const expiresAt = Math.floor(Date.now() / 1000) + 60;
  const payload = { role: 'voice_worker', aud: 'authenticated', exp: expiresAt, ...claims };
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`;
  return `${text}.${createHmac('sha256', keys.jwtSecret).update(text).digest('base64url')}`;
}

describe('a user', () => {
  test('signs up, gets the trial and reads their own rows and no others', async () => {
    const ann = await signUp('Ann');
    await signUp('Bob');
    const { data: accounts } = await ann.client.from('accounts').select('user_id, posted_ms');
    expect(accounts).toEqual([{ user_id: ann.userId, posted_ms: 600_000 }]);
    const { data: profiles } = await ann.client.from('profiles').select('display_name');
    expect(profiles).toEqual([{ display_name: 'Ann' }]);
  });

  test('changes no row of money and executes no function', async () => {
    const { client, userId } = await signUp('Ann');
    const change = { posted_ms: 999_999_999 };
    const table = () => client.from('accounts');
    for (const { error } of [
      await table().update(change).eq('user_id', userId),
      await table().insert({ user_id: userId, ...change }),
      await table().delete().eq('user_id', userId),
    ]) {
      expect(error?.message).toMatch(/permission denied/);
    }
    const { data: accounts } = await client.from('accounts').select('posted_ms');
    expect(accounts).toEqual([{ posted_ms: 600_000 }]);
    const { error } = await client.rpc('check_ledger');
    expect(error?.message).toMatch(/permission denied/);
  });

  test('gets an email whose link leads through Auth back to the page that asked', async () => {
    const { client, email } = await signUp('Ann');
    const redirectTo = `${siteUrl}/reset-password`;
    await client.auth.resetPasswordForEmail(email, { redirectTo });
    const sent = emails.find(({ to }) => to === email);
    const link = /http\S+\/auth\/v1\/verify\?\S+/.exec(sent?.text ?? '')?.[0] ?? '';
    expect(link.startsWith(supabase.url)).toBe(true);
    const answer = await fetch(link, { redirect: 'manual' });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toMatch(`${redirectTo}#access_token=`);
  });
});

describe('an agent', () => {
  test('acts on its call by its token, and reads no table', async () => {
    const { userId } = await signUp('Ann');
    const call = await db.call('create_voice_session', {
      p_user_id: userId,
      p_organization_id: '00000000-0000-4000-8000-000000000001',
      p_assistant_slug_or_id: null,
      p_idempotency_key: 'one',
      p_lease_ms: 30_000,
      p_join_window_ms: 60_000,
    });
    const worker = connect(signWorkerToken({ voice_session_id: call.voice_session_id, epoch: 1 }));
    const { data, error } = await worker.rpc('worker_activate');
    expect(error).toBeNull();
    expect(data).toMatchObject({ outcome: 'active', user_display_name: 'Ann', held_ms: 30_000 });
    const report = { p_sequence: 1, p_used_ms: 500, p_lease_ms: 30_000 };
    expect((await worker.rpc('worker_extend', report)).data).toMatchObject({
      outcome: 'extended',
      used_ms: 500,
      held_ms: 30_500,
    });
    const items = [{ itemId: 'a', position: 0, speaker: 'agent', text: 'Hi' }];
    expect((await worker.rpc('worker_add_transcript_items', { p_items: items })).data).toEqual({
      outcome: 'saved',
      count: 1,
    });
    const { data: rows, error: refusal } = await worker.from('accounts').select('*');
    expect(rows).toBeNull();
    expect(refusal?.message).toMatch(/permission denied/);
  });

  test('is refused with a forged or an expired token', async () => {
    const claims = { voice_session_id: randomUUID(), epoch: 1 };
    const token = signWorkerToken(claims);
    for (const bad of [`${token}x`, signWorkerToken({ ...claims, exp: 1 })]) {
      const { error, status } = await connect(bad).rpc('worker_activate');
      expect(error).not.toBeNull();
      expect(status).toBe(401);
    }
  });
});

describe('a page of another origin', () => {
  const origin = 'http://127.0.0.1:3999';
  const preflight = (path: string) =>
    fetch(supabase.url + path, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'apikey, authorization, content-type, x-client-info',
      },
    });

  test('may call Auth and REST', async () => {
    for (const path of ['/auth/v1/token?grant_type=password', '/rest/v1/accounts']) {
      const { status, headers } = await preflight(path);
      expect(status).toBe(204);
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-allow-headers')).toMatch('x-client-info');
    }
  });

  test('may not read the system pages', async () => {
    const answer = await fetch(`${supabase.url}/_system/info`, { headers: { origin } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(await answer.text()).not.toMatch(/postgres:\/\/|@127\.0\.0\.1/);
  });
});

test('a request without a key is refused when there is no table view', async () => {
  const answer = await fetch(`${supabase.url}/rest/v1/accounts`);
  expect(answer.status).toBe(401);
});

test('says which port is taken', async () => {
  const second = startSupabase({
    databaseUrl: db.databaseUrl,
    ...keys,
    siteUrl,
    port: supabase.port,
  });
  await expect(second).rejects.toThrow(`Port ${supabase.port} is taken`);
});
