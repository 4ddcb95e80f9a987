// Installs the locked npm packages when node_modules does not hold them yet.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir, readIfPresent } from './cache-paths.mjs';
import { fingerprintOf } from './fingerprint.mjs';
import { withLock } from './lock.mjs';
import { during, SetupError, say } from './report.mjs';
import { runCommand } from './run-command.mjs';

const STEP = 'npm packages';
const LOG_LEVEL = '--loglevel=error';
const modulesDir = join(projectDir, 'node_modules');
const lockPath = join(projectDir, 'package-lock.json');
const stampPath = join(modulesDir, '.mindbot-installed');

/** The Node that every npm script uses: the one of the `node` package, of the locked version. */
export const projectNode = join(
  modulesDir,
  '.bin',
  process.platform === 'win32' ? 'node.cmd' : 'node',
);

/** Installs when needed. Safe inside an npm script, and beside another set-up of the same clone. */
export async function installPackages() {
  if (isStamped()) return;
  await withLock(
    join(projectDir, '.mindbot', 'install.lock'),
    async () => {
      if (isStamped()) return;
      if (!matchesLock()) await during(STEP, 'installing what package-lock.json names', runNpm);
      if (!existsSync(projectNode)) throw new SetupError(MISSING_NODE);
      mkdirSync(modulesDir, { recursive: true });
      writeFileSync(stampPath, currentStamp());
    },
    (pid) => say(STEP, `waiting for the other set-up (process ${pid})`),
  );
}

const MISSING_NODE = `The packages are installed, but not the Node 24 among them.
  npm may be told to skip install scripts. Run: npm install --no-save --ignore-scripts=false`;

/** The platform belongs to it: a folder shared by two systems fits only one of them. */
const currentStamp = () => fingerprintOf(projectDir, [lockPath], [process.platform, process.arch]);

const isStamped = () => readIfPresent(stampPath) === currentStamp() && existsSync(projectNode);

function matchesLock() {
  const recorded = readIfPresent(join(modulesDir, '.package-lock.json'));
  if (recorded === undefined || !existsSync(projectNode)) return false;
  return isInstalled(JSON.parse(readFileSync(lockPath, 'utf8')), JSON.parse(recorded));
}

/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean }> }} LockFile */

/**
 * Compares what npm recorded of its last install with the lock, so that a developer's own
 * `npm install` is not undone by a needless second one.
 * @param {LockFile} locked package-lock.json
 * @param {LockFile} installed node_modules/.package-lock.json
 */
export function isInstalled(locked, installed) {
  return Object.entries(locked.packages)
    .filter(([path]) => path.includes('node_modules/'))
    .every(([path, { version, optional }]) => {
      const found = installed.packages[path];
      // Packages for other systems are optional, and rightly absent.
      return found === undefined ? optional === true : found.version === version;
    });
}

/**
 * `npm install` with a lock file installs what it names. `npm ci` would too, but it refuses a lock
 * written where some registry lacks the native packages of other systems; --no-save keeps the lock.
 */
async function runNpm() {
  // The npm that runs this script, if one does: another on PATH may be too old for the lock file.
  const npm = process.env.npm_execpath?.endsWith('.js')
    ? [process.execPath, process.env.npm_execpath]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  const [command = 'npm', ...before] = npm;
  // Development dependencies hold Node 24 itself, whatever NODE_ENV says.
  const result = await runCommand(
    command,
    [...before, 'install', '--no-save', '--include=dev', '--no-audit', '--no-fund', LOG_LEVEL],
    { cwd: projectDir, env: environmentForNpm() },
  );
  if (!result.succeeded) {
    throw new SetupError(`npm install failed:\n${result.output}`);
  }
}

/** Ours without what npm told this script about itself: it would describe the wrong script. */
function environmentForNpm() {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_lifecycle_|npm_package_|npm_command$)/.test(name),
  );
  // A download of several hundred megabytes for a package that nothing here calls.
  return { ...Object.fromEntries(kept), ONNXRUNTIME_NODE_INSTALL: 'skip' };
}
