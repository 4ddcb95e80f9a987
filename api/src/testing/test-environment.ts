// The settings and tokens of tests and benches; nothing real is signed with their secrets.
import { createSecretKey } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { type ApiEnvironment, readApiEnvironment } from '../environment.ts';
import { RATE_LIMITS } from '../rate-limits.ts';

/** Secrets of the tests; nothing real is signed with them. */
export const JWT_SECRET = 'a-secret-for-tests-that-signs-nothing-real';
/** The LiveKit key of the tests. */
export const LIVEKIT_KEY = { apiKey: 'test-key', apiSecret: 'another-secret-for-tests-of-livekit' };

/** The settings of the tests; no address in them is ever listened at. */
export function testEnvironment(
  overrides: Record<string, string | undefined> = {},
): ApiEnvironment {
  return readApiEnvironment({
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
    DATABASE_POOL_SIZE: '4',
    SUPABASE_URL: 'http://127.0.0.1:1',
    SUPABASE_PUBLISHABLE_KEY: 'publishable',
    SUPABASE_JWT_SECRET: JWT_SECRET,
    LIVEKIT_URL: 'ws://127.0.0.1:2',
    LIVEKIT_API_KEY: LIVEKIT_KEY.apiKey,
    LIVEKIT_API_SECRET: LIVEKIT_KEY.apiSecret,
    LOG_LEVEL: 'silent',
    ...overrides,
  });
}

/** The access token Supabase would give the user; claims may be replaced. */
export function signAccessToken(
  userId: string,
  claims: JWTPayload = {},
  secret = JWT_SECRET,
): Promise<string> {
  return new SignJWT({
    sub: userId,
    role: 'authenticated',
    aud: 'authenticated',
    exp: Math.floor(Date.now() / 1_000) + 3_600,
    ...claims,
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(createSecretKey(secret, 'utf8'));
}

/** Limits no test or bench reaches. */
export const GENEROUS_LIMITS = Object.fromEntries(
  Object.keys(RATE_LIMITS).map((name) => [name, { requests: 1_000_000, windowSeconds: 60 }]),
) as unknown as typeof RATE_LIMITS;
