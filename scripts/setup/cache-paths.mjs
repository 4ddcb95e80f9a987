// Says where this machine keeps what is built once and shared by every clone of the project.
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const projectDir = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');

/** The ending of programs on this system. */
export const programEnding = process.platform === 'win32' ? '.exe' : '';

/** The cache folder: `MINDBOT_CACHE_DIR`, or `~/.cache/mindbot`. */
export function cacheDir() {
  return process.env.MINDBOT_CACHE_DIR || join(homedir(), '.cache', 'mindbot');
}

/**
 * Whether a path is a file this user may execute.
 * @param {string} path
 */
export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * The full path of a program found on PATH, or undefined.
 * @param {string} name without `.exe`
 * @returns {string | undefined}
 */
export function findOnPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name + programEnding)).find(isProgram);
}

/**
 * The text of a file, or undefined when it cannot be read.
 * @param {string} path
 * @returns {string | undefined}
 */
export function readIfPresent(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
