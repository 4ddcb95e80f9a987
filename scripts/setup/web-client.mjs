// Builds the web client when its sources changed, so that the api always serves what is checked out.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir, readIfPresent } from './cache-paths.mjs';
import { fingerprintOf } from './fingerprint.mjs';
import { projectNode } from './install-packages.mjs';
import { withLock } from './lock.mjs';
import { during, SetupError, say } from './report.mjs';
import { runCommand } from './run-command.mjs';

const STEP = 'web client';
const distDir = join(projectDir, 'web', 'dist');
const stampPath = join(distDir, '.built-from');

const isBuilt = () => readIfPresent(stampPath) === currentStamp();

const currentStamp = () =>
  fingerprintOf(
    projectDir,
    ['web', join('sdk', 'src'), 'package-lock.json', 'tsconfig.json'].map((path) =>
      join(projectDir, path),
    ),
  );

/** Builds into a folder aside and puts it in place at once: a running api never serves half a page. */
export async function buildWebClient() {
  if (isBuilt()) return;
  await withLock(
    join(projectDir, '.mindbot', 'web-client.lock'),
    async () => {
      if (!isBuilt()) await during(STEP, 'building', build);
    },
    (pid) => say(STEP, `waiting for the other set-up (process ${pid})`),
  );
}

async function build() {
  const stamp = currentStamp();
  const draftDir = join(projectDir, 'node_modules', '.mindbot-web-dist');
  const vite = join(projectDir, 'node_modules', 'vite', 'bin', 'vite.js');
  rmSync(draftDir, { recursive: true, force: true });
  const result = await runCommand(
    projectNode,
    [vite, 'build', '--outDir', draftDir, '--emptyOutDir', '--logLevel', 'warn'],
    { cwd: join(projectDir, 'web') },
  );
  if (!result.succeeded) throw new SetupError(`The web client does not build:\n${result.output}`);
  writeFileSync(join(draftDir, '.built-from'), stamp);
  const oldDir = `${draftDir}-old`;
  rmSync(oldDir, { recursive: true, force: true });
  mkdirSync(join(projectDir, 'web'), { recursive: true });
  if (existsSync(distDir)) renameSync(distDir, oldDir);
  renameSync(draftDir, distDir);
  rmSync(oldDir, { recursive: true, force: true });
}
