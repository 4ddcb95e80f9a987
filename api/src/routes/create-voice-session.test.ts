// Starting a call: reserved once, dispatched once, and given back when nothing can come of it.
import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { startCall, useApi } from '../testing/use-api.ts';

const api = useApi();
const path = '/api/v1/voice-sessions';

function create(
  user: Parameters<typeof startCall>[1] & object,
  key: string = randomUUID(),
  body = {},
) {
  return api.ask('POST', path, { user: user.user, body, headers: { 'idempotency-key': key } });
}

describe('a new call', () => {
  test('answers what joining needs, and has its time held', async () => {
    const user = await api.db.signUp();
    const { status, body } = await create({ user });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'pending',
      assistant: { slug: 'alex', name: 'Alex' },
      serverUrl: 'ws://127.0.0.1:2',
      roomName: `call-${body.id}`,
      availableMs: 600_000,
    });
    const balance = await api.ask('GET', '/api/v1/balance', { user });
    expect(balance.body).toMatchObject({ heldMs: 30_000, availableMs: 570_000 });
  });

  test('has a token for its room and microphone, and for nothing else', async () => {
    const user = await api.db.signUp();
    const { body } = await create({ user });
    const claims = decodeJwt(body.token);
    expect(claims.sub).toBe(`user-${user.userId}`);
    expect(claims.video).toEqual({
      room: `call-${body.id}`,
      roomJoin: true,
      canPublish: true,
      canPublishSources: ['microphone'],
      canSubscribe: true,
      canPublishData: true,
      canUpdateOwnMetadata: false,
      canSubscribeMetrics: false,
      canManageAgentSession: false,
      roomAdmin: false,
      roomCreate: false,
      roomList: false,
      roomRecord: false,
      ingressAdmin: false,
      hidden: false,
      recorder: false,
      agent: false,
    });
    expect(Object.keys(claims).sort()).toEqual(['exp', 'iss', 'nbf', 'sub', 'video']);
    expect((claims.exp ?? 0) - (claims.nbf ?? 0)).toBe(300);
  });

  test('has one agent sent, with a token for this call and epoch alone', async () => {
    const user = await api.db.signUp();
    const { body } = await create({ user });
    const dispatches = api.livekit.dispatched.filter((one) => one.roomName === body.roomName);
    expect(dispatches).toHaveLength(1);
    expect(dispatches[0]?.agentName).toBe('mindbot');
    const metadata = JSON.parse(dispatches[0]?.metadata ?? '');
    expect(metadata).toEqual({
      voiceSessionId: body.id,
      epoch: 1,
      requestId: expect.any(String),
      workerToken: expect.any(String),
      userIdentity: `user-${user.userId}`,
    });
    const claims = decodeJwt(metadata.workerToken);
    expect(claims).toMatchObject({
      role: 'voice_worker',
      aud: 'authenticated',
      voice_session_id: body.id,
      epoch: 1,
    });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(3_600 + 3_600);
    const row = await api.db.row('select dispatch_id from voice_sessions where id = $1', [body.id]);
    expect(row.dispatch_id).toBe(dispatches[0]?.id);
  });

  test('may name its assistant by slug or id', async () => {
    const user = await api.db.signUp();
    const bySlug = await create({ user }, randomUUID(), { assistant: 'morgan' });
    expect(bySlug.body.assistant.name).toBe('Morgan');
    const byId = await create({ user }, randomUUID(), { assistant: bySlug.body.assistant.id });
    expect(byId.body.assistant).toEqual(bySlug.body.assistant);
  });

  test('needs no body', async () => {
    const user = await api.db.signUp();
    const { status } = await api.ask('POST', path, {
      user,
      headers: { 'idempotency-key': randomUUID() },
    });
    expect(status).toBe(201);
  });
});

