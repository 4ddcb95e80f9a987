// Makes the key of a shared secret once: jose would make it anew for every token, at twice the cost.

/** The HS256 key of a secret, for one purpose. */
export function importHmacKey(secret: string, purpose: 'sign' | 'verify'): Promise<CryptoKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return crypto.subtle.importKey('raw', new TextEncoder().encode(secret), algorithm, false, [
    purpose,
  ]);
}
