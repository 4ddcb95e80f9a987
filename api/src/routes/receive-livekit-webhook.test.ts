// LiveKit's webhooks: only real and fresh ones count, each once, and as a hint alone.
import { createHash, randomUUID } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test, vi } from 'vitest';
import { LIVEKIT_KEY } from '../testing/test-environment.ts';
import { startCall, useApi } from '../testing/use-api.ts';

const api = useApi();

interface Signing {
  apiKey?: string;
  apiSecret?: string;
  signedBody?: string;
  expiresAtSeconds?: number;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
const nowSeconds = () => Math.floor(Date.now() / 1_000);

function sign(body: string, signing: Signing = {}): Promise<string> {
  return new SignJWT({ sha256: sha256(signing.signedBody ?? body) })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(signing.apiKey ?? LIVEKIT_KEY.apiKey)
    .setExpirationTime(signing.expiresAtSeconds ?? nowSeconds() + 300)
    .sign(new TextEncoder().encode(signing.apiSecret ?? LIVEKIT_KEY.apiSecret));
}

function eventOf(changes: Record<string, unknown> = {}): string {
  return JSON.stringify({
    event: 'room_started',
    id: `EV_${randomUUID()}`,
    createdAt: String(nowSeconds()),
    room: { name: 'call-of-a-test' },
    ...changes,
  });
}

async function receive(body: string, authorization?: string) {
  const headers: Record<string, string> = { 'content-type': 'application/webhook+json' };
  if (authorization) headers.authorization = authorization;
  return api.ask('POST', '/webhooks/livekit', { body, headers });
}

describe('a webhook', () => {
  test('counts once; its replay is answered and changes nothing', async () => {
    const body = eventOf();
    const authorization = await sign(body);
    expect(await receive(body, authorization)).toEqual({
      status: 200,
      body: { outcome: 'recorded' },
    });
    expect(await receive(body, authorization)).toEqual({
      status: 200,
      body: { outcome: 'replayed' },
    });
  });

  test('of a kind nobody knows is taken', async () => {
    const body = eventOf({ event: 'something_new', unknownField: { a: 1 } });
    expect((await receive(body, await sign(body))).status).toBe(200);
  });
});

describe('a forgery', () => {
  const forgeries: Record<string, () => Promise<[string, string | undefined]>> = {
    'without signature': async () => [eventOf(), undefined],
    'with garbage as signature': async () => [eventOf(), 'garbage'],
    'signed with another secret': async () => {
      const body = eventOf();
      return [body, await sign(body, { apiSecret: 'a-secret-of-somebody-else-entirely' })];
    },
    'signed with another key': async () => {
      const body = eventOf();
      return [body, await sign(body, { apiKey: 'other-key' })];
    },
    'with another body than was signed': async () => {
      const body = eventOf();
      return [body, await sign(body, { signedBody: eventOf() })];
    },
    'with one byte added': async () => {
      const body = eventOf();
      return [`${body} `, await sign(body)];
    },
    'whose signature has expired': async () => {
      const body = eventOf();
      return [body, await sign(body, { expiresAtSeconds: nowSeconds() - 60 })];
    },
    'without algorithm': async () => {
      const body = eventOf();
      const token = new UnsecuredJWT({ sha256: sha256(body) })
        .setIssuer(LIVEKIT_KEY.apiKey)
        .setExpirationTime('5m');
      return [body, token.encode()];
    },
    'older than five minutes': async () => {
      const body = eventOf({ createdAt: String(nowSeconds() - 301) });
      return [body, await sign(body)];
    },
    'from the future': async () => {
      const body = eventOf({ createdAt: String(nowSeconds() + 120) });
      return [body, await sign(body)];
    },
    'without id': async () => {
      const body = eventOf({ id: '' });
      return [body, await sign(body)];
    },
    'that is no JSON': async () => ['{', await sign('{')],
  };

  test.each(Object.keys(forgeries))('%s is refused', async (name) => {
    const [body, authorization] = (await forgeries[name]?.()) ?? ['', undefined];
    const answer = await receive(body, authorization);
    expect([answer.status, answer.body.code]).toEqual([401, 'webhook_signature_invalid']);
  });
});

test('an agent that left is replaced at once; the event alone replaces nobody', async () => {
  const left = await startCall(api);
  const there = await startCall(api);
  api.livekit.leave(left.roomName, 'agent-1');
  await api.db.passTime(4_000);
  for (const { roomName } of [left, there]) {
    const body = eventOf({
      event: 'participant_left',
      room: { name: roomName },
      participant: { identity: 'agent-1', kind: 'AGENT' },
    });
    await receive(body, await sign(body));
  }
  const epochOf = async (id: string) =>
    (await api.db.row('select epoch from voice_sessions where id = $1', [id])).epoch;
  await vi.waitFor(async () => expect(await epochOf(left.id)).toBe(2));
  expect(await epochOf(there.id)).toBe(1);
});

test('an agent that left within a word of its last is replaced a little later', async () => {
  const left = await startCall(api);
  api.livekit.leave(left.roomName, 'agent-1');
  const body = eventOf({
    event: 'participant_left',
    room: { name: left.roomName },
    participant: { identity: 'agent-1', kind: 'AGENT' },
  });
  await receive(body, await sign(body));
  const epoch = async () =>
    (await api.db.row('select epoch from voice_sessions where id = $1', [left.id])).epoch;
  expect(await epoch()).toBe(1);
  await vi.waitFor(async () => expect(await epoch()).toBe(2), { timeout: 20_000 });
});
