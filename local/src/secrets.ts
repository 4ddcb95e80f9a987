// The local stack's own keys: made once for each data folder, never in the repository.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const secretsSchema = z.object({
  supabaseJwtSecret: z.string().min(32),
  supabasePublishableKey: z.string().min(16),
  supabaseSecretKey: z.string().min(16),
  livekitApiKey: z.string().min(8),
  livekitApiSecret: z.string().min(32),
  stripeSecretKey: z.string().min(16),
  stripePublishableKey: z.string().min(16),
  stripeWebhookSecret: z.string().min(24),
});

/** Keys that the parts on this machine share. */
export type Secrets = z.infer<typeof secretsSchema>;

const random = (bytes: number) => randomBytes(bytes).toString('base64url');

/** New keys, kept nowhere. */
export const createSecrets = (): Secrets => ({
  supabaseJwtSecret: random(48),
  supabasePublishableKey: `sb_publishable_${random(18)}`,
  supabaseSecretKey: `sb_secret_${random(18)}`,
  livekitApiKey: `API${randomBytes(6).toString('hex')}`,
  livekitApiSecret: random(36),
  stripeSecretKey: `sk_test_${randomBytes(18).toString('hex')}`,
  stripePublishableKey: `pk_test_${randomBytes(18).toString('hex')}`,
  stripeWebhookSecret: `whsec_${randomBytes(18).toString('hex')}`,
});

/**
 * The keys of a data folder; made at the first call. Keys a folder of an earlier version lacks are
 * added, and those it has stay.
 * @throws {Error} when the file is there but cannot be understood.
 */
export function readSecrets(dataDir: string): Secrets {
  const path = join(dataDir, 'secrets.json');
  const found = existsSync(path) ? readFileSync(path, 'utf8') : null;
  const merged = { ...createSecrets(), ...(found === null ? {} : JSON.parse(found)) };
  const parsed = secretsSchema.safeParse(merged);
  if (!parsed.success) {
    throw new Error(
      `${path} is damaged. Delete it to have new keys made (everybody signs in anew).`,
    );
  }
  const text = `${JSON.stringify(parsed.data, null, 2)}\n`;
  if (text !== found) {
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  return parsed.data;
}
