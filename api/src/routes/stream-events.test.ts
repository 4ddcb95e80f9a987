// Guards the event stream over real HTTP: told at once, told one's own alone, ended in good order.
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { tell } from '../../../supabase/tests/notice-scenario.ts';
import type { TestUser } from '../../../tests/support/database.ts';
import { createApp } from '../app.ts';
import { createEventHub } from '../events/event-hub.ts';
import { signAccessToken } from '../testing/test-environment.ts';
import { useApi } from '../testing/use-api.ts';

const api = useApi();
let server: Server;
let url: string;
const opened: AbortController[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    const options = { fetch: api.app.fetch, hostname: '127.0.0.1', port: 0 };
    server = serve(options, () => resolve()) as Server;
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/events`;
});
afterEach(async () => {
  for (const controller of opened.splice(0)) controller.abort();
  await expect.poll(() => api.services.eventHub.count(), { timeout: 10_000 }).toBe(0);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** A stream and what it says, event by event. */
async function open(user: TestUser, options: { token?: string; at?: string } = {}) {
  const controller = new AbortController();
  opened.push(controller);
  const token = options.token ?? (await signAccessToken(user.userId));
  const response = await fetch(options.at ?? url, {
    headers: { authorization: `Bearer ${token}` },
    signal: controller.signal,
  });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  /** The next event; null at the end of the stream. */
  async function next(): Promise<{ type: string; data: unknown } | null> {
    for (;;) {
      const [, block, rest] = /^([\s\S]*?)\n\n([\s\S]*)$/.exec(text) ?? [];
      if (block === undefined) {
        const { done, value } = await reader.read();
        if (done) return null;
        text += decoder.decode(value, { stream: true });
        continue;
      }
      text = rest ?? '';
      const [, type, data] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
      if (type && data) return { type, data: JSON.parse(data) };
    }
  }
  return { response, next, close: () => controller.abort() };
}

const ready = { type: 'ready', data: {} };

/** A stream that has begun, with what happened before it behind it: news travels by itself. */
async function follow(user: TestUser) {
  const stream = await open(user);
  expect(await stream.next()).toEqual(ready);
  const marker = randomUUID();
  await api.db.rows('select pg_notify($1, $2)', [
    'notice_created',
    JSON.stringify({ userId: user.userId, noticeId: marker, kind: 'marker' }),
  ]);
  for (;;) {
    const event = await stream.next();
    if (JSON.stringify(event?.data).includes(marker)) return stream;
  }
}

const grant = (user: TestUser) =>
  api.db.call('grant_time', {
    p_account_id: user.accountId,
    p_idempotency_key: randomUUID(),
    p_source: 'manual',
    p_granted_ms: 60_000,
    p_priority: 10,
    p_expires_at: null,
  });

test('tells a user at once of their balance and their notices, after a first ready', async () => {
  const user = await api.db.signUp();
  const stream = await follow(user);
  expect(stream.response.status).toBe(200);
  expect(stream.response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  expect(stream.response.headers.get('cache-control')).toBe('no-store');
  expect(stream.response.headers.get('x-accel-buffering')).toBe('no');
  await grant(user);
  expect(await stream.next()).toEqual({
    type: 'balance_changed',
    data: { accountId: user.accountId },
  });
  const noticeId = await tell(api.db, user, 'receipt');
  expect(await stream.next()).toEqual({
    type: 'notice_created',
    data: { noticeId, kind: 'receipt' },
  });
});

test('tells of payments and subscriptions, and passes over what is no event of ours', async () => {
  const user = await api.db.signUp();
  const stream = await follow(user);
  const id = 'c56a4180-65aa-42ec-a945-5fd21dec0538';
  const notify = (channel: string, payload: string) =>
    api.db.rows('select pg_notify($1, $2)', [channel, payload]);
  for (const bad of ['', 'null', '[]', '{', `{"userId":"${user.userId}"}`]) {
    await notify('payment_changed', bad);
  }
  await notify('payment_changed', JSON.stringify({ paymentId: id, ...user, status: 'paid' }));
  await notify('subscription_changed', JSON.stringify({ subscriptionId: id, ...user }));
  expect(await stream.next()).toEqual({
    type: 'payment_changed',
    data: { paymentId: id, status: 'paid' },
  });
  expect(await stream.next()).toEqual({
    type: 'subscription_changed',
    data: { subscriptionId: id },
  });
});

test("never tells one user of another's", async () => {
  const [user, stranger] = [await api.db.signUp(), await api.db.signUp()];
  const [stream, strange] = [await follow(user), await follow(stranger)];
  await tell(api.db, stranger, 'receipt');
  await grant(stranger);
  await grant(user);
  expect(await stream.next()).toMatchObject({ data: { accountId: user.accountId } });
  expect(await strange.next()).toMatchObject({ type: 'notice_created' });
  expect(await strange.next()).toMatchObject({ data: { accountId: stranger.accountId } });
});

test('gives every tab of a user the same, and ends the oldest for a seventh', async () => {
  const user = await api.db.signUp();
  const streams = [await follow(user)];
  for (let count = 1; count < 7; count += 1) {
    const stream = await open(user);
    expect(await stream.next()).toEqual(ready);
    streams.push(stream);
  }
  const [oldest, ...others] = streams;
  expect(await oldest?.next()).toBeNull();
  await grant(user);
  for (const stream of others)
    expect(await stream.next()).toMatchObject({ type: 'balance_changed' });
  expect(api.services.eventHub.count()).toBe(6);
});

test('a closed tab makes room', async () => {
  const user = await api.db.signUp();
  const stream = await open(user);
  await stream.next();
  stream.close();
  await expect.poll(() => api.services.eventHub.count(), { timeout: 10_000 }).toBe(0);
});

test('ends when the token expires', async () => {
  const user = await api.db.signUp();
  const exp = Math.floor(Date.now() / 1_000) + 1;
  const stream = await open(user, { token: await signAccessToken(user.userId, { exp }) });
  expect(await stream.next()).toEqual(ready);
  expect(await stream.next()).toBeNull();
});

test('after the database was away, everybody is told to ask anew, and hears again', async () => {
  const [user, other] = [await api.db.signUp(), await api.db.signUp()];
  const stream = await follow(user);
  const ours = `from pg_stat_activity
    where application_name = 'mindbot-api-events' and datname = current_database()`;
  await api.db.rows(`select pg_terminate_backend(pid) ${ours}`);
  // Whoever comes meanwhile brings the connection back, and there is one of it.
  expect(await (await open(other)).next()).toEqual(ready);
  expect(await stream.next()).toEqual(ready);
  await grant(user);
  expect(await stream.next()).toMatchObject({ type: 'balance_changed' });
  expect(await api.db.rows(`select pid ${ours}`)).toHaveLength(1);
});

/** Another api process on the same database, whose end the test brings about. */
async function startAnother(databaseUrl = api.db.databaseUrl, heartbeatMs?: number) {
  const { logger } = api.services;
  const eventHub = createEventHub({ url: databaseUrl, logger, heartbeatMs });
  const app = createApp({ ...api.services, eventHub });
  const other = await new Promise<Server>((resolve) => {
    const started = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () =>
      resolve(started as Server),
    );
  });
  const at = `http://127.0.0.1:${(other.address() as AddressInfo).port}/api/v1/events`;
  const stop = () => {
    const stopped = new Promise((resolve) => other.close(resolve));
    other.closeIdleConnections();
    return stopped;
  };
  return { eventHub, at, stop };
}

