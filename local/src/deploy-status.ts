// How a running stack tells `npm run deploy:local` what becomes of the deploy it was asked for.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const statusSchema = z.object({
  state: z.enum(['running', 'done', 'failed']),
  /** What happened so far, in words, oldest first. */
  steps: z.array(z.string()),
});

/** How far a deploy is. */
export type DeployStatus = z.infer<typeof statusSchema>;

const pathIn = (dataDir: string) => join(dataDir, 'deploy.json');

/** What is said of the latest deploy; null when nothing is. */
export function readDeployStatus(dataDir: string): DeployStatus | null {
  try {
    return statusSchema.parse(JSON.parse(readFileSync(pathIn(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

/** Says it; a reader sees the old words or the new, never half of them. */
export function writeDeployStatus(dataDir: string, status: DeployStatus): void {
  const path = pathIn(dataDir);
  writeFileSync(`${path}.new`, JSON.stringify(status));
  renameSync(`${path}.new`, path);
}

/** Forgets the latest deploy. */
export const clearDeployStatus = (dataDir: string): void =>
  rmSync(pathIn(dataDir), { force: true });
