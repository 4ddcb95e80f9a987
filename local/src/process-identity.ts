// Tells whether a process number still means the process it meant when it was written down.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Fields of /proc/<pid>/stat after the name in brackets; the 22nd of all is the start time. */
const STATE_FIELD = 0;
const START_TIME_FIELD = 19;

/**
 * What no other process shares: the number and the moment it was started, counted from the start
 * of the machine. Null when there is no such process, or only its remains.
 */
export function identityOf(pid: number): string | null {
  if (existsSync('/proc/self/stat')) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // Dead, and its parent has not noticed; but while a thread is still ending, it holds its ports.
      const isDead = fields[STATE_FIELD] === 'Z';
      if (isDead && readdirSync(`/proc/${pid}/task`).length <= 1) return null;
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return `${boot} ${pid} ${fields[START_TIME_FIELD]}`;
    } catch {
      return null;
    }
  }
  const asked = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const startedAt = asked.stdout?.trim();
  return startedAt ? `${pid} ${startedAt}` : null;
}
