// Reads from the system what processes weigh and work: memory and processor time, by process tree.
import { readdirSync, readFileSync } from 'node:fs';

/** One process. */
export interface SeenProcess {
  pid: number;
  parent: number;
  /** Processor time so far, and that of children it has seen end. */
  processorMs: number;
  endedChildrenMs: number;
  residentBytes: number;
  command: string;
}

/** The kernel counts processor time in hundredths of a second, and memory in pages of 4 KiB. */
const TICK_MS = 10;
const PAGE_BYTES = 4_096;

/** All processes of this machine. @throws {Error} where there is no /proc. */
export function listProcesses(): SeenProcess[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? readProcess(name) : []));
}

function readProcess(name: string): SeenProcess[] {
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const field = (index: number) => Number(fields[index]);
    return [
      {
        pid: Number(name),
        parent: field(1),
        processorMs: (field(11) + field(12)) * TICK_MS,
        endedChildrenMs: (field(13) + field(14)) * TICK_MS,
        residentBytes: field(21) * PAGE_BYTES,
        command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim(),
      },
    ];
  } catch {
    return []; // It has ended meanwhile.
  }
}

/** A process and everything it has started. */
export function treeOf(root: number, processes: readonly SeenProcess[]): SeenProcess[] {
  const tree = processes.filter(({ pid }) => pid === root);
  for (const { pid } of tree) {
    tree.push(...processes.filter(({ parent }) => parent === pid));
  }
  return tree;
}

/** Memory a process has to itself plus its share of what it has in common with others; null if gone. */
export function readProportionalBytes(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const [, kilobytes] = /^Pss:\s+(\d+) kB/m.exec(text) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) * 1_024;
  } catch {
    return null;
  }
}

/** A worker's parts: itself, the process of its turn detector, and its job processes. */
export interface WorkerProcesses {
  worker: SeenProcess | undefined;
  inference: SeenProcess | undefined;
  jobs: SeenProcess[];
}

/** Tells the processes of a LiveKit worker apart by what they run. */
export function workerProcesses(
  workerPid: number,
  processes: readonly SeenProcess[],
): WorkerProcesses {
  const tree = treeOf(workerPid, processes);
  return {
    worker: tree.find(({ pid }) => pid === workerPid),
    inference: tree.find(({ command }) => command.includes('inference_proc')),
    jobs: tree.filter(({ command }) => command.includes('job_proc')),
  };
}

/** Busy share of the machine and the cores each tree took, between two readings. */
export interface MachineUse {
  busyShare: number;
  cores: Record<string, number>;
}

/** Starts to watch named process trees; the function it gives tells what they took since. */
export function watchMachine(roots: () => Record<string, readonly number[]>): () => MachineUse {
  const before = readUse(roots());
  return () => {
    const after = readUse(roots());
    const seconds = (after.at - before.at) / 1_000;
    const cores = Object.entries(after.processorMs).map(([name, ms]) => [
      name,
      Math.max(0, (ms - (before.processorMs[name] ?? 0)) / 1_000 / seconds),
    ]);
    const total = after.totalTicks - before.totalTicks;
    return {
      busyShare: 1 - (after.idleTicks - before.idleTicks) / total,
      cores: Object.fromEntries(cores),
    };
  };
}

function readUse(roots: Record<string, readonly number[]>) {
  const processes = listProcesses();
  const processorMs = Object.fromEntries(
    Object.entries(roots).map(([name, pids]) => {
      const tree = pids.flatMap((pid) => treeOf(pid, processes));
      return [name, tree.reduce((sum, process_) => sum + process_.processorMs, 0)];
    }),
  );
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const ticks = line.split(/\s+/).slice(1, 9).map(Number);
  const totalTicks = ticks.reduce((sum, count) => sum + count, 0);
  // Idle, and waiting for the disk.
  const idleTicks = (ticks[3] ?? 0) + (ticks[4] ?? 0);
  return { at: performance.now(), processorMs, totalTicks, idleTicks };
}