test('the stop of a server ends its streams by themselves', async () => {
  const { eventHub, at, stop } = await startAnother();
  const stream = await open(await api.db.signUp(), { at });
  await stream.next();
  await eventHub.close();
  expect(await stream.next()).toBeNull();
  await stop();
});

test('a quiet stream shows that it is there', async () => {
  const { eventHub, at, stop } = await startAnother(undefined, 20);
  const controller = new AbortController();
  opened.push(controller);
  const response = await fetch(at, {
    headers: { authorization: `Bearer ${await signAccessToken(randomUUID())}` },
    signal: controller.signal,
  });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  while (text.split(': still here\n\n').length < 4) {
    text += Buffer.from((await reader.read()).value ?? []).toString();
  }
  expect(text).toContain('event: ready\ndata: {}\n\n');
  await eventHub.close();
  await stop();
});

test('without a database to listen to, nobody is promised news', async () => {
  const { at, stop, eventHub } = await startAnother('postgres://nobody@127.0.0.1:1/nothing');
  const { response } = await open(await api.db.signUp(), { at });
  expect(response.status).toBe(503);
  await eventHub.close();
  await stop();
});

test('a reader who takes nothing costs little and stops nobody else', async () => {
  const user = await api.db.signUp();
  const [stuck, stream] = [await open(user), await open(user)];
  await stream.next();
  for (let batch = 0; batch < 20; batch += 1) {
    await api.db.rows(
      `select pg_notify('payment_changed', json_build_object('userId', $1::text,
         'paymentId', gen_random_uuid(), 'status', repeat('x', 3000))::text)
       from generate_series(1, 200)`,
      [user.userId],
    );
  }
  await grant(user);
  for (;;) {
    const event = await stream.next();
    if (event?.type === 'balance_changed' || event?.type === 'ready') break;
  }
  stuck.close();
});
