// Two real api processes behind one address: what one counts, the other knows, and one may leave.
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signAccessToken } from '../../api/src/testing/test-environment.ts';
import { type Balancer, startBalancer } from '../../local/src/balancer.ts';
import { findFreePort } from '../../local/src/free-port.ts';
import { tell } from '../../supabase/tests/notice-scenario.ts';
import { ApiProcess } from '../faults/api-process.ts';
import { createTestDatabase, type TestDatabase, type TestUser } from '../support/database.ts';

const PROMO_GUESSES_AN_HOUR = 10;
/** Slow enough for one user's limit, 300 in a minute, however quick the machine is. */
const ASKING_EVERY_MS = 50;

let db: TestDatabase;
let balancer: Balancer;
let url: string;
const ports: number[] = [];
const apis: ApiProcess[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
  for (let made = 0; made < 2; made += 1) {
    const port = await findFreePort();
    ports.push(port);
    apis.push(
      new ApiProcess({
        port,
        databaseUrl: db.databaseUrl,
        stripeUrl: 'http://127.0.0.1:1',
        stripeSecretKey: 'sk_test_unused',
        webhookSecret: 'whsec_unused',
      }),
    );
  }
  await Promise.all(apis.map((api) => api.start()));
  const port = await findFreePort();
  balancer = await startBalancer({ port, onLine: () => {} });
  for (const api of ports) balancer.add(api);
  url = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await balancer?.stop();
  await Promise.all(apis.map((api) => api.stop()));
  await db?.drop();
});

const headersOf = async ({ userId }: TestUser) => ({
  authorization: `Bearer ${await signAccessToken(userId)}`,
  'content-type': 'application/json',
});

/** Reads until the stream says this; the events before it are left out. */
async function readUntil(
  stream: ReadableStreamDefaultReader<Uint8Array>,
  wanted: string,
): Promise<void> {
  const decoder = new TextDecoder();
  for (let text = ''; !text.includes(wanted); ) {
    const { done, value } = await stream.read();
    if (done) throw new Error(`The stream ended before ${wanted}: ${text}`);
    text += decoder.decode(value, { stream: true });
  }
}

test('wrong promo codes are counted together, however many are tried at once at both', async () => {
  const headers = await headersOf(await db.signUp());
  const statuses = await Promise.all(
    Array.from({ length: 3 * PROMO_GUESSES_AN_HOUR }, async (_, index) => {
      const body = JSON.stringify({ code: `WRONG-${index}` });
      const api = apis[index % 2] as ApiProcess;
      const answer = await fetch(`${api.url}/api/v1/promo-redemptions`, {
        method: 'POST',
        headers,
        body,
      });
      return answer.status;
    }),
  );
  expect(statuses.filter((status) => status === 422)).toHaveLength(PROMO_GUESSES_AN_HOUR);
  expect(statuses.filter((status) => status === 429)).toHaveLength(2 * PROMO_GUESSES_AN_HOUR);
});

test('whoever listens at one hears of what the database tells, as those at the other', async () => {
  const user = await db.signUp();
  const headers = await headersOf(user);
  const streams = await Promise.all(
    apis.map(async (api) => {
      const answer = await fetch(`${api.url}/api/v1/events`, { headers });
      return (answer.body as ReadableStream<Uint8Array>).getReader();
    }),
  );
  for (const stream of streams) await readUntil(stream, 'event: ready');
  await tell(db, user, 'receipt');
  for (const stream of streams) await readUntil(stream, 'event: notice_created');
  for (const stream of streams) await stream.cancel();
});

test('one may stop and start again while everybody asks, and nobody is refused', async () => {
  const headers = await headersOf(await db.signUp());
  const [leaving] = apis as [ApiProcess];
  let isOver = false;
  const statuses: number[] = [];
  const asking = (async () => {
    while (!isOver) {
      statuses.push((await fetch(`${url}/api/v1/balance`, { headers })).status);
      await wait(ASKING_EVERY_MS);
    }
  })();
  await leaving.stop();
  await leaving.start();
  isOver = true;
  await asking;
  expect(statuses.length).toBeGreaterThan(20);
  expect(new Set(statuses)).toEqual(new Set([200]));
});

test('a stream of an api that stops ends in good order, and opens again at the other', async () => {
  const headers = await headersOf(await db.signUp());
  const opening = new AbortController();
  const open = () => fetch(`${url}/api/v1/events`, { headers, signal: opening.signal });
  const [stream] = await Promise.all([open(), open()]);
  const [leaving] = apis as [ApiProcess];
  const ended = stream.text();
  await Promise.all([leaving.stop(), (apis[1] as ApiProcess).stop()]);
  expect(await ended).toContain('\n\n');
  await (apis[1] as ApiProcess).start();
  const again = await open();
  expect(again.status).toBe(200);
  opening.abort();
});
