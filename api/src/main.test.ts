// The process itself: it says what it lacks, serves, and stops in good order.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { JWT_SECRET, LIVEKIT_KEY, signAccessToken } from './testing/test-environment.ts';

let db: TestDatabase;
const children: ChildProcess[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});
afterAll(() => db.drop());

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

function start(variables: Record<string, string>) {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'main.ts')], {
    env: { PATH: process.env.PATH, LOG_FORMAT: 'json', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data) => {
      output.text += data;
    });
  }
  return { child, output, exited: once(child, 'exit') };
}

const environmentFor = (port: number) => ({
  PORT: String(port),
  DATABASE_URL: db.databaseUrl,
  SUPABASE_URL: 'http://127.0.0.1:1',
  SUPABASE_PUBLISHABLE_KEY: 'publishable',
  SUPABASE_JWT_SECRET: JWT_SECRET,
  LIVEKIT_URL: 'ws://127.0.0.1:1',
  LIVEKIT_API_KEY: LIVEKIT_KEY.apiKey,
  LIVEKIT_API_SECRET: LIVEKIT_KEY.apiSecret,
});

test('an incomplete environment is told in whole, and nothing starts', async () => {
  const { output, exited } = start({ PORT: 'x' });
  const [code] = await exited;
  expect(code).toBe(1);
  expect(output.text).not.toContain('    at ');
  for (const name of ['PORT', 'DATABASE_URL', 'SUPABASE_JWT_SECRET', 'LIVEKIT_API_KEY']) {
    expect(output.text).toContain(name);
  }
});

test('it serves, finishes what was begun when told to stop, and leaves', async () => {
  const port = await freePort();
  const { child, output, exited } = start(environmentFor(port));
  const url = `http://127.0.0.1:${port}`;
  await expect
    .poll(
      () =>
        fetch(`${url}/health/live`).then(
          (response) => response.status,
          () => 0,
        ),
      {
        timeout: 20_000,
      },
    )
    .toBe(200);
  const ready = await fetch(`${url}/health/ready`);
  expect(await ready.json()).toMatchObject({ parts: { database: 'up', livekit: 'down' } });
  const begun = request(`${url}/webhooks/livekit`, { method: 'POST' });
  const answered = once(begun, 'response');
  begun.write('{"event":');
  await once(begun, 'socket');
  child.kill('SIGTERM');
  await expect.poll(() => output.text).toContain('"stopping"');
  begun.end('"room_started"}');
  const [response] = await answered;
  expect(response.statusCode).toBe(401);
  const [code] = await exited;
  expect(code).toBe(0);
  expect(output.text).toContain('"stopped"');
  expect(output.text).not.toContain(JWT_SECRET);
  expect(output.text).not.toContain(LIVEKIT_KEY.apiSecret);
});

test('an open event stream ends with the stop, and keeps nobody waiting', async () => {
  const port = await freePort();
  const { child, output, exited } = start(environmentFor(port));
  await expect.poll(() => output.text, { timeout: 20_000 }).toContain('"listening"');
  const { userId } = await db.signUp();
  const stream = await fetch(`http://127.0.0.1:${port}/api/v1/events`, {
    headers: { authorization: `Bearer ${await signAccessToken(userId)}` },
  });
  const reader = stream.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe(
    'event: ready\ndata: {}\n\n',
  );
  child.kill('SIGTERM');
  // One that was cut off, as late requests are, would break instead of end.
  expect(await reader?.read()).toMatchObject({ done: true });
  expect(await exited).toEqual([0, null]);
});

test('a taken port is said, and the process leaves', async () => {
  const blocker = createServer();
  await new Promise<void>((listening) => blocker.listen(0, '127.0.0.1', listening));
  const { output, exited } = start(environmentFor((blocker.address() as AddressInfo).port));
  const [code] = await exited;
  expect(code).toBe(1);
  expect(output.text).toContain('EADDRINUSE');
  await new Promise((closed) => blocker.close(closed));
});
