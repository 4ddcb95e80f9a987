// Remembers the processes of a run, so that the next one can end what a killed run left behind.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Thrown when a stack already runs on the data folder. */
export class StackRunningError extends Error {
  override name = 'StackRunningError';
}

type Entry = { pid: number; command: string };
type Recorded = { supervisor: Entry; parts: Record<string, Entry> };

/** The command line of a living process, or null. */
function commandOf(pid: number): string | null {
  try {
    if (existsSync('/proc/self/cmdline')) {
      if (/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) return null;
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    }
  } catch {
    return null;
  }
  const list = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return list.stdout?.trim() || null;
}

/** A process number alone proves nothing: it may have been given to another program since. */
const isAlive = (entry: Entry): boolean => commandOf(entry.pid) === entry.command;

/** The record of one data folder's processes. */
export type ProcessList = {
  /** Notes the process of a part, or that it has none now. */
  record: (part: string, pid: number | null) => void;
  /** Forgets everything: the stack has stopped in order. */
  clear: () => void;
};

/**
 * Claims a data folder, ending the parts of an earlier run whose supervisor was killed.
 * @throws {StackRunningError} when the earlier supervisor is alive.
 */
export function claimDataDir(dataDir: string, onOrphan: (part: string) => void): ProcessList {
  const path = join(dataDir, 'processes.json');
  if (existsSync(path)) {
    const earlier: Recorded = JSON.parse(readFileSync(path, 'utf8'));
    if (isAlive(earlier.supervisor) && earlier.supervisor.pid !== process.pid) {
      throw new StackRunningError(
        `MindBot already runs on ${dataDir} (process ${earlier.supervisor.pid}). Stop it with ` +
          'Ctrl-C, or choose another folder by MINDBOT_DATA_DIR and other ports to run a second one.',
      );
    }
    for (const [part, entry] of Object.entries(earlier.parts)) {
      if (!isAlive(entry)) continue;
      onOrphan(part);
      try {
        process.kill(-entry.pid, 'SIGKILL');
      } catch {
        // It ended by itself a moment ago.
      }
    }
  }
  const recorded: Recorded = {
    supervisor: { pid: process.pid, command: commandOf(process.pid) ?? '' },
    parts: {},
  };
  const write = () => writeFileSync(path, `${JSON.stringify(recorded, null, 2)}\n`);
  write();
  return {
    record: (part, pid) => {
      if (pid === null) delete recorded.parts[part];
      else recorded.parts[part] = { pid, command: commandOf(pid) ?? '' };
      write();
    },
    clear: () => rmSync(path, { force: true }),
  };
}
