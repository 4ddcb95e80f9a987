// Remembers the processes of a run, so that the next one can end what a killed run left behind.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { identityOf } from './process-identity.ts';

/** Thrown when a stack already runs on the data folder. */
export class StackRunningError extends Error {
  override name = 'StackRunningError';
}

const entrySchema = z.object({ pid: z.int().min(2), identity: z.string() });
const recordSchema = z.object({
  supervisor: entrySchema,
  parts: z.record(z.string(), entrySchema),
});
type Entry = z.infer<typeof entrySchema>;
type Recorded = z.infer<typeof recordSchema>;

/** The record of one data folder's processes. */
export type ProcessList = {
  /** Notes the process of a part, or that it has none now. */
  record: (part: string, pid: number | null) => void;
  /** Forgets everything: the stack has stopped in order. */
  clear: () => void;
};

const ORPHAN_WAIT_MS = 20_000;
const POLL_MS = 25;

/** A process number alone proves nothing: it may have been given to another program since. */
const isAlive = ({ pid, identity }: Entry): boolean => identityOf(pid) === identity;

function readRecord(path: string): Recorded | null {
  if (!existsSync(path)) return null;
  try {
    return recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null; // Damaged: nothing in it can be trusted, so nothing is ended because of it.
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended by itself a moment ago.
  }
}

/** Ends an orphan and waits until it is gone: its ports are needed next. */
async function endOrphan(part: string, entry: Entry): Promise<void> {
  // Postgres shuts down by itself when asked, and keeps its files in order; the others have none.
  signalGroup(entry.pid, part === 'postgres' ? 'SIGINT' : 'SIGKILL');
  for (let waitedMs = 0; isAlive(entry); waitedMs += POLL_MS) {
    if (waitedMs > ORPHAN_WAIT_MS) {
      throw new Error(`Process ${entry.pid} (${part} of an earlier run) does not end.`);
    }
    await delay(POLL_MS);
  }
}

/** The process that runs the stack on a data folder; null when none does. */
export function findSupervisor(dataDir: string): number | null {
  const recorded = readRecord(join(dataDir, 'processes.json'));
  return recorded !== null && isAlive(recorded.supervisor) ? recorded.supervisor.pid : null;
}

/**
 * Claims a data folder, ending the parts of an earlier run whose supervisor was killed.
 * @throws {StackRunningError} when the earlier supervisor is alive.
 */
export async function claimDataDir(
  dataDir: string,
  onOrphan: (part: string) => void,
): Promise<ProcessList> {
  const path = join(dataDir, 'processes.json');
  const earlier = readRecord(path);
  if (earlier !== null) {
    if (isAlive(earlier.supervisor)) {
      throw new StackRunningError(
        `MindBot already runs on ${dataDir} (process ${earlier.supervisor.pid}). Stop it with ` +
          'Ctrl-C, or choose another folder by MINDBOT_DATA_DIR and other ports to run a second one.',
      );
    }
    for (const [part, entry] of Object.entries(earlier.parts)) {
      if (!isAlive(entry)) continue;
      onOrphan(part);
      await endOrphan(part, entry);
    }
  }
  const entryOf = (pid: number): Entry => ({ pid, identity: identityOf(pid) ?? '' });
  const recorded: Recorded = { supervisor: entryOf(process.pid), parts: {} };
  const write = () => {
    writeFileSync(`${path}.new`, `${JSON.stringify(recorded, null, 2)}\n`);
    renameSync(`${path}.new`, path);
  };
  write();
  return {
    record: (part, pid) => {
      if (pid === null) delete recorded.parts[part];
      else recorded.parts[part] = entryOf(pid);
      write();
    },
    clear: () => rmSync(path, { force: true }),
  };
}
