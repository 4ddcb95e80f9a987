// Verifies who a caller is from their Supabase access token, without asking Supabase.
import {
  createRemoteJWKSet,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose';
import { z } from 'zod';
import { importHmacKey } from '../hmac-key.ts';
import { ProblemError } from '../problem.ts';
import { createRecentTokens } from './recent-tokens.ts';

/** A signed-in user. */
export interface AuthenticatedUser {
  id: string;
  /** Null for users without an email address. */
  email: string | null;
}

/** Tells users from strangers. */
export interface Authenticator {
  /**
   * The user of a valid token; null when it is forged, expired or of another role.
   * @throws {ProblemError} `service_unavailable` when the project's keys cannot be fetched.
   */
  verify(token: string): Promise<AuthenticatedUser | null>;
}

/** Roles other than this one (anon, service_role, voice_worker) are no users. */
const claimsSchema = z.object({
  sub: z.guid(),
  role: z.literal('authenticated'),
  email: z.string().nullish(),
  exp: z.number(),
});

const asymmetricAlgorithms = ['ES256', 'RS256', 'EdDSA'];
const verifyOptions: JWTVerifyOptions = {
  audience: 'authenticated',
  requiredClaims: ['exp', 'sub'],
  clockTolerance: 5,
};

/** Makes the authenticator: the shared secret for HS256, the project's published keys for others. */
export function createAuthenticator(options: {
  supabaseUrl: string;
  jwtSecret: string;
}): Authenticator {
  const secret = importHmacKey(options.jwtSecret, 'verify');
  const recent = createRecentTokens();
  const publishedKeys = createRemoteJWKSet(
    new URL(`${options.supabaseUrl.replace(/\/$/, '')}/auth/v1/.well-known/jwks.json`),
    { timeoutDuration: 3_000, cooldownDuration: 30_000, cacheMaxAge: 3_600_000 },
  );

  async function verifyClaims(token: string, alg: string | undefined): Promise<JWTPayload> {
    const verified =
      alg === 'HS256'
        ? await jwtVerify(token, await secret, { ...verifyOptions, algorithms: ['HS256'] })
        : await jwtVerify(token, publishedKeys, {
            ...verifyOptions,
            algorithms: asymmetricAlgorithms,
          });
    return verified.payload;
  }

  return {
    async verify(token) {
      const known = recent.find(token);
      if (known) return known;
      const alg = algorithmOf(token);
      if (alg !== 'HS256' && !asymmetricAlgorithms.includes(alg ?? '')) return null;
      try {
        const claims = claimsSchema.safeParse(await verifyClaims(token, alg));
        if (!claims.success) return null;
        const { sub, email = null, exp } = claims.data;
        const user = { id: sub.toLowerCase(), email };
        recent.keep(token, user, exp * 1_000);
        return user;
      } catch (error) {
        // A set of keys that answers nonsense (or 404: a project without published keys) verifies
        // nobody; one that does not answer is an outage, and must not sign people out.
        if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout))
          return null;
        throw new ProblemError('service_unavailable', 'Tokens cannot be verified at the moment.', {
          cause: error,
          headers: { 'retry-after': '2' },
        });
      }
    },
  };
}

/** The algorithm a token names; undefined when it is no token at all. */
function algorithmOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).alg;
  } catch {
    return undefined;
  }
}
