// Makes Python environments in the cache, one for each thing that needs Python, keyed by its version.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, findOnPath } from './cache-paths.mjs';
import { withLock } from './lock.mjs';
import { during, say } from './report.mjs';
import { runCommand } from './run-command.mjs';
import { canInstallSystemPackages, installSystemPackage } from './system-packages.mjs';

/**
 * @typedef {object} PythonEnvironment
 * @property {string} step names it in the progress lines and in its lock
 * @property {string} name of its folder in the cache; holds the version
 * @property {string} label what is installed, in the progress lines
 * @property {string[]} install what pip is given: options and requirements
 * @property {string} check Python statements that fail when it does not work
 */

/** @param {string} folder */
const pythonIn = (folder) =>
  process.platform === 'win32'
    ? join(folder, 'Scripts', 'python.exe')
    : join(folder, 'bin', 'python');

/**
 * The Python of an environment that was made.
 * @param {PythonEnvironment} environment
 * @returns {string | undefined}
 */
export function findPython({ name }) {
  const python = pythonIn(join(cacheDir(), name));
  // A link to an interpreter that was since removed or replaced does not exist in this sense.
  return existsSync(python) ? python : undefined;
}

/**
 * Makes the environment unless it is there.
 * @param {PythonEnvironment} environment
 * @returns {Promise<string | undefined>} what stood in its way, for a person to read
 */
export async function preparePython(environment) {
  if (findPython(environment) !== undefined) return undefined;
  const python = findOnPath('python3') ?? findOnPath('python');
  if (python === undefined) return 'Python is not installed.';
  return withLock(
    join(cacheDir(), `${environment.step}.lock`),
    async () => (findPython(environment) === undefined ? make(python, environment) : undefined),
    (pid) => say(environment.step, `waiting for the other set-up (process ${pid})`),
  );
}

/**
 * @param {string} python
 * @param {PythonEnvironment} environment
 * @returns {Promise<string | undefined>} what went wrong
 */
async function make(python, { step, name, label, install, check }) {
  mkdirSync(cacheDir(), { recursive: true });
  const workDir = mkdtempSync(join(cacheDir(), `${step}-making-`));
  try {
    let made = await makeEmpty(python, workDir);
    if (!made.succeeded && canInstallSystemPackages()) {
      // Debian's Python comes without its venv module.
      await installSystemPackage(step, 'python3-venv');
      made = await makeEmpty(python, workDir);
    }
    if (!made.succeeded) return `Python could not make an environment: ${made.output}`;
    const installed = await during(step, `installing ${label}`, async () => {
      const result = await runCommand(pythonIn(workDir), [...pip, ...install]);
      return result.succeeded ? runCommand(pythonIn(workDir), ['-c', check]) : result;
    });
    if (!installed.succeeded) return `${label} could not be installed: ${installed.output}`;
    const finalDir = join(cacheDir(), name);
    rmSync(finalDir, { recursive: true, force: true });
    renameSync(workDir, finalDir);
    return undefined;
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

const pip = [
  ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
  ...['--retries', '2', '--prefer-binary'],
];

/**
 * @param {string} python
 * @param {string} folder
 */
const makeEmpty = (python, folder) => runCommand(python, ['-m', 'venv', '--clear', folder]);
