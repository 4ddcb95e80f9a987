// Lets two set-ups run at once (npm start beside npm test) without spoiling what they both build.
import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 2_000;
const SILENT_LIMIT_MS = 30_000;
const POLL_MS = 250;

/**
 * Whether a process of this machine is alive.
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Does the work while holding a lock file. The holder touches the file, so a lock whose holder died,
 * even with its process number taken by another program, is taken over after half a minute.
 * @template Result
 * @param {string} path
 * @param {() => Promise<Result>} work
 * @param {(pid: number) => void} [onWait] called once when somebody else holds it
 * @returns {Promise<Result>}
 */
export async function withLock(path, work, onWait) {
  mkdirSync(dirname(path), { recursive: true });
  let hasWaited = false;
  while (!tryTake(path)) {
    const holder = readHolder(path);
    if (holder === undefined) continue;
    if (isAbandoned(path, holder)) {
      removeAbandoned(path, holder.text);
      continue;
    }
    if (!hasWaited) onWait?.(holder.pid);
    hasWaited = true;
    await sleep(POLL_MS);
  }
  const heartbeat = setInterval(() => touch(path), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(path, { force: true });
  }
}

/** @param {string} path */
function touch(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Somebody cleared the cache under us; the work itself will tell if that matters.
  }
}

/** @param {string} path */
function tryTake(path) {
  try {
    writeFileSync(path, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @param {string} path
 * @returns {{ pid: number, host: string, text: string } | undefined} undefined when it just went
 */
function readHolder(path) {
  try {
    const text = readFileSync(path, 'utf8');
    // A file caught between its creation and its content names nobody: old age alone frees it.
    const { pid = 0, host = '' } = text === '' ? {} : JSON.parse(text);
    return { pid, host, text };
  } catch {
    return undefined;
  }
}

/**
 * @param {string} path
 * @param {{ pid: number, host: string }} holder
 */
function isAbandoned(path, holder) {
  const isOurMachine = holder.host === hostname();
  if (isOurMachine && holder.pid > 0 && !isAlive(holder.pid)) return true;
  const touchedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return Date.now() - touchedAt > SILENT_LIMIT_MS;
}

/**
 * Moves the abandoned lock aside. Of two that saw it abandoned one wins the move; the other may have
 * moved the winner's new lock, notices by its text, and puts it back.
 * @param {string} path
 * @param {string} abandonedText
 */
function removeAbandoned(path, abandonedText) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') === abandonedText) rmSync(aside, { force: true });
    else renameSync(aside, path);
  } catch {
    // It went by itself: somebody else was faster.
  }
}
