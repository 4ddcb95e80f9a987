// Gives the speech sandbox its recognizer: PocketSphinx in a Python environment of its own.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, findOnPath } from './cache-paths.mjs';
import { withLock } from './lock.mjs';
import { during, say } from './report.mjs';
import { runCommand } from './run-command.mjs';
import { canInstallSystemPackages, installSystemPackage } from './system-packages.mjs';

const STEP = 'speech';
const VERSION = '5.1.1';

const environmentDir = () => join(cacheDir(), `speech-pocketsphinx-${VERSION}`);

/** @param {string} environment */
const pythonIn = (environment) =>
  process.platform === 'win32'
    ? join(environment, 'Scripts', 'python.exe')
    : join(environment, 'bin', 'python');

/**
 * The Python that has the recognizer, or undefined: then the sandbox understands typed text alone.
 * @returns {string | undefined}
 */
export function findSpeechPython() {
  const python = pythonIn(environmentDir());
  // A link to an interpreter that was since removed or replaced does not exist in this sense.
  return existsSync(python) ? python : undefined;
}

/** Makes the environment. What stands in its way is said, and never stops the set-up. */
export async function prepareSpeechEnvironment() {
  if (findSpeechPython() !== undefined) return;
  const python = findOnPath('python3') ?? findOnPath('python');
  if (python === undefined) return warn('Python is not installed.');
  await withLock(
    join(cacheDir(), 'speech.lock'),
    async () => {
      if (findSpeechPython() !== undefined) return;
      const problem = await make(python);
      if (problem !== undefined) warn(problem);
    },
    (pid) => say(STEP, `waiting for the other set-up (process ${pid})`),
  );
}

/** @param {string} problem */
function warn(problem) {
  say(STEP, `the sandbox will understand typed text only. ${problem}`);
  say(STEP, 'To speak to it, install Python 3.9 or newer (with venv and pip) and run this again.');
}

/**
 * @param {string} python
 * @returns {Promise<string | undefined>} what went wrong
 */
async function make(python) {
  mkdirSync(cacheDir(), { recursive: true });
  const workDir = mkdtempSync(join(cacheDir(), 'speech-making-'));
  try {
    let environment = await makeEnvironment(python, workDir);
    if (!environment.succeeded && canInstallSystemPackages()) {
      // Debian's Python comes without its venv module.
      await installSystemPackage(STEP, 'python3-venv');
      environment = await makeEnvironment(python, workDir);
    }
    if (!environment.succeeded)
      return `Python could not make an environment: ${environment.output}`;
    const installed = await during(STEP, `installing pocketsphinx ${VERSION}`, () =>
      install(pythonIn(workDir)),
    );
    if (!installed.succeeded) return `pocketsphinx could not be installed: ${installed.output}`;
    rmSync(environmentDir(), { recursive: true, force: true });
    renameSync(workDir, environmentDir());
    return undefined;
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

/**
 * @param {string} python
 * @param {string} folder
 */
const makeEnvironment = (python, folder) => runCommand(python, ['-m', 'venv', '--clear', folder]);

/** @param {string} python */
async function install(python) {
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--retries', '2'];
  // Its one dependency is for microphones, which the sandbox does not have.
  const options = ['--no-deps', '--prefer-binary', `pocketsphinx==${VERSION}`];
  const installed = await runCommand(python, [...pip, ...options]);
  if (!installed.succeeded) return installed;
  return runCommand(python, ['-c', 'import pocketsphinx; pocketsphinx.Decoder']);
}
