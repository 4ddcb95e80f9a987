// Finds the real LiveKit server, or gets it once into the cache: built by Go, else the release.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, findOnPath, isProgram, programEnding } from './cache-paths.mjs';
import { downloadLivekitRelease } from './livekit-release.mjs';
import { withLock } from './lock.mjs';
import { during, note, SetupError, say } from './report.mjs';
import { runCommand } from './run-command.mjs';

const STEP = 'livekit-server';
/** Newer tags need modules that were never published as versions, so Go cannot install them. */
const VERSION = '1.11.0';
const OLDEST_MINOR = 8;

const cachedDir = () => join(cacheDir(), `livekit-server-v${VERSION}`);
const cachedProgram = () => join(cachedDir(), `livekit-server${programEnding}`);

/**
 * The LiveKit server this machine has, or undefined: one on PATH that is new enough, else ours.
 * @returns {string | undefined}
 */
export function findLivekitServer() {
  const onPath = findOnPath('livekit-server');
  if (onPath !== undefined && isNewEnough(onPath)) return onPath;
  return isProgram(cachedProgram()) ? cachedProgram() : undefined;
}

/** @param {string} program */
function isNewEnough(program) {
  const { stdout = '' } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  const [, major, minor] = /version (\d+)\.(\d+)\./.exec(stdout) ?? [];
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= OLDEST_MINOR);
}

/**
 * Makes sure there is a LiveKit server.
 * @throws {SetupError} saying what to install when neither way works
 */
export async function prepareLivekitServer() {
  if (findLivekitServer() !== undefined) return;
  await withLock(
    join(cacheDir(), 'livekit-server.lock'),
    async () => {
      if (!isProgram(cachedProgram())) await obtain();
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
    if (problem) throw new SetupError(explain(problem));
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

/**
 * @param {string} workDir
 * @returns {Promise<string | undefined>} what went wrong
 */
async function build(workDir) {
  let packages = 0;
  const result = await during(STEP, `building v${VERSION} with Go (2 to 4 minutes, once)`, () =>
    runCommand(
      'go',
      ['install', '-v', `github.com/livekit/livekit-server/cmd/server@v${VERSION}`],
      {
        cwd: workDir,
        // Its releases are built without C as well; so no compiler is needed.
        env: { ...process.env, GOBIN: workDir, CGO_ENABLED: '0' },
        onLine: (line) => {
          if (!line.startsWith('go: ')) packages += 1;
          note(STEP, packages > 0 ? `${packages} packages compiled` : line);
        },
      },
    ),
  );
  if (!result.succeeded) return `Go could not build it:\n${result.output}`;
  keep(join(workDir, `server${programEnding}`));
  return undefined;
}

/**
 * @param {string} workDir
 * @param {string} whyNotBuilt
 * @returns {Promise<string | undefined>} what went wrong
 */
async function download(workDir, whyNotBuilt) {
  try {
    keep(
      await during(STEP, `fetching the release v${VERSION}`, () =>
        downloadLivekitRelease(VERSION, workDir),
      ),
    );
    return undefined;
  } catch (error) {
    return `${whyNotBuilt}\nThe release could not be used: ${/** @type {Error} */ (error).message}`;
  }
}

/** @param {string} program */
function keep(program) {
  chmodSync(program, 0o755);
  renameSync(program, cachedProgram());
}

/** @param {string} problem */
const explain = (problem) => `There is no LiveKit server on this machine.
${problem}
Any of these helps:
  - install Go (https://go.dev/dl) and run this again: it is built from source;
  - macOS: brew install livekit; elsewhere put a livekit-server of 1.${OLDEST_MINOR} or newer on PATH;
  - set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET in .env to use a hosted one.`;
