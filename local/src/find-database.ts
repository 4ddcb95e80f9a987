// Where the database of this machine's service is: as .env says, or the local stack's own.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPorts } from './ports.ts';

/** Thrown when there is no database to be found; the message says what to do. */
class NoDatabaseError extends Error {
  override name = 'NoDatabaseError';
}

/**
 * The owner's connection: `DATABASE_URL`, or that of the stack whose data lies in `dataDir`.
 * @throws {NoDatabaseError} when neither is there.
 */
export function findDatabaseUrl(
  environment: Record<string, string | undefined>,
  dataDir: string,
): string {
  if (environment.DATABASE_URL) return environment.DATABASE_URL;
  const passwordFile = join(dataDir, 'postgres', 'owner-password');
  if (!existsSync(passwordFile)) {
    throw new NoDatabaseError(
      'There is no database: set DATABASE_URL, or start the local one with npm start.',
    );
  }
  const password = readFileSync(passwordFile, 'utf8');
  return `postgres://postgres:${password}@127.0.0.1:${readPorts(environment).postgres}/mindbot`;
}
