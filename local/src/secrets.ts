// The local stack's own keys: made once for each data folder, never in the repository.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const secretsSchema = z.object({
  supabaseJwtSecret: z.string().min(32),
  supabasePublishableKey: z.string().min(16),
  supabaseSecretKey: z.string().min(16),
  livekitApiKey: z.string().min(8),
  livekitApiSecret: z.string().min(32),
});

/** Keys that the parts on this machine share. */
export type Secrets = z.infer<typeof secretsSchema>;

const random = (bytes: number) => randomBytes(bytes).toString('base64url');

/**
 * The keys of a data folder; made at the first call.
 * @throws {Error} when the file is there but cannot be understood.
 */
export function readSecrets(dataDir: string): Secrets {
  const path = join(dataDir, 'secrets.json');
  if (existsSync(path)) {
    const parsed = secretsSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (parsed.success) return parsed.data;
    throw new Error(
      `${path} is damaged. Delete it to have new keys made (everybody signs in anew).`,
    );
  }
  const secrets: Secrets = {
    supabaseJwtSecret: random(48),
    supabasePublishableKey: `sb_publishable_${random(18)}`,
    supabaseSecretKey: `sb_secret_${random(18)}`,
    livekitApiKey: `API${randomBytes(6).toString('hex')}`,
    livekitApiSecret: random(36),
  };
  writeFileSync(path, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}
