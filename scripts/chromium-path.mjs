// Tells tests, and people who ask by hand, which browser the set-up found.
import { pathToFileURL } from 'node:url';
import { findChromium } from './setup/chromium.mjs';

/**
 * The path of the browser tests drive.
 * @returns {string}
 * @throws {Error} when there is none, saying how to get one
 */
export function chromiumPath() {
  const path = findChromium();
  if (path === undefined) {
    throw new Error(
      'No Chromium was found. Run `node scripts/setup.mjs test`, or set CHROMIUM_PATH.',
    );
  }
  return path;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(chromiumPath());
