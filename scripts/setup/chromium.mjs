// Finds the browser the tests drive, or installs one; only `npm test` needs it.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, findOnPath, isProgram, projectDir, readIfPresent } from './cache-paths.mjs';
import { projectNode } from './install-packages.mjs';
import { withLock } from './lock.mjs';
import { during, SetupError, say } from './report.mjs';
import { runCommand } from './run-command.mjs';
import { canInstallSystemPackages, installSystemPackage } from './system-packages.mjs';

const STEP = 'chromium';
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const WELL_KNOWN_PATHS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  `${process.env.PROGRAMFILES}\\Google\\Chrome\\Application\\chrome.exe`,
  `${process.env['PROGRAMFILES(X86)']}\\Google\\Chrome\\Application\\chrome.exe`,
  `${process.env.LOCALAPPDATA}\\Google\\Chrome\\Application\\chrome.exe`,
];

/** Where the set-up leaves the path of the browser it found. */
const recordPath = () => join(cacheDir(), 'chromium-path');

/**
 * The browser for tests, or undefined: `CHROMIUM_PATH`, what the set-up recorded, what is installed.
 * @returns {string | undefined}
 */
export function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const recorded = readIfPresent(recordPath())?.trim();
  if (recorded && isProgram(recorded)) return recorded;
  return findInstalled();
}

const findInstalled = () =>
  NAMES.map(findOnPath).find(Boolean) ?? WELL_KNOWN_PATHS.find((path) => isProgram(path));

/**
 * Makes sure there is a browser and records its path.
 * @throws {SetupError} saying what to install when there is none
 */
export async function prepareChromium() {
  if (process.env.CHROMIUM_PATH && !existsSync(process.env.CHROMIUM_PATH)) {
    throw new SetupError(`CHROMIUM_PATH names ${process.env.CHROMIUM_PATH}, which is not there.`);
  }
  if (findChromium() !== undefined) return;
  await withLock(
    join(cacheDir(), 'chromium.lock'),
    async () => {
      if (findChromium() === undefined) record(await obtain());
    },
    (pid) => say(STEP, `waiting for the other set-up (process ${pid})`),
  );
}

/** @returns {Promise<string>} */
async function obtain() {
  if (canInstallSystemPackages()) {
    await installSystemPackage(STEP, 'chromium');
    const installed = findInstalled();
    // Ubuntu's package of that name is a note that asks for snap: only one that runs counts.
    if (installed !== undefined && (await runs(installed))) return installed;
  }
  const { path, output } = await downloadWithPlaywright();
  if (path !== undefined && (await runs(path))) return path;
  throw new SetupError(`The tests need Chromium, and none was found or could be installed.
  Install Chromium or Google Chrome, or set CHROMIUM_PATH to one.
${output}`);
}

/** @param {string} program */
const runs = async (program) =>
  (await runCommand(program, ['--version', '--no-sandbox'], { timeLimitMs: 60_000 })).succeeded;

/** @returns {Promise<{ path: string | undefined, output: string }>} */
async function downloadWithPlaywright() {
  const cli = join(projectDir, 'node_modules', 'playwright-core', 'cli.js');
  const { output } = await during(STEP, 'downloading it with playwright', () =>
    runCommand(projectNode, [cli, 'install', 'chromium']),
  );
  const asked = await runCommand(
    projectNode,
    ['-p', 'require("playwright-core").chromium.executablePath()'],
    { cwd: projectDir },
  );
  return { path: asked.succeeded ? asked.output.trim() : undefined, output };
}

/** @param {string} path */
function record(path) {
  mkdirSync(cacheDir(), { recursive: true });
  const draft = `${recordPath()}.${process.pid}`;
  writeFileSync(draft, `${path}\n`);
  renameSync(draft, recordPath());
}
