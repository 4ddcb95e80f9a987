// Recognizes by content, not by time, whether what was built still fits what it was built from.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const IGNORED = new Set(['node_modules', 'dist', '.git']);

/**
 * All files under the given files and folders, sorted, without build results and dependencies.
 * @param {string[]} paths
 * @returns {string[]}
 */
function listFiles(paths) {
  return paths
    .flatMap((path) => {
      try {
        const entries = readdirSync(path, { withFileTypes: true });
        return listFiles(
          entries.filter(({ name }) => !IGNORED.has(name)).map(({ name }) => join(path, name)),
        );
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOTDIR') return [path];
        throw error;
      }
    })
    .sort();
}

/**
 * A SHA-256 over the names and contents of files and folders, and over anything else that matters.
 * @param {string} baseDir names are taken relative to it
 * @param {string[]} paths
 * @param {string[]} [extras]
 * @returns {string}
 */
export function fingerprintOf(baseDir, paths, extras = []) {
  const hash = createHash('sha256');
  for (const extra of extras) hash.update(`${extra}\0`);
  for (const file of listFiles(paths)) {
    hash
      .update(`${relative(baseDir, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}
