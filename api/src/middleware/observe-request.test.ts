// One id follows a request: in its answer, in every line about it, to the agent, and into its tasks.
import { randomUUID } from 'node:crypto';
import { createLogger } from '@mindbot/platform/logging';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts';
import { startTaskQueue } from '../queue/task-queue.ts';
import { testEnvironment } from '../testing/test-environment.ts';
import { createTestApp, type TestApi } from '../testing/use-api.ts';

const lines: Record<string, unknown>[] = [];
let db: TestDatabase;
let api: Pick<TestApi, 'services' | 'livekit' | 'send' | 'ask'>;

beforeAll(async () => {
  db = await createTestDatabase();
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const logger = createLogger('api', { level: 'debug', format: 'json', destination });
  api = createTestApp(testEnvironment({ DATABASE_URL: db.databaseUrl }), { logger });
});
afterAll(async () => {
  await api?.services.eventHub.close();
  await api?.services.database.close();
  await db?.drop();
});

const create = (headers: Record<string, string>, token?: string) =>
  api.send('POST', '/api/v1/voice-sessions', {
    token,
    body: {},
    headers: { 'idempotency-key': randomUUID(), ...headers },
  });

test('the id of a client is kept, and one is made when it is none', async () => {
  const kept = await create({ 'x-request-id': 'from-the-client.1' });
  expect(kept.headers.get('x-request-id')).toBe('from-the-client.1');
  for (const id of ['short', `'*/ or 1=1 --`, 'x'.repeat(65)]) {
    const made = await create({ 'x-request-id': id });
    expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('lines about a call name the request and the call, and the agent is told the request', async () => {
  const user = await db.signUp();
  api.livekit.setAway(true);
  const requestId = `request-${randomUUID()}`;
  const { status } = await api.ask('POST', '/api/v1/voice-sessions', {
    user,
    body: {},
    headers: { 'idempotency-key': randomUUID(), 'x-request-id': requestId },
  });
  expect(status).toBe(503);
  api.livekit.setAway(false);
  const { id } = await db.row<{ id: string }>(
    'select id from public.voice_sessions where user_id = $1',
    [user.userId],
  );
  const own = lines.filter((line) => line.requestId === requestId);
  expect(own.map(({ msg }) => msg)).toEqual(
    expect.arrayContaining(['a call could not be started', 'a part is away', 'request']),
  );
  expect(own.filter((line) => line.voiceSessionId !== id)).toEqual([]);

  const { body } = await api.ask('POST', '/api/v1/voice-sessions', {
    user,
    body: {},
    headers: { 'idempotency-key': randomUUID(), 'x-request-id': `${requestId}-2` },
  });
  const metadata = JSON.parse(api.livekit.dispatched.at(-1)?.metadata ?? '{}');
  expect(metadata).toMatchObject({ voiceSessionId: body.id, requestId: `${requestId}-2` });
});

test('a queued task goes on under the id of the request that made it necessary', async () => {
  const seen: unknown[] = [];
  const queue = startTaskQueue(api.services, {
    pollIntervalMs: 50,
    handlers: {
      try_it: async (payload, { logger }) => {
        seen.push(payload);
        logger.info('the task is at work');
      },
    },
  });
  await queue.started;
  await db.rows(
    `select private.enqueue_task('try_it', '{"number": 7}') /*request_id='request-77'*/`,
  );
  await vi.waitFor(() => expect(seen).toEqual([{ number: 7 }]));
  await queue.stop();
  expect(lines.find(({ msg }) => msg === 'the task is at work')).toMatchObject({
    requestId: 'request-77',
    task: 'try_it',
    taskId: expect.any(String),
  });
});
