// Finds stripe-mock, Stripe's own check of requests, or gets it once into the cache, for the tests.
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, findOnPath, isProgram, programEnding } from './cache-paths.mjs';
import { downloadRelease } from './github-release.mjs';
import { withLock } from './lock.mjs';
import { during, note, say } from './report.mjs';
import { runCommand } from './run-command.mjs';

const STEP = 'stripe-mock';
const VERSION = '0.203.0';
const RELEASES = 'https://github.com/stripe/stripe-mock/releases/download';

const cachedDir = () => join(cacheDir(), `stripe-mock-v${VERSION}`);
const cachedProgram = () => join(cachedDir(), `stripe-mock${programEnding}`);

/**
 * The program, or undefined. One on PATH is not taken: it does not tell its version.
 * @returns {string | undefined}
 */
export function findStripeMock() {
  return isProgram(cachedProgram()) ? cachedProgram() : undefined;
}

/** Makes sure it is there, if that can be done; one test needs it, and says so when it is missing. */
export async function prepareStripeMock() {
  if (findStripeMock() !== undefined) return;
  await withLock(
    join(cacheDir(), 'stripe-mock.lock'),
    async () => {
      if (findStripeMock() === undefined) await obtain();
    },
    (pid) => say(STEP, `waiting for the other set-up (process ${pid})`),
  );
}

async function obtain() {
  mkdirSync(cachedDir(), { recursive: true });
  // Made beside its final place, so that the last step is one rename and never a half-written file.
  const workDir = mkdtempSync(join(cachedDir(), 'making-'));
  try {
    const built = findOnPath('go') === undefined ? 'Go is not installed.' : await build(workDir);
    const problem = built && (await download(workDir, built));
    if (problem) {
      say(STEP, `not here: calls to Stripe go unchecked against its description.\n${problem}`);
      return;
    }
    const made = join(workDir, `stripe-mock${programEnding}`);
    chmodSync(made, 0o755);
    renameSync(made, cachedProgram());
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

/**
 * @param {string} workDir
 * @returns {Promise<string | undefined>} what went wrong
 */
async function build(workDir) {
  const result = await during(STEP, `building v${VERSION} with Go (a minute, once)`, () =>
    runCommand('go', ['install', '-v', `github.com/stripe/stripe-mock@v${VERSION}`], {
      cwd: workDir,
      env: { ...process.env, GOBIN: workDir, CGO_ENABLED: '0' },
      onLine: (line) => note(STEP, line),
    }),
  );
  return result.succeeded ? undefined : `Go could not build it:\n${result.output}`;
}

/**
 * @param {string} workDir
 * @param {string} whyNotBuilt
 * @returns {Promise<string | undefined>} what went wrong
 */
async function download(workDir, whyNotBuilt) {
  try {
    await during(STEP, `fetching the release v${VERSION}`, () =>
      downloadRelease({
        address: `${RELEASES}/v${VERSION}`,
        archive: archiveName(process.platform, process.arch),
        checksums: `stripe-mock_${VERSION}_checksums.txt`,
        workDir,
      }),
    );
    return undefined;
  } catch (error) {
    return `${whyNotBuilt}\nThe release could not be used: ${/** @type {Error} */ (error).message}`;
  }
}

/**
 * The name its release gives the archive of a system.
 * @param {string} platform as `process.platform`
 * @param {string} arch as `process.arch`
 * @throws {Error} when none is published
 */
export function archiveName(platform, arch) {
  const system = { linux: 'linux', win32: 'windows', darwin: 'darwin' }[platform];
  const machine = { x64: 'amd64', arm64: 'arm64' }[arch];
  if (system === undefined || machine === undefined) {
    throw new Error(`stripe-mock is not published for ${platform} on ${arch}.`);
  }
  return `stripe-mock_${VERSION}_${system}_${machine}.${system === 'windows' ? 'zip' : 'tar.gz'}`;
}
