// Signs the links by which a reader of a mail declines its topic without signing in. They never
// expire: a mail may be read years later, and all a link can do is to stop mails.
import { z } from 'zod';
import { importHmacKey } from '../hmac-key.ts';
import { NOTICE_TOPICS } from '../notices/notice-kinds.ts';

const claimsSchema = z.object({
  userId: z.guid(),
  organizationId: z.guid(),
  topic: z.enum(NOTICE_TOPICS),
});

/** Who declines which mails. */
export type UnsubscribeClaims = z.infer<typeof claimsSchema>;

/** Makes and reads the tokens. */
export interface UnsubscribeTokens {
  sign(claims: UnsubscribeClaims): Promise<string>;
  /** Null when it is not one of ours. */
  verify(token: string): Promise<UnsubscribeClaims | null>;
}

const TOKEN_LENGTH_MAX = 1_000;
/** Not the token's own secret but a key of this purpose alone: nothing else can be signed with it. */
const purpose = 'mindbot unsubscribe v1';

/** @param secret that of this service, shared by its replicas. */
export function createUnsubscribeTokens(secret: string): UnsubscribeTokens {
  const key = deriveKey(secret);
  return {
    async sign(claims) {
      const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
      const signature = await crypto.subtle.sign('HMAC', (await key).sign, bytesOf(payload));
      return `${payload}.${Buffer.from(signature).toString('base64url')}`;
    },
    async verify(token) {
      const [, payload, signature] = /^([\w-]+)\.([\w-]+)$/.exec(token) ?? [];
      if (!payload || !signature || token.length > TOKEN_LENGTH_MAX) return null;
      const isOurs = await crypto.subtle.verify(
        'HMAC',
        (await key).verify,
        new Uint8Array(Buffer.from(signature, 'base64url')),
        bytesOf(payload),
      );
      if (!isOurs) return null;
      const claims = claimsSchema.safeParse(
        JSON.parse(Buffer.from(payload, 'base64url').toString()),
      );
      return claims.success ? claims.data : null;
    },
  };
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

async function deriveKey(secret: string): Promise<{ sign: CryptoKey; verify: CryptoKey }> {
  const root = await importHmacKey(secret, 'sign');
  const derived = await crypto.subtle.sign('HMAC', root, bytesOf(purpose));
  const text = Buffer.from(derived).toString('base64');
  return { sign: await importHmacKey(text, 'sign'), verify: await importHmacKey(text, 'verify') };
}
