// Who counts as a user: by the shared secret, or by the keys the project publishes, and no other.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { JWT_SECRET, signAccessToken } from '../testing/test-environment.ts';
import { createAuthenticator } from './supabase.ts';

const userId = '6f0e8a52-9d0e-4a53-8f7c-52cf2f5f1e11';
let server: Server;
let url: string;
let respond: () => { status: number; body: string };

beforeEach(async () => {
  respond = () => ({ status: 404, body: '{}' });
  server = createServer((request, response) => {
    const { status, body } =
      request.url === '/auth/v1/.well-known/jwks.json' ? respond() : { status: 500, body: '' };
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const authenticator = () => createAuthenticator({ supabaseUrl: url, jwtSecret: JWT_SECRET });

async function publishKey() {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'ES256', use: 'sig' };
  respond = () => ({ status: 200, body: JSON.stringify({ keys: [jwk] }) });
  return (claims: Record<string, unknown> = {}) =>
    new SignJWT({ sub: userId, role: 'authenticated', aud: 'authenticated', ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'key-1' })
      .setExpirationTime('1h')
      .sign(privateKey);
}

test('a token signed with the shared secret names its user', async () => {
  const token = await signAccessToken(userId, { email: 'ada@example.org' });
  expect(await authenticator().verify(token)).toEqual({ id: userId, email: 'ada@example.org' });
});

describe('a project that publishes keys', () => {
  test('has its users verified by them', async () => {
    const sign = await publishKey();
    expect(await authenticator().verify(await sign())).toEqual({ id: userId, email: null });
    expect(await authenticator().verify(await sign({ role: 'anon' }))).toBeNull();
  });

  test('has nobody verified by another key of the same name', async () => {
    const signWithOther = await publishKey();
    await publishKey();
    expect(await authenticator().verify(await signWithOther())).toBeNull();
  });

  test('does not sign people out while its keys cannot be fetched', async () => {
    const sign = await publishKey();
    const token = await sign();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(authenticator().verify(token)).rejects.toMatchObject({
      code: 'service_unavailable',
    });
  });
});

test('a project without published keys lets nobody in by a key of their own', async () => {
  const { privateKey } = await generateKeyPair('ES256');
  const token = await new SignJWT({ sub: userId, role: 'authenticated', aud: 'authenticated' })
    .setProtectedHeader({ alg: 'ES256', kid: 'mine' })
    .setExpirationTime('1h')
    .sign(privateKey);
  expect(await authenticator().verify(token)).toBeNull();
});

test('a clock a little behind is forgiven, a minute is not', async () => {
  const at = (seconds: number) => ({ exp: Math.floor(Date.now() / 1_000) + seconds });
  expect(await authenticator().verify(await signAccessToken(userId, at(-2)))).not.toBeNull();
  expect(await authenticator().verify(await signAccessToken(userId, at(-60)))).toBeNull();
});