describe('a retry', () => {
  test('answers the same call and sends nobody twice', async () => {
    const user = await api.db.signUp();
    const key = randomUUID();
    const first = await create({ user }, key);
    const second = await create({ user }, key);
    expect(second.status).toBe(201);
    const { token: _first, tokenExpiresAt: _at, ...call } = first.body;
    expect(second.body).toMatchObject(call);
    expect(api.livekit.dispatched.filter((one) => one.roomName === call.roomName)).toHaveLength(1);
  });

  test('sent at the same time as the first makes one call', async () => {
    const user = await api.db.signUp();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => create({ user }, key)));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    const roomName = answers[0]?.body.roomName;
    expect(api.livekit.dispatched.filter((one) => one.roomName === roomName)).toHaveLength(1);
  });

  test('with another assistant is refused', async () => {
    const user = await api.db.signUp();
    const key = randomUUID();
    await create({ user }, key);
    const { status, body } = await create({ user }, key, { assistant: 'morgan' });
    expect([status, body.code]).toEqual([409, 'idempotency_conflict']);
  });

  test('after the call has ended says so', async () => {
    const user = await api.db.signUp();
    const key = randomUUID();
    const { body } = await create({ user }, key);
    await api.ask('POST', `${path}/${body.id}/end`, { user });
    const retried = await create({ user }, key);
    expect([retried.status, retried.body.code]).toEqual([409, 'call_ended']);
  });

  test('by another user with the same key makes a call of their own', async () => {
    const key = randomUUID();
    const first = await create({ user: await api.db.signUp() }, key);
    const second = await create({ user: await api.db.signUp() }, key);
    expect(second.status).toBe(201);
    expect(second.body.id).not.toBe(first.body.id);
  });
});

describe('a call that cannot be', () => {
  test('is refused without time', async () => {
    const { user, id } = await startCall(api, { usedMs: 1 });
    await api.db.rows('update organizations set trial_ms = 0');
    const poor = await api.db.signUp();
    await api.db.rows('update organizations set trial_ms = 600000');
    const { status, body } = await create({ user: poor });
    expect([status, body.code]).toEqual([402, 'insufficient_time']);
    await api.ask('POST', `${path}/${id}/end`, { user });
  });

  test('is refused to all but one of many tabs that start at once with time for one', async () => {
    await api.db.rows('update organizations set trial_ms = 12000');
    const user = await api.db.signUp();
    await api.db.rows('update organizations set trial_ms = 600000');
    const answers = await Promise.all(Array.from({ length: 12 }, () => create({ user })));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array(11).fill(402)]);
    const { body } = await api.ask('GET', '/api/v1/balance', { user });
    expect(body).toMatchObject({ heldMs: 12_000, availableMs: 0 });
  });

  test('is refused while three run', async () => {
    const user = await api.db.signUp();
    for (let call = 0; call < 3; call += 1) expect((await create({ user })).status).toBe(201);
    const { status, body } = await create({ user });
    expect([status, body.code]).toEqual([429, 'too_many_calls']);
  });

  test('is refused with an unknown assistant', async () => {
    const user = await api.db.signUp();
    const { status, body } = await create({ user }, randomUUID(), { assistant: 'nobody' });
    expect([status, body.code]).toEqual([404, 'assistant_not_found']);
  });

  test('is refused without an idempotency key', async () => {
    const user = await api.db.signUp();
    const { status, body } = await api.ask('POST', path, { user, body: {} });
    expect([status, body.code]).toEqual([400, 'idempotency_key_missing']);
  });

  test.each(['a b', 'ü', 'x'.repeat(201)])('is refused with the key %s', async (key) => {
    const user = await api.db.signUp();
    const encoded = Buffer.from(key).toString('latin1');
    const { status, body } = await create({ user }, encoded);
    expect([status, body.code]).toEqual([422, 'validation_failed']);
    expect(body.errors[0].path).toBe('header.idempotency-key');
  });

  test.each(['createRoom', 'createDispatch'] as const)(
    'gives its time back at once when LiveKit fails at %s',
    async (method) => {
      const user = await api.db.signUp();
      const key = randomUUID();
      api.livekit.broken.add(method);
      const refused = await create({ user }, key);
      expect([refused.status, refused.body.code]).toEqual([503, 'voice_unavailable']);
      const balance = await api.ask('GET', '/api/v1/balance', { user });
      expect(balance.body).toMatchObject({ heldMs: 0, availableMs: 600_000 });
      api.livekit.setAway(false);
      const retried = await create({ user }, key);
      expect(retried.body.code).toBe('voice_unavailable');
      expect((await create({ user })).status).toBe(201);
    },
  );
});
