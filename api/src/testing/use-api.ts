// Gives a test file the whole api on a database of its own, with a LiveKit it can break.
import { randomUUID } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { createLogger } from '@mindbot/platform/logging';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import {
  createTestDatabase,
  type TestDatabase,
  type TestUser,
} from '../../../tests/support/database.ts';
import { createApp } from '../app.ts';
import { createServices, type ServiceParts } from '../create-services.ts';
import type { ApiEnvironment } from '../environment.ts';
import { createRateLimits } from '../rate-limits.ts';
import type { ApiEnv, Services } from '../services.ts';
import { LiveKitStandIn } from './livekit-stand-in.ts';
import { GENEROUS_LIMITS, signAccessToken, testEnvironment } from './test-environment.ts';

/** What a request of a test may carry. */
interface TestRequest {
  user?: TestUser;
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The api under test. */
export interface TestApi {
  app: OpenAPIHono<ApiEnv>;
  services: Services;
  db: TestDatabase;
  livekit: LiveKitStandIn;
  /** The services of another api process on the same database and LiveKit. */
  replica(): Services;
  /** Sends a request as the user. */
  send(method: string, path: string, request?: TestRequest): Promise<Response>;
  /** As {@link send}; answers the status and the parsed body. */
  ask(method: string, path: string, request?: TestRequest): Promise<Answer>;
}

/** A status and a body whose shape the test knows. */
interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape.
  body: any;
}

/** Makes an app around the services of tests. */
export function createTestApp(
  environment: ApiEnvironment,
  parts: ServiceParts = {},
): Pick<TestApi, 'app' | 'services' | 'livekit' | 'send' | 'ask'> {
  const livekit = new LiveKitStandIn();
  const logger = createLogger('api', { level: 'silent', format: 'json' });
  const services = createServices(environment, {
    logger,
    livekit,
    rateLimits: createRateLimits({ limits: GENEROUS_LIMITS, logger }),
    ...parts,
  });
  const app = createApp(services);
  const send: TestApi['send'] = async (method, path, request = {}) => {
    const { user, body } = request;
    const token = request.token ?? (user && (await signAccessToken(user.userId)));
    const headers = new Headers(request.headers);
    if (token) headers.set('authorization', `Bearer ${token}`);
    if (body !== undefined && !headers.has('content-type')) {
      headers.set('content-type', 'application/json');
    }
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    // Requests leave `patch` as it is; only the older methods are put into capitals for one.
    return app.request(path, {
      method: method.toUpperCase(),
      headers,
      ...(body === undefined ? {} : { body: text }),
    });
  };
  const ask: TestApi['ask'] = async (method, path, request) => {
    const response = await send(method, path, request);
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  };
  return { app, services, livekit, send, ask };
}

/** The api for a test file, filled before the first test; the ledger must agree after each. */
export function useApi(overrides: Record<string, string> = {}): TestApi {
  const api = {} as TestApi;
  beforeAll(async () => {
    api.db = await createTestDatabase();
    const environment = testEnvironment({ DATABASE_URL: api.db.databaseUrl, ...overrides });
    Object.assign(api, createTestApp(environment));
    const { database, livekit, logger } = api.services;
    api.replica = () => createServices(environment, { database, livekit, logger });
  });
  afterEach(async () => {
    api.livekit.setAway(false);
    expect(await api.services.ledger.checkLedger()).toEqual([]);
  });
  afterAll(async () => {
    await api.services?.eventHub.close();
    await api.services?.database.close();
    await api.db?.drop();
  });
  return api;
}

/** A user with a running call of which an agent has reported some time. */
export async function startCall(
  api: TestApi,
  options: { user?: TestUser; usedMs?: number; hasAgent?: boolean } = {},
): Promise<{ user: TestUser; id: string; roomName: string }> {
  const user = options.user ?? (await api.db.signUp());
  const { status, body } = await api.ask('POST', '/api/v1/voice-sessions', {
    user,
    body: {},
    headers: { 'idempotency-key': randomUUID() },
  });
  expect(status).toBe(201);
  if (options.hasAgent ?? true) {
    const worker = api.db.asWorker({ voiceSessionId: body.id, epoch: 1 });
    await worker.call('worker_activate', {} as never);
    api.livekit.join(body.roomName, `user-${user.userId}`);
    api.livekit.join(body.roomName, 'agent-1', { isAgent: true });
    if (options.usedMs) {
      await api.db.call('extend_hold', {
        p_voice_session_id: body.id,
        p_epoch: 1,
        p_sequence: 1,
        p_used_ms: options.usedMs,
        p_lease_ms: 30_000,
      });
    }
  }
  return { user, id: body.id, roomName: body.roomName };
}
