// Gives every database test of a vitest run one PostgreSQL to clone its database from.
import type { TestProject } from 'vitest/node';
import './provided-context.ts';
import { startTestPostgres } from './test-postgres.ts';

/** Starts the server; vitest calls what this returns when the run is over. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startTestPostgres();
  project.provide('databaseAdminUrl', postgres.adminUrl);
  project.provide('databaseTemplateName', postgres.templateName);
  return postgres.stop;
}
