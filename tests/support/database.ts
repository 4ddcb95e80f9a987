// What a database test starts with: `createTestDatabase()`, once a file, dropped when it is done.
import { inject } from 'vitest';
import { cloneDatabase, type TestDatabase } from './database-clone.ts';
import './provided-context.ts';

export {
  type Actor,
  DEFAULT_ORGANIZATION_ID,
  type TestDatabase,
  type TestUser,
  type WorkerClaims,
} from './database-clone.ts';

/** A fresh, migrated and seeded database for the test file that asks; `drop()` it at the end. */
export function createTestDatabase(): Promise<TestDatabase> {
  return cloneDatabase(inject('databaseAdminUrl'), inject('databaseTemplateName'));
}
