// Guards that two set-ups at once never do the same work together, and that a dead one blocks nobody.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive, withLock } from './lock.mjs';

let folder: string;
let lockPath: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mindbot-lock-'));
  lockPath = join(folder, 'deep', 'work.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The number of a process that has ended. */
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

test('lets one do the work at a time', async () => {
  let running = 0;
  let most = 0;
  const work = () =>
    withLock(lockPath, async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    });
  await Promise.all([work(), work(), work()]);
  expect(most).toBe(1);
  expect(existsSync(lockPath)).toBe(false);
});

test('tells once for whom it waits', async () => {
  const waitedFor: number[] = [];
  const first = Promise.withResolvers<void>();
  const holding = withLock(lockPath, () => first.promise);
  const waiting = withLock(
    lockPath,
    async () => {},
    (pid) => {
      waitedFor.push(pid);
      first.resolve();
    },
  );
  await Promise.all([holding, waiting]);
  expect(waitedFor).toEqual([process.pid]);
});

test('is released when the work fails', async () => {
  const failing = withLock(lockPath, async () => {
    throw new Error('no network');
  });
  await expect(failing).rejects.toThrow('no network');
  expect(await withLock(lockPath, async () => 'done')).toBe('done');
});

test('of a dead process is taken over', async () => {
  await withLock(lockPath, async () => {});
  writeFileSync(lockPath, JSON.stringify({ pid: deadPid(), host: hostname() }));
  expect(await withLock(lockPath, async () => 'done')).toBe('done');
  expect(readdirSync(join(folder, 'deep'))).toEqual([]);
});

test('that nobody touches any more is taken over, though its number lives on', async () => {
  await withLock(lockPath, async () => {});
  writeFileSync(lockPath, JSON.stringify({ pid: process.pid, host: hostname() }));
  utimesSync(lockPath, new Date(0), new Date(0));
  expect(await withLock(lockPath, async () => 'done')).toBe('done');
});

test('knows the living from the dead', () => {
  expect(isAlive(process.pid)).toBe(true);
  expect(isAlive(deadPid())).toBe(false);
});
