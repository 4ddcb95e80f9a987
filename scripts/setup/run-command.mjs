// Runs a program of the set-up, keeps the end of what it printed, and never leaves it behind.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const KEPT_LINES = 40;
const TIME_LIMIT_MS = 30 * 60_000;

/**
 * @typedef {object} CommandResult
 * @property {boolean} succeeded
 * @property {string} output the last lines of what it printed on both streams
 */

/**
 * Runs a program to its end. A program that cannot be started counts as one that failed.
 * @param {string} command
 * @param {string[]} commandArguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void,
 *   timeLimitMs?: number }} [options]
 * @returns {Promise<CommandResult>}
 */
export function runCommand(command, commandArguments, options = {}) {
  const child = spawn(command, commandArguments, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Only npm is a script on Windows; no argument of ours comes from outside.
    shell: process.platform === 'win32' && command.endsWith('.cmd'),
  });
  /** @type {string[]} */
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      options.onLine?.(line);
    });
  }
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeLimitMs ?? TIME_LIMIT_MS);
  const endWithUs = () => child.kill();
  process.once('exit', endWithUs);
  return new Promise((resolve) => {
    /** @param {boolean} succeeded */
    const finish = (succeeded) => {
      clearTimeout(timer);
      process.removeListener('exit', endWithUs);
      resolve({ succeeded, output: lines.join('\n') });
    };
    child.once('error', (error) => {
      lines.push(error.message);
      finish(false);
    });
    child.once('close', (code) => finish(code === 0));
  });
}
