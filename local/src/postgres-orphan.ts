// Deals with the server an earlier, killed run may have left behind on the same data folder.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const keeperFile = 'mindbot-keeper.pid';
const stopTimeoutMs = 20_000;

/** Thrown when another living process runs a server on the data folder. */
export class PostgresInUseError extends Error {
  override name = 'PostgresInUseError';
}

/** Notes which process started the server, so that a later run can tell an orphan from a rival. */
export function writeKeeper(dataDir: string): void {
  writeFileSync(join(dataDir, keeperFile), `${process.pid}\n`);
}

function readNumber(path: string): number | null {
  if (!existsSync(path)) return null;
  const value = Number(readFileSync(path, 'utf8').split('\n')[0]);
  return Number.isInteger(value) && value > 0 ? value : null;
}

function describeProcess(pid: number): { parentPid: number; command: string } | null {
  if (existsSync('/proc/self/stat')) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      // A dead process whose parent has not yet noticed holds no files any more.
      if (/^State:\s+Z/m.test(status)) return null;
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return { parentPid: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]), command };
    } catch {
      return null;
    }
  }
  const list = ['-ww', '-o', 'ppid=,command=', '-p', String(pid)];
  const answer = spawnSync('ps', list, { encoding: 'utf8' });
  const match = /^\s*(\d+)\s+(.*)$/m.exec(answer.stdout ?? '');
  return match ? { parentPid: Number(match[1]), command: match[2] ?? '' } : null;
}

/**
 * Makes the data folder free to start on: ends a server whose starter is dead, and removes the
 * lock file of one that is gone although its process number is in use again by something else.
 * @throws {PostgresInUseError} when the process that started the running server is alive.
 */
export async function clearOrphan(dataDir: string): Promise<void> {
  const lockFile = join(dataDir, 'postmaster.pid');
  const pid = readNumber(lockFile);
  if (pid === null) return;
  const found = describeProcess(pid);
  if (!found) return;
  if (!found.command.includes(dataDir)) {
    rmSync(lockFile);
    return;
  }
  const keeperPid = readNumber(join(dataDir, keeperFile));
  if (keeperPid !== null && found.parentPid === keeperPid) {
    throw new PostgresInUseError(
      `PostgreSQL already runs on ${dataDir}, started by process ${keeperPid}. Stop that first.`,
    );
  }
  process.kill(pid, 'SIGINT');
  for (let waitedMs = 0; describeProcess(pid) !== null; waitedMs += 50) {
    if (waitedMs > stopTimeoutMs) throw new Error(`PostgreSQL process ${pid} does not stop.`);
    await delay(50);
  }
}
